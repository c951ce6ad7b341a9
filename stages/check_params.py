"""Validate the whole of params.yaml before anything runs.

A misspelt key changes no parameter that a stage tracks, so this stage depends on the file itself. What it writes never
changes: that the file changed makes no other stage stale.
"""

from pathlib import Path

from mlplab import artifacts, params
from stages.console import run_main

CHECKED = Path("data/params_checked.json")


def main() -> None:
    params.load()
    artifacts.write_json(CHECKED, {"params.yaml": "valid"})


if __name__ == "__main__":
    run_main(main)
