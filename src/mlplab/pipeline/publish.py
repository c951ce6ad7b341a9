"""`python -m mlplab.pipeline.publish`: run the report's study in a copy, and publish what it gives."""

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mlplab.console import run_main
from mlplab.pipeline.verify import copy_of_head, run_study

PUBLISHED = Path("published/report")
GIVEN = ("metrics", "plots", "dvc.lock", "page.html")
DATA = "MLPLAB_DATA"


def main(*arguments: str) -> None:
    """Run the committed code on the published parameters; publish the results once all of it has gone well."""
    parser = argparse.ArgumentParser(
        prog="python -m mlplab.pipeline.publish", description=main.__doc__
    )
    parser.add_argument("--jobs", default="1", metavar="N", help="stages side by side (default: 1)")
    options = parser.parse_args(arguments)
    if os.environ.get(DATA):
        os.environ[DATA] = os.path.abspath(os.environ[DATA])  # the copy is in another folder
    with copy_of_head() as folder:
        start_from_published(folder, Path(".dvc/cache").absolute())
        run_study(folder, "--jobs", options.jobs)
        publish(folder, PUBLISHED)


def start_from_published(folder: Path, cache: Path) -> None:
    """Give a copy the published parameters, and what it has of the published results: what has not changed stays."""
    shutil.copy(PUBLISHED / "params.yaml", folder)
    # Linked, not configured: DVC writes its configuration in ASCII, and a path can have other letters.
    cache.mkdir(parents=True, exist_ok=True)
    (folder / ".dvc/cache").symlink_to(cache)
    published = folder / PUBLISHED
    if (published / "dvc.lock").is_file():
        shutil.copy(published / "dvc.lock", folder)
        for name in ("metrics", "plots"):
            shutil.rmtree(folder / name, ignore_errors=True)
            if (published / name).is_dir():
                shutil.copytree(published / name, folder / name)
        command = [sys.executable, "-m", "dvc", "checkout", "--quiet"]
        subprocess.run(command, cwd=folder, stderr=subprocess.DEVNULL)  # what it lacks is made anew


def publish(folder: Path, published: Path) -> None:
    """Put a copy's results in the place of the published ones: one copy at a time, and by renaming alone."""
    Path(".dvc/tmp").mkdir(exist_ok=True)  # git ignores it, and it is on the same disk
    with tempfile.TemporaryDirectory(dir=".dvc/tmp") as name:
        new, old = Path(name, "new"), Path(name, "old")
        new.mkdir()
        old.mkdir()
        for item in GIVEN:
            copy = shutil.copytree if (folder / item).is_dir() else shutil.copy
            copy(folder / item, new / item)
        place = os.open(published, os.O_RDONLY)
        try:
            fcntl.flock(place, fcntl.LOCK_EX)
            for item in GIVEN:
                if (published / item).exists():
                    (published / item).rename(old / item)
                (new / item).rename(published / item)
        finally:
            os.close(place)


if __name__ == "__main__":
    run_main(main)
