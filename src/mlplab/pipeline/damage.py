"""What is damaged in DVC's cache, as after a crash of the machine: DVC takes a read-only file there for whole.

To look at all of it takes seconds, so this is for a run that has failed.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dvc.exceptions import DvcException
from dvc.repo import Repo
from dvc.utils import dict_sha256
from dvc.utils.serialize import load_yaml


def remove_damaged(repo: Repo) -> Iterator[str]:
    """Remove what is not what its name says, and yield what was done, a line: the stages that made it then run again.

    These are the cached outputs of dvc.lock, which are named by their MD5, and the entries of the run cache.
    """
    with repo.lock:
        damaged = {path for path in _cached_outputs(repo) if path.exists() and not _is_whole(path)}
        entries = Path(repo.stage_cache.cache_dir).glob("*/*/*")
        damaged |= {path for path in entries if not _is_entry(path)}
        for path in damaged:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            with suppress(OSError):  # it has others; DVC fails on an empty one
                path.parent.rmdir()
    if damaged:
        yield f"DVC's cache had {len(damaged)} damaged files, removed; run it again"


def _cached_outputs(repo: Repo) -> Iterator[Path]:
    cache = repo.cache.local
    for out in repo.index.outs:
        if name := out.hash_info and out.hash_info.value:
            path = Path(cache.oid_to_path(name))
            yield path
            if name.endswith(".dir") and path.is_file() and _is_whole(path):
                files = json.loads(path.read_bytes())
                yield from (Path(cache.oid_to_path(file["md5"])) for file in files)


def _is_whole(path: Path) -> bool:
    """Whether a file has the MD5 that it is named by: its first two digits are the folder's name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
    return digest.hexdigest() == path.parent.name + path.stem


def _is_entry(path: Path) -> bool:
    """Whether an entry of the run cache has the hash that it is named by, as DVC computes it."""
    try:
        return dict_sha256(load_yaml(str(path)), exclude=["size", "nfiles"]) == path.name
    except (DvcException, OSError, TypeError):
        return False
