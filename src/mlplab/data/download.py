"""The transfer of published files into the user's cache, verified before anything sees them."""

import os
import sys
import tempfile
from pathlib import Path

from numpy.typing import NDArray

from mlplab.data.published import PublishedFile

#: Seconds to wait for a connection, and for the next bytes.
TIMEOUT = (10.0, 30.0)

_CHUNK = 1 << 16


class DownloadError(Exception):
    """Why a file could not be had from any mirror, in one line."""


def cache_folder() -> Path:
    """The user's cache, as the operating system has it."""
    import pooch

    return Path(pooch.os_cache("mlplab"))


def cached(file: PublishedFile) -> NDArray:
    """Read a file from the cache, downloading it first where it is missing.

    What fails the check is deleted: a transfer that is cut short or brings other content never
    leaves its temporary folder, and a cached file that has since been damaged is removed and
    downloaded again. Both are this program's own writing, and nothing else is ever deleted.

    Raises:
        DownloadError: no mirror gave the file, or the cache cannot be written.
    """
    target = cache_folder() / str(file)
    try:
        if target.is_file():
            try:
                return file.decode(target.read_bytes())
            except ValueError:
                target.unlink()
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that the replacement is a rename.
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".download-") as folder:
            return _first_good(file, Path(folder) / target.name, target)
    except OSError as error:
        raise DownloadError(
            f"the cache {target.parent} cannot be used ({error.strerror})"
        ) from None


def _first_good(file: PublishedFile, part: Path, target: Path) -> NDArray:
    """Ask one mirror after the other; move the first good file to `target`."""
    faults = []
    for mirror in file.mirrors:
        url = f"{mirror}{file.name}.gz"
        try:
            _transfer(url, part)
            array = file.decode(part.read_bytes())
        except (_TransferError, ValueError) as fault:
            faults.append(f"{url}: {fault}")
        else:
            os.replace(part, target)
            return array
    raise DownloadError("; ".join(faults))


class _TransferError(Exception):
    """Why one address gave no file."""


def _transfer(url: str, path: Path) -> None:
    import pooch
    import requests

    print(f"downloading {url}", file=sys.stderr)
    # requests follows pooch, whose transfer it does.
    downloader = pooch.HTTPDownloader(
        progressbar=sys.stderr.isatty(), chunk_size=_CHUNK, timeout=TIMEOUT
    )
    try:
        downloader(url, str(path), None)
    except requests.HTTPError as error:
        raise _TransferError(str(error).partition(" for url")[0]) from None
    except requests.Timeout:
        raise _TransferError("no answer in time") from None
    except requests.exceptions.ChunkedEncodingError:
        raise _TransferError("cut short on the way") from None
    except requests.RequestException:
        raise _TransferError("connection failed") from None
