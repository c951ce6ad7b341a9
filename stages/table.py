"""The tables of one study: its cells, gathered in metrics/STUDY and plots/STUDY."""

from mlplab.cells import cell_keys, write_tables
from mlplab.console import announce, run_main
from mlplab.params import load_params


def main(study: str) -> None:
    """Gather the cells of `study` that params.yaml names."""
    keys = cell_keys(load_params())[study]
    write_tables(study, keys)
    announce(f"{study}: {len(keys)} cells in metrics/{study} and plots/{study}")


if __name__ == "__main__":
    run_main(main)
