"""Validate the whole of params.yaml before anything runs.

A misspelt key changes no parameter that a stage tracks, so this stage depends on the file itself. What it writes never
changes: that the file changed makes no other stage stale.
"""

from mlplab import artifacts, paths
from mlplab.console import run_main
from mlplab.params import load_params


def main() -> None:
    """Validate params.yaml, and write that it is valid."""
    load_params()
    artifacts.write_json(paths.PARAMS_CHECKED, {"params.yaml": "valid"})


if __name__ == "__main__":
    run_main(main)
