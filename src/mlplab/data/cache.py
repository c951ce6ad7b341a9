"""The user's cache of published files, which is filled from the network."""

import os
import tempfile
from pathlib import Path

from numpy.typing import NDArray

from mlplab.data import download
from mlplab.data.published import PublishedFile


def folder() -> Path:
    """Return the user's cache, where the operating system has it."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("mlplab"))


def read(file: PublishedFile) -> NDArray:
    """Read a file from the cache, downloading it first where it is missing.

    Parameters
    ----------
    file : PublishedFile
        The file; its mirrors are asked one after the other.

    Returns
    -------
    ndarray
        Its values.

    Raises
    ------
    DownloadError
        No mirror gave the file, or the cache cannot be used.

    Notes
    -----
    A download is verified in memory, written beside its place and then moved there: the cache never
    holds a part of a file or other content, and two runs at once do not meet. A cached file that
    has been damaged since is deleted and downloaded again; nothing else is ever deleted.
    """
    target = folder() / str(file)
    try:
        array = _stored(target, file)
        if array is None:
            # First, so that a cache that cannot be written is told before the transfer.
            target.parent.mkdir(parents=True, exist_ok=True)
            content, array = download.first_good(file)
            _write(target, content)
        return array
    except OSError as error:
        raise download.DownloadError(
            f"the cache {target.parent} cannot be used ({error.strerror})"
        ) from None


def _stored(path: Path, file: PublishedFile) -> NDArray | None:
    """Read a file of the cache; None where it is missing or was damaged, and is now deleted."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stored:
            return file.decode(stored)
    except FileNotFoundError:  # another run has just deleted it
        return None
    except ValueError:
        path.unlink(missing_ok=True)
        return None


def _write(path: Path, content: bytes) -> None:
    # Beside the target, so that the replacement is a rename.
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".download-") as beside:
        part = Path(beside) / path.name
        part.write_bytes(content)
        os.replace(part, path)
