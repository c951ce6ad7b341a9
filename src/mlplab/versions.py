"""Results that another version of mlplab wrote: told in one line, not misread."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mlplab.errors import InputError, shown

#: The squares of squares of float32's largest numbers are finite, and so are those of numbers up to this one.
LARGEST = 1e70
MENDED = "another version of mlplab wrote it; `dvc repro` makes it anew"
#: What a run that did not diverge can leave, too: losses that are finite in its batches, and not over all images.
UNBOUNDED = f"a learning rate is too high, or {MENDED}"


class Record(dict[str, Any]):
    """An object of a JSON file, which names the file where it lacks a key."""

    def __init__(self, path: Path, pairs: Iterable[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.path = path

    def __missing__(self, key: str) -> Any:
        require_names(self.path, self, [key])


def require_names(path: Path, names: Iterable[str], needed: Iterable[str]) -> None:
    """Raise InputError unless all `needed` are among the keys, columns or arrays of a file of results."""
    found = set(names)
    for name in needed:
        if name not in found:
            raise InputError(f"{path}: has no {shown(name)}: {MENDED}")
