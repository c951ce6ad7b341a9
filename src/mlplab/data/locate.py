"""Where a published file is looked for: the user's folder, the system's, the cache, the network."""

import os
from collections.abc import Iterator
from pathlib import Path

from numpy.typing import NDArray

from mlplab.data import cache
from mlplab.data.download import DownloadError
from mlplab.data.published import PublishedFile
from mlplab.errors import InputError

#: The environment variable that names the user's folder; it is read at every call.
VARIABLE = "MLPLAB_DATA"

#: Where Debian's data set packages install, such as `dataset-fashion-mnist`.
SYSTEM_FOLDER = Path("/usr/share/datasets")


def read(file: PublishedFile) -> NDArray:
    """Read a published file from the first place that has it, downloading it where none has.

    Parameters
    ----------
    file : PublishedFile
        The file, which is looked for compressed and decompressed.

    Returns
    -------
    ndarray
        Its values.

    Raises
    ------
    InputError
        The file that was found is faulty, or none was found and no mirror gave it.

    Notes
    -----
    Every file is verified. A faulty one is deleted only from the cache, which this program wrote
    (see `cache`). A file in the user's or the system's folder is somebody else's: it stays, and
    the error names it. The next place is not tried, since the owner meant this file to be used.
    """
    for path in _candidates(file):
        # False for folders and pipes, and in a folder that is closed to us, where Path.is_file raises.
        if os.path.isfile(path):
            return _decode(path, file)
    try:
        return cache.read(file)
    except DownloadError as fault:
        tried = ", ".join(_describe(file))
        folder = file.folders[0]
        raise InputError(
            f"{file}: not in {tried}; not downloaded: {fault}. Put the file into DIR/{folder}/"
            f" and set {VARIABLE}=DIR, or choose the source sklearn_digits, which needs no file"
        ) from None


def _user_folder() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(os.path.expanduser(value)) if value else None


def _candidates(file: PublishedFile) -> Iterator[Path]:
    for place in filter(None, (_user_folder(), SYSTEM_FOLDER)):
        for folder in file.folders:
            yield place / folder / f"{file.name}.gz"
            yield place / folder / file.name


def _decode(path: Path, file: PublishedFile) -> NDArray:
    try:
        with path.open("rb") as stored:
            return file.decode(stored)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except ValueError as fault:
        raise InputError(f"{path}: {fault}") from None


def _describe(file: PublishedFile) -> Iterator[str]:
    """Name the places that were tried, for an error."""
    user = _user_folder()
    if user is None:
        yield f"{VARIABLE} (not set)"
    else:
        yield f"{VARIABLE} ({user}{'' if os.path.isdir(user) else ', no such folder'})"
    yield str(SYSTEM_FOLDER / file.folders[0])
    yield str(cache.folder() / file.folders[0])
