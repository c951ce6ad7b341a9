"""DVC's repository, for as long as a block lasts."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from dvc.exceptions import DvcException
from dvc.repo import Repo

from mlplab.console import FAULTS
from mlplab.errors import InputError


@contextmanager
def open_repository() -> Iterator[Repo]:
    """Give the repository of the working directory; InputError where DVC cannot open it, or fails in the block."""
    try:
        with _open() as repo:
            yield repo
    except (DvcException, sqlite3.Error) as error:
        raise InputError(f"DVC cannot start: {error}") from None


def _open() -> Repo:
    """Git's files are read by dulwich, whose errors DVC lets pass."""
    try:
        return Repo()
    except (DvcException, *FAULTS):
        raise
    except Exception as error:
        raise InputError(f"DVC cannot start: {type(error).__name__}: {error}") from None
