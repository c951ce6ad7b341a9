"""What is damaged in DVC's cache, as after a crash of the machine: DVC takes a read-only file there for whole."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dvc.exceptions import DvcException
from dvc.repo import Repo
from dvc.utils import dict_sha256
from dvc.utils.serialize import load_yaml
from dvc_data.hashfile.db import HashFileDB
from dvc_objects.errors import ObjectFormatError


def remove_damaged_outputs(repo: Repo) -> Iterator[str]:
    """Remove the cached outputs that have not the hash that they are named by, and yield what was done, a line.

    A file is read only where its size or its time is another than when DVC, or this function, last hashed it. A cache
    outside of the repository is left alone: others may share it, and it can be too large to read.
    """
    cache = repo.cache.local
    if not Path(cache.path).is_relative_to(repo.root_dir):
        return
    # The method of the local cache's own class trusts what is read-only. This one removes what is damaged.
    damaged = 0
    for name in list(cache.all()):
        try:
            HashFileDB.check(cache, name)
        except ObjectFormatError:
            damaged += 1
        except OSError:  # it cannot be read: DVC tells it where it needs the file
            continue
    if damaged:
        repo.state.hashes.clear()  # of outputs, too: they may be copies of what was damaged
        yield f"DVC's cache had {damaged} damaged files: removed"


def remove_damaged_entries(repo: Repo) -> Iterator[str]:
    """Remove the entries of the run cache that have not the hash that they are named by, and yield what was done.

    To read all of them takes long, and DVC ignores most damage: so this is for a run that has failed.
    """
    with repo.lock:
        entries = Path(repo.stage_cache.cache_dir).glob("*/*/*")
        damaged = [path for path in entries if not _is_entry(path)]
        for path in damaged:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            with suppress(OSError):  # it has others; DVC fails on an empty one
                path.parent.rmdir()
    if damaged:
        yield f"the run cache had {len(damaged)} damaged entries, removed; run it again"


def _is_entry(path: Path) -> bool:
    """Whether an entry has the hash that it is named by, as DVC computes it."""
    try:
        return dict_sha256(load_yaml(str(path)), exclude=["size", "nfiles"]) == path.name
    except (DvcException, OSError, TypeError):
        return False
