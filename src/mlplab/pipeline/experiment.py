"""What a killed `dvc exp run` leaves in git and in the workspace, which are its own until it ends.

It first queues an experiment, from the command line's parameters: it puts the user's changes away in git's stash,
detaches HEAD, writes the parameters and its arguments, stashes them and takes all of it back. To run an experiment in
the workspace it then detaches HEAD again.
"""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from dvc.lock import make_lock
from dvc.repo import Repo

from mlplab.errors import InputError
from mlplab.pipeline.locks import PAUSE, recover_rwlock

EXEC_HEAD = "refs/exps/exec/EXEC_HEAD"  # there once an experiment has run in the workspace
ARGUMENTS = "repro.dat"
LEFT = (
    "params.yaml: a `dvc exp run` was killed while the workspace was its own: look at `git diff HEAD` and at "
    '`git stash list` (where it may have put your changes away, as "WIP on ..."), set them right, and run it again'
)


def recover_experiment(repo: Repo) -> Iterator[str]:
    """Remove what would make each later `dvc exp run` fail, tell where HEAD is on no branch; a line each.

    Raises
    ------
    InputError
        The killed one was just queueing: nothing tells which of the workspace's changes, and of those in git's stash,
        are the user's.
    """
    locks = Path(repo.tmp_dir, "exps", "rwlock")
    queueing = False
    if locks.exists():
        with make_lock(f"{locks}.lock", tmp_dir=repo.tmp_dir):
            before = _writes(locks)
            yield from recover_rwlock(locks)
            queueing = "workspace" in before and "workspace" not in _writes(locks)
    ran = _git(repo, "rev-parse", "--verify", "--quiet", EXEC_HEAD)
    if queueing or ran:
        yield from _remove_object_locks(repo)
        yield from _tell_head(repo)
    if queueing:
        _git(repo, "rm", "--force", "--quiet", "--ignore-unmatch", f"{repo.tmp_dir}/{ARGUMENTS}")
        raise InputError(LEFT)


def _writes(locks: Path) -> set[str]:
    """What is locked to be written; nothing where the file is torn."""
    try:
        return set(json.loads(locks.read_bytes())["write"])
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _tell_head(repo: Repo) -> Iterator[str]:
    """Tell a HEAD that was detached where its branch stands. It is the user's to move: an experiment may be at work."""
    last = _git(repo, "reflog", "-1", "--format=%gs", "HEAD")
    moved = re.fullmatch("checkout: moving from (.+) to ([0-9a-f]{40,64})", last)
    if not moved or _git(repo, "symbolic-ref", "--quiet", "HEAD"):
        return
    branch = _git(repo, "rev-parse", "--verify", "--quiet", f"refs/heads/{moved[1]}")
    if branch == _git(repo, "rev-parse", "HEAD"):
        back = f"`git switch {moved[1]}` goes back"
        yield f"HEAD is on no branch: unless a `dvc exp run` is at work, one was killed, and {back}"


def _remove_object_locks(repo: Repo) -> Iterator[str]:
    """Remove the locks of git's objects that were just being written: DVC fails on them, again and again."""
    objects = _git(repo, "rev-parse", "--git-path", "objects")
    folder = Path(repo.root_dir, objects)
    left = {*folder.glob("??/*.lock")} if objects else set()
    if left:
        time.sleep(PAUSE)
        left &= {*folder.glob("??/*.lock")}
    for lock in left:
        lock.unlink(missing_ok=True)
    if left:
        yield f"git had {len(left)} objects locked, as after a killed `dvc exp run`: unlocked"


def _git(repo: Repo, *arguments: str) -> str:
    """What git answers, or nothing where it fails or is missing."""
    command = ["git", "-C", repo.root_dir, *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
