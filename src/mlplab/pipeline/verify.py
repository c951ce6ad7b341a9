"""`python -m mlplab.pipeline.verify`: does this machine give the committed metrics? A copy of the study runs."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mlplab import parallel
from mlplab.console import announce, run_main
from mlplab.errors import InputError
from mlplab.pipeline.agreement import compare

CHAOTIC = Path("reference/chaotic.yaml")
REPEATED = ("summary", "reproduction")  # numbers of other files once more


def main(*arguments: str) -> None:
    """Run the committed study anew and compare its metrics; the exit status is 1 where one does not agree."""
    argparse.ArgumentParser(
        prog="python -m mlplab.pipeline.verify", description=main.__doc__
    ).parse_args(arguments)
    with copy_of_head() as folder:
        differing = verify(folder, run_anew, announce)
    announce(f"{differing} metrics do not agree" if differing else "all metrics agree")
    raise SystemExit(bool(differing))


def verify(folder: Path, run: Callable[[Path], None], report: Callable[[str], None]) -> int:
    """Run a copy of the study, report on each file of metrics, and count the metrics that do not agree."""
    from mlplab.params.document import read_mapping  # NumPy and all, which an interrupt may meet

    chaotic = read_mapping(folder / CHAOTIC)["chaotic"]
    committed = read_metrics(folder)
    run(folder)
    found = read_metrics(folder)
    differing = 0
    for name in committed | found:
        rule = "chaotic" if name in chaotic else "stable"
        metrics = compare(committed.get(name), found.get(name), name in chaotic)
        worst = max(metrics, key=lambda metric: metric.share)
        report(
            f"{name}: {len(metrics)} metrics, {rule}, the largest difference {worst.share:.0%} of what is allowed"
        )
        wrong = [metric for metric in metrics if metric.share > 1]
        differing += len(wrong)
        for metric in wrong:
            report(
                f"  {metric.key} does not agree: {metric.committed} committed, {metric.found} here"
            )
    return differing


@contextmanager
def copy_of_head() -> Iterator[Path]:
    """A worktree of HEAD, with a cache of its own, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "study")
        try:
            _git("worktree", "add", "--quiet", "--detach", str(folder), "HEAD")
            # The study can be a subfolder of its git repository.
            yield folder / _git("rev-parse", "--show-prefix")
        finally:
            # Forced twice: an interrupted `worktree add` leaves it locked, and git would keep its entry for good.
            remove = ["git", "worktree", "remove", "--force", "--force", str(folder)]
            subprocess.run(remove, capture_output=True)


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise InputError(f"git {arguments[0]} failed: {' '.join(done.stderr.split())}")
    return done.stdout.removesuffix("\n")


def run_anew(folder: Path) -> None:
    """Run every stage in a folder, whatever its lock file says."""
    run_study(folder, "--force", "--jobs", str(parallel.workers()))


def run_study(folder: Path, *options: str) -> None:
    """Run the study in a folder, with the code that is there."""
    command = [sys.executable, "-m", "mlplab.pipeline", *options]
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        try:
            status = process.wait()
        except BaseException:
            process.terminate()  # not killed, as by subprocess.run: it ends its stages and removes its logs
            process.wait()
            raise
    if status:
        raise InputError("the copy of the study has failed, as told above")


def read_metrics(folder: Path) -> dict[str, Any]:
    """The metrics of a study by the name of their file, without the repeated ones."""
    root = folder / "metrics"
    files = {
        path.relative_to(root).with_suffix("").as_posix(): path for path in root.rglob("*.json")
    }
    return {
        name: json.loads(files[name].read_text(encoding="utf-8"))
        for name in sorted(files.keys() - set(REPEATED))
    }


if __name__ == "__main__":
    run_main(main)
