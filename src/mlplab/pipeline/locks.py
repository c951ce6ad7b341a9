"""DVC's files of locks: which of their processes live, and what a killed one left there."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAUSE = 1  # seconds, in which whoever is at work has written a small file, and what is still there was left by a kill


def recover_rwlock(path: Path) -> Iterator[str]:
    """Remove the locks of processes that are gone, and a torn file of locks whole."""
    from dvc.rwlock import SCHEMA
    from voluptuous import Invalid  # follows DVC

    if not path.exists():
        return
    try:
        locks = SCHEMA(json.loads(path.read_bytes()))  # which DVC refuses to run without
        written = path.stat().st_mtime
        held = {
            "write": {k: v for k, v in locks["write"].items() if _lives(v, written)},
            "read": {
                k: living
                for k, v in locks["read"].items()
                if (living := [lock for lock in v if _lives(lock, written)])
            },
        }
    except (ValueError, RecursionError, Invalid):
        path.unlink()
        yield f"{path.name} was torn: removed"
        return
    if held != locks:
        held = {kind: entries for kind, entries in held.items() if entries}
        path.write_text(json.dumps(held), encoding="utf-8")
        yield f"{path.name} held locks of a process that is gone: removed"


def _lives(lock: dict[str, Any], written: float) -> bool:
    """Whether the process of a lock is there, and not a later one with its number.

    A clock that was set forward makes every process a later one: the lock's own has its arguments, too. In a container,
    which counts from 1 again, this process can have both, and it holds no lock yet.
    """
    import psutil  # here, as recovery.py imports DVC

    try:
        process = psutil.Process(lock["pid"])
        if process.create_time() <= written:
            return True
        arguments = lock["cmd"].split()[1:]
        return process.pid != os.getpid() and arguments == process.cmdline()[-len(arguments) :]
    except psutil.Error:
        return False
