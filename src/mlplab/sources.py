"""What a run is made of that no stage writes: DVC hashes it when a stage has ended, and not when it was read."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

FOLDERS = ("src", "stages", "reference")
FILES = ("params.yaml", "examples/strokes.json")
Sources = Mapping[Path, bytes]


def read_sources() -> Sources:
    """The content of every such file that can be read, by its path. Compiled code is none."""
    within = (path for folder in FOLDERS for path in Path(folder).glob("**/*"))
    sources = {}
    for path in (*within, *map(Path, FILES)):
        if "__pycache__" not in path.parts and path.is_file():
            with suppress(OSError):
                sources[path] = path.read_bytes()
    return sources


def changed_source(before: Sources, after: Sources, dependencies: Iterable[str]) -> Path | None:
    """The first file of these dependencies that differs, or is only in one of two readings; None where none does."""
    own = [Path(dependency) for dependency in dependencies]
    differing = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    return next((path for path in differing if any(path.is_relative_to(dep) for dep in own)), None)
