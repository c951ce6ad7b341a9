"""`python -m mlplab.pipeline` is `dvc repro` that goes on after any stop, and can run stages side by side."""

import argparse
import logging
import os
from contextlib import suppress
from itertools import chain
from pathlib import Path

from mlplab.console import announce, run_main
from mlplab.errors import require


def main(*arguments: str) -> None:
    """Validate params.yaml, mend what a killed run left, and run what has changed; exits with DVC's status."""
    options = _parse(arguments)
    folder = os.getcwd()
    require(Path("dvc.yaml").is_file(), "the folder must be the repository's root", folder)
    braces = "the folder's path must hold no { or }, which DVC's progress bars take for a format"
    require(not {"{", "}"} & {*folder}, braces, folder)
    from mlplab.params import load_params

    logging.raiseExceptions = False  # where DVC's output cannot be written, its stages tell it
    load_params()  # before DVC, which tells a misspelled key of a matrix in its own words

    from dvc.cli import main as dvc
    from dvc.exceptions import DvcException
    from dvc.repo import Repo

    from mlplab.pipeline.damage import remove_damaged_entries
    from mlplab.pipeline.leftovers import find_leftovers
    from mlplab.pipeline.recovery import recover
    from mlplab.pipeline.repository import open_repository
    from mlplab.pipeline.schedule import run_stages, stages_to_run

    with open_repository() as repo:
        for line in chain(recover(repo), find_leftovers(repo)):
            announce(line)
        graph = stages_to_run(repo, options.force) if options.jobs > 1 else None
    if graph is None:
        # A stage that ends while another DVC looks at the repository waits for it: its result would be lost.
        status = dvc(["--wait-for-lock", "repro", *["--force"] * options.force])
    else:
        status = run_stages(graph, options.jobs, options.force, announce)
        if not status:
            announce(f"{len(graph)} stages have run or came from the cache")
    if status:
        with suppress(DvcException), Repo() as repo:  # another DVC may be at work
            for line in remove_damaged_entries(repo):
                announce(line)
    raise SystemExit(status)


def _parse(arguments: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mlplab.pipeline", description=__doc__)
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help="stages side by side (default: 1)"
    )
    parser.add_argument("--force", action="store_true", help="run what has not changed, too")
    options = parser.parse_args(arguments)
    require(options.jobs > 0, "--jobs must be a whole number from 1", options.jobs)
    return options


if __name__ == "__main__":
    run_main(main)
