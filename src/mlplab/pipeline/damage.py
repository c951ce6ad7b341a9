"""What is damaged in DVC's cache, as after a crash of the machine: DVC takes a read-only file there for whole.

To look at all of it takes seconds, so this is for a run that has failed.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from dvc.exceptions import DvcException
from dvc.repo import Repo
from dvc.utils import dict_sha256
from dvc.utils.serialize import load_yaml


def remove_damaged(repo: Repo) -> Iterator[str]:
    """Remove what is not what its name says, and yield what was done, a line: the stages that made it then run again.

    These are the entries of the run cache, and the cached outputs that dvc.lock and these entries name by their MD5.
    """
    with repo.lock:
        entries = {
            path: _read_entry(path) for path in Path(repo.stage_cache.cache_dir).glob("*/*/*")
        }
        damaged = {path for path, entry in entries.items() if entry is None}
        outputs = _cached_outputs(repo, [entry for entry in entries.values() if entry])
        damaged |= {path for path in outputs if path.exists() and not _is_whole(path)}
        for path in damaged:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            with suppress(OSError):  # it has others; DVC fails on an empty one
                path.parent.rmdir()
    if damaged:
        yield f"DVC's cache had {len(damaged)} damaged files, removed; run it again"


def _read_entry(path: Path) -> dict[str, Any] | None:
    """An entry of the run cache; None where it has not the hash that it is named by, as DVC computes it."""
    try:
        entry = load_yaml(str(path))
        return entry if dict_sha256(entry, exclude=["size", "nfiles"]) == path.name else None
    except (DvcException, OSError, TypeError):
        return None


def _cached_outputs(repo: Repo, entries: Iterable[dict[str, Any]]) -> Iterator[Path]:
    """Where the cache has the outputs of this study, the files of folders among them; it can have others', too."""
    names = {out.hash_info.value for out in repo.index.outs if out.hash_info}
    own = {out.def_path for out in repo.index.outs}
    names |= {out["md5"] for entry in entries for out in entry["outs"] if out["path"] in own}
    for name in names:
        path = Path(repo.cache.local.oid_to_path(name))
        yield path
        if name.endswith(".dir") and _is_whole(path):
            files = json.loads(path.read_bytes())
            yield from (Path(repo.cache.local.oid_to_path(file["md5"])) for file in files)


def _is_whole(path: Path) -> bool:
    """Whether a file has the MD5 that it is named by: its first two digits are the folder's name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
    return digest.hexdigest() == path.parent.name + path.stem
