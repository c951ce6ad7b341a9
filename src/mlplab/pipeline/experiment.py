"""What a killed `dvc exp run` leaves in git and in the workspace, which are its own until it ends.

It first queues an experiment, from the command line's parameters: it puts the user's changes away in git's stash,
detaches HEAD, writes the parameters and its arguments, stashes them and takes all of it back. To run an experiment in
the workspace it then detaches HEAD again.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from dvc.lock import make_lock
from dvc.repo import Repo

from mlplab.errors import InputError
from mlplab.pipeline.locks import recover_rwlock

EXEC_HEAD = "refs/exps/exec/EXEC_HEAD"  # there while an experiment runs in the workspace
ARGUMENTS = "repro.dat"
LEFT = (
    "params.yaml: a `dvc exp run` was killed while the workspace was its own: look at `git diff HEAD` and at "
    '`git stash list` (where it may have put your changes away, as "WIP on ..."), set them right, and run it again'
)


def recover_experiment(repo: Repo) -> Iterator[str]:
    """Put HEAD back on its branch, and yield what was done, a line each.

    Raises InputError where the killed one was just queueing: nothing tells which of the workspace's changes, and of
    those in git's stash, are the user's.
    """
    queueing = False
    locks = Path(repo.tmp_dir, "exps", "rwlock")
    if locks.exists():
        with make_lock(f"{locks}.lock", tmp_dir=repo.tmp_dir):
            before = _writes(locks)
            yield from recover_rwlock(locks)
            queueing = "workspace" in before and "workspace" not in _writes(locks)
    if queueing or _git(repo, "rev-parse", "--verify", "--quiet", EXEC_HEAD):
        yield from _recover_head(repo)
        _git(repo, "rm", "--force", "--quiet", "--ignore-unmatch", f"{repo.tmp_dir}/{ARGUMENTS}")
        _git(repo, "update-ref", "-d", EXEC_HEAD)
        _remove_locks(repo)
    if queueing:
        raise InputError(LEFT)


def _writes(locks: Path) -> set[str]:
    """What is locked to be written; nothing where the file is torn."""
    try:
        return set(json.loads(locks.read_bytes())["write"])
    except (OSError, ValueError, LookupError, TypeError):
        return set()


def _recover_head(repo: Repo) -> Iterator[str]:
    """A HEAD that stands where its branch does is that branch's again: no commit is on none."""
    last = _git(repo, "reflog", "-1", "--format=%gs", "HEAD")
    moved = re.fullmatch("checkout: moving from (.+) to ([0-9a-f]{40,64})", last)
    if not moved or _git(repo, "symbolic-ref", "--quiet", "HEAD"):
        return
    branch = f"refs/heads/{moved[1]}"
    if _git(repo, "rev-parse", "--verify", "--quiet", branch) == _git(repo, "rev-parse", "HEAD"):
        _git(repo, "symbolic-ref", "-m", "a killed dvc exp run left it detached", "HEAD", branch)
        yield f"HEAD was detached by a killed `dvc exp run`: it is {moved[1]} again"


def _remove_locks(repo: Repo) -> None:
    """Remove the locks of git's objects that were just being written: each later `dvc exp run` would fail on them."""
    if objects := _git(repo, "rev-parse", "--git-path", "objects"):
        for lock in Path(repo.root_dir, objects).glob("??/*.lock"):
            lock.unlink(missing_ok=True)


def _git(repo: Repo, *arguments: str) -> str:
    """What git answers, or nothing where it fails or is missing."""
    command = ["git", "-C", repo.root_dir, *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
