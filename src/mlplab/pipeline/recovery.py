"""What a killed DVC left half-done, mended: DVC does not write its own files atomically, and then refuses to run.

`make repro` does it first; `python -m mlplab.pipeline.recovery` does it alone, for other commands of DVC's.

All of it is done under DVC's lock, which is free: no other DVC is at these files meanwhile.
"""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mlplab.console import announce, run_main
from mlplab.errors import InputError
from mlplab.pipeline.locks import PAUSE, recover_rwlock

if TYPE_CHECKING:  # DVC is imported in functions: where it is missing, run_main tells it in a line
    from dvc.repo import Repo

# How DVC, and how mlplab.replacing, name a file that is to become an output.
TEMPORARY = r"\.[\w-]{{22}}\.tmp|\.{}\.\w{{8}}"


def main() -> None:
    """Mend, and run nothing."""
    from mlplab.pipeline.repository import open_repository

    with open_repository() as repo:
        for line in recover(repo):
            announce(line)


def recover(repo: "Repo") -> Iterator[str]:
    """Mend what is torn, and yield what was done, a line each."""
    from mlplab.pipeline.damage import remove_damaged_outputs
    from mlplab.pipeline.experiment import recover_experiment

    with repo.lock:
        yield from _recover_lock_file(repo)
        rwlock = Path(repo.tmp_dir, "rwlock")
        yield from recover_rwlock(rwlock)
        yield from _recover_run_cache(Path(repo.stage_cache.cache_dir))
        _forget_dated(repo)
        yield from remove_damaged_outputs(repo)
        outputs = [Path(out.fs_path) for out in repo.index.outs]
        yield from _recover_links(outputs, _real(repo.cache.local.path))
        written = _written(rwlock)
        yield from _recover_outputs([path for path in outputs if str(path) not in written])
        if not written:
            yield from recover_experiment(repo)


def _recover_lock_file(repo: "Repo") -> Iterator[str]:
    """Put back git's dvc.lock for a torn one; finished stages come from the run cache."""
    path = Path(repo.root_dir, "dvc.lock")
    if _is_whole(repo, path):
        return
    command = ["git", "-C", repo.root_dir, "show", "HEAD:./dvc.lock"]
    try:
        committed = subprocess.run(command, capture_output=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):  # git itself may be missing
        path.unlink()
        yield "dvc.lock was torn, and git gives none: removed"
        return
    path.write_bytes(committed)
    if not _is_whole(repo, path):
        raise InputError("dvc.lock: git's own is not whole either; `rm dvc.lock` starts anew")
    yield "dvc.lock was torn: git's is back"


def _is_whole(repo: "Repo", path: Path) -> bool:
    """Whether DVC can read the file. Where git ignores it, which is another error, it is no less whole."""
    from dvc.dvcfile import Lockfile
    from dvc.utils.serialize import ParseError
    from dvc.utils.strictyaml import YAMLValidationError

    try:
        Lockfile(repo, str(path)).load()
    except (ParseError, YAMLValidationError):
        return False
    return True


def _written(rwlock: Path) -> set[str]:
    """The outputs that a stage of another run is writing: it holds DVC's lock only before and after."""
    return set(json.loads(rwlock.read_bytes()).get("write", ())) if rwlock.exists() else set()


def _recover_run_cache(folder: Path) -> Iterator[str]:
    """Remove half-written entries, and the empty folders of entries that were never written: DVC fails on them.

    An experiment, or another checkout with this cache, may be writing one: it is done within `PAUSE`.
    """
    left = _unfinished_entries(folder)
    if left:
        time.sleep(PAUSE)
        left &= _unfinished_entries(folder)
    for path in left:
        if not path.is_dir():
            path.unlink(missing_ok=True)
        with suppress(OSError):  # it holds other entries
            (path if path.is_dir() else path.parent).rmdir()
    if left:
        yield f"the run cache had {len(left)} unfinished entries: removed"


def _unfinished_entries(folder: Path) -> set[Path]:
    left = set(folder.glob("*/*/.*.tmp"))
    for path in folder.glob("*/*"):
        with suppress(
            FileNotFoundError, NotADirectoryError
        ):  # another recovery removed it meanwhile, or a file
            if not any(path.iterdir()):
                left.add(path)
    return left


def _forget_dated(repo: "Repo") -> None:
    """Have DVC hash anew what was given another time than it was written at, as an archive's files are.

    DVC takes a file for unchanged where its time, its size and its inode are the same, and so may others' content be
    that is written over it. The time of an inode's change, which DVC does not look at, nobody can set.
    """
    for entry in (*repo.index.deps, *repo.index.outs):
        path = Path(entry.fs_path)
        for file in (path, *path.glob("**/*")):
            with suppress(OSError):
                found = file.stat()
                if found.st_ctime - found.st_mtime > PAUSE:
                    repo.state.hashes.pop(str(file))


def _recover_links(outputs: list[Path], cache: Path) -> Iterator[str]:
    """Remove links to files that the cache has no more (`cache.type symlink`): DVC's status fails on them."""
    links = [
        path
        for output in outputs
        for path in (output, *output.glob("**/*"))
        if path.is_symlink() and not path.exists() and _real(path).is_relative_to(cache)
    ]
    for path in links:
        path.unlink()
    if links:
        yield f"{len(links)} links to files that DVC's cache has no more: removed"


def _real(path: Path | str) -> Path:
    """Where a path leads; `Path.resolve` raises RuntimeError at links in a circle before Python 3.13."""
    return Path(os.path.realpath(path))


def _recover_outputs(outputs: list[Path]) -> Iterator[str]:
    """Remove the temporary files that became no output: a stage that depends on their folder would see them."""
    left = [
        path
        for output in outputs
        for path in (*output.parent.glob(".*"), *output.glob("**/.*"))
        if path.is_file() and re.fullmatch(TEMPORARY.format(re.escape(output.name)), path.name)
    ]
    for path in left:
        path.unlink(missing_ok=True)
    if left:
        yield f"{len(set(left))} temporary files beside outputs: removed"


if __name__ == "__main__":
    run_main(main)
