"""What is damaged in DVC's cache, as after a crash of the machine: DVC takes a read-only file there for whole."""

import json
import os
import re
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

from mlplab.errors import InputError


def remove_damaged_outputs(repo: Repo) -> Iterator[str]:
    """Remove the cached outputs that have not the hash that they are named by, and yield what was done, a line.

    A file is read only where its size or its time is another than when DVC, or this function, last hashed it. A cache
    outside of the repository can be shared and too large to read: of it, only what this checkout can take is read.

    Raises
    ------
    InputError
        A damaged file cannot be removed, as in another user's cache.
    """
    cache = repo.cache.local
    # Path.resolve raises RuntimeError at links in a circle before Python 3.13.
    own = Path(os.path.realpath(cache.path)).is_relative_to(os.path.realpath(repo.root_dir))
    names = list(cache.all()) if own else _reachable(repo)
    damaged = sum(_was_damaged(cache, name) for name in names)
    if damaged:
        repo.state.hashes.clear()  # of outputs, too: they may be copies of what was damaged
        yield f"DVC's cache had {damaged} damaged files: removed"


def _reachable(repo: Repo) -> list[str]:
    """The names of the cached files that dvc.lock or the run cache can bring into this checkout."""
    outputs = list(repo.index.outs)
    names = {out.hash_info.value for out in outputs if out.hash_info}
    lines = {f"- path: {out.def_path}" for out in outputs}
    for entry in Path(repo.stage_cache.cache_dir).glob("*/*/*"):
        with suppress(OSError):
            text = entry.read_text(encoding="utf-8", errors="replace").partition("\nouts:\n")[2]
            if not lines.isdisjoint(
                text.splitlines()
            ):  # others' studies may have their entries here
                names.update(re.findall(r"^  md5: (\w+(?:\.dir)?)$", text, re.MULTILINE))
    for folder in [name for name in names if name.endswith(".dir")]:
        with suppress(OSError, ValueError, TypeError, LookupError):  # a damaged one names nothing
            listed = json.loads(Path(repo.cache.local.oid_to_path(folder)).read_bytes())
            names.update(str(file["md5"]) for file in listed)
    return sorted(names)


def _was_damaged(cache: HashFileDB, name: str) -> bool:
    """Whether a file has another hash than its name says; it is removed then."""
    try:
        # The method of the local cache's own class trusts what is read-only. This one removes what is damaged.
        HashFileDB.check(cache, name)
    except ObjectFormatError:
        return True
    except OSError as error:
        path = Path(cache.oid_to_path(name))
        if path.is_file() and os.access(path, os.R_OK):
            raise InputError(f"{path}: damaged, and cannot be removed: {error.strerror}") from None
        # It is not there or cannot be read: DVC tells it where it needs the file.
    return False


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
    """Whether an entry has the hash that it is named by, as DVC computes it, or is one that only others can read."""
    try:
        return dict_sha256(load_yaml(str(path)), exclude=["size", "nfiles"]) == path.name
    except PermissionError:
        return True
    except (DvcException, OSError, TypeError):
        return False
