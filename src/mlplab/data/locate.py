"""Where a published file is looked for: the user's folder, the system's, the cache, the network."""

import os
from collections.abc import Iterator
from pathlib import Path

from numpy.typing import NDArray

from mlplab.data import download
from mlplab.data.published import PublishedFile
from mlplab.errors import InputError

#: The environment variable that names the user's folder; it is read at every call.
VARIABLE = "MLPLAB_DATA"

#: Where Debian's data set packages install, such as `dataset-fashion-mnist`.
SYSTEM_FOLDER = Path("/usr/share/datasets")


def read(file: PublishedFile) -> NDArray:
    """Read a published file from the first place that has it, downloading it where none has.

    Whatever is found is verified. What fails is deleted only where this program wrote it, in its
    cache (see `download`). A file in the user's or the system's folder is somebody else's: the
    error names it, and it stays; nor is it passed over for the next place, since its owner meant it
    to be used.

    Raises:
        InputError: the file that was found is faulty, or none was found and no mirror gave it.
    """
    for path in _candidates(file):
        # Path.is_file would raise in a folder that is closed to us.
        if os.path.isfile(path):
            return _decode(path, file)
    try:
        return download.cached(file)
    except download.DownloadError as fault:
        tried = ", ".join(_describe(file))
        folder = file.folders[0]
        raise InputError(
            f"{file}: not in {tried}; not downloaded: {fault}. Put the file into DIR/{folder}/"
            f" and set {VARIABLE}=DIR, or choose the source sklearn_digits, which needs no file"
        ) from None


def _user_folder() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(value).expanduser() if value else None


def _candidates(file: PublishedFile) -> Iterator[Path]:
    for place in filter(None, (_user_folder(), SYSTEM_FOLDER)):
        for folder in file.folders:
            yield place / folder / f"{file.name}.gz"
            yield place / folder / file.name


def _decode(path: Path, file: PublishedFile) -> NDArray:
    try:
        return file.decode(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as fault:
        raise InputError(f"{path}: {fault}") from None


def _describe(file: PublishedFile) -> Iterator[str]:
    """The places that were tried, for an error."""
    user = _user_folder()
    if user is None:
        yield f"{VARIABLE} (not set)"
    else:
        yield f"{VARIABLE} ({user}{'' if user.is_dir() else ', no such folder'})"
    yield str(SYSTEM_FOLDER / file.folders[0])
    yield str(download.cache_folder() / file.folders[0])
