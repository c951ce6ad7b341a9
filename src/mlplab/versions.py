"""Results that another version of mlplab wrote: told in one line, not misread."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mlplab.errors import InputError, require, shown

MENDED = "another version of mlplab wrote it; `dvc repro` makes it anew"
SCORE = re.compile(r"(train|val|test)_\w+")


class Record(dict[str, Any]):
    """An object of a JSON file, which names the file where it lacks a key."""

    def __init__(self, path: Path, pairs: Iterable[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.path = path

    def __missing__(self, key: str) -> Any:
        require_names(self.path, self, [key])


def require_scores(path: Path, record: Mapping[str, Any]) -> None:
    """Raise InputError unless each score in a file of metrics has a mean and an sd, or is None where a run diverged."""
    errors = record.get("standard_error", {})
    require(
        isinstance(errors, Mapping), f"{path}: standard_error must have a number a score", errors
    )
    for name, score in record.items():
        if SCORE.fullmatch(name) and score is not None:
            require(_is_score(score), f"{path}: {name} must have a mean and an sd; {MENDED}", score)


def _is_score(score: Any) -> bool:
    if not isinstance(score, Mapping) or score.keys() != {"mean", "sd"}:
        return False
    return isinstance(score["mean"], int | float) and isinstance(score["sd"], int | float | None)


def require_names(path: Path, names: Iterable[str], needed: Iterable[str]) -> None:
    """Raise InputError unless all `needed` are among the keys, columns or arrays of a file of results."""
    found = set(names)
    for name in needed:
        if name not in found:
            raise InputError(f"{path}: has no {shown(name)}: {MENDED}")
