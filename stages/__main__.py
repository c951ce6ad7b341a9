"""`python -m stages NAME` or `NAME@KEY`, a cell of a matrix, runs one stage: DVC gives its address in $DVC_STAGE.

dvc.yaml's commands hold no text of params.yaml: DVC puts a list's items into commands as they are, and a shell would
run what is in them. Here an address is compared with the cells that params.yaml names.
"""

from importlib import import_module

from mlplab.console import run_main
from mlplab.errors import require


def main(address: str) -> None:
    """Run a stage, and refuse its result where the code or parameters that DVC will note for it changed meanwhile."""
    from mlplab.sources import changed_source, read_sources

    sources = read_sources()  # before any of the code that decides a result is imported
    from mlplab.cells import MATRICES, cell_keys
    from mlplab.params import load_params
    from mlplab.params.tracking import read_values, tracked_dependencies, tracked_keys

    # From another folder, DVC puts the path of dvc.yaml before the name.
    name, _, key = address.rpartition(":")[2].partition("@")
    tracked = tracked_keys(name, key)
    dependencies = tracked_dependencies(name, key)
    allowed = {**cell_keys(load_params()), "table": list(MATRICES)}.get(name, [])
    rule = f"must be one of {', '.join(allowed)}" if allowed else "must be left out"
    require(key in allowed or not (allowed or key), f"{name}: the cell after @ {rule}", key)
    before = read_values(tracked)
    import_module(f"stages.{name}").main(*filter(None, key.split("-")))
    require(
        read_values(tracked) == before,
        f"params.yaml: the parameters of {name} must stay as they are while it runs; run it again",
        "changed ones",
    )
    changed = changed_source(sources, read_sources(), dependencies)
    rule = f"{changed}: must stay as it is while {name} runs; run it again"
    require(changed is None, rule, "a changed one")


if __name__ == "__main__":
    run_main(main)
