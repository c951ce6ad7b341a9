"""The transfer of published files into the user's cache, verified before anything sees them."""

import io
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin

from numpy.typing import NDArray

from mlplab.data.published import PublishedFile

if TYPE_CHECKING:
    import requests

Result = TypeVar("Result")

#: Seconds to wait for a connection, and for the next bytes.
TIMEOUT = (10.0, 30.0)

#: Seconds that one mirror has for one file, whatever it does.
DEADLINE = 600.0

#: Bytes that a file may be longer by when it is compressed: the compression's own.
OVERHEAD = 1 << 16

#: How often an address may send us on to another.
REDIRECTS = 5

_CHUNK = 1 << 14


class DownloadError(Exception):
    """Why a file could not be had from any mirror, in one line."""


class _TransferError(Exception):
    """Why one address gave no file."""


def cache_folder() -> Path:
    """Return the user's cache, where the operating system has it."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("mlplab"))


def cached(file: PublishedFile) -> NDArray:
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
    A download is held in memory, at most `file.size + OVERHEAD` bytes of it, until it is verified,
    and then moved to its place: the cache never holds a part of a file or other content, and two
    runs at once do not meet. A mirror that takes longer than `DEADLINE` is given up. A cached file
    that has been damaged since is deleted and downloaded again; nothing else is ever deleted.
    """
    target = cache_folder() / str(file)
    try:
        array = _read(target, file)
        if array is None:
            # First, so that a cache that cannot be written is told before the transfer.
            target.parent.mkdir(parents=True, exist_ok=True)
            content, array = _first_good(file)
            _write(target, content)
        return array
    except OSError as error:
        raise DownloadError(
            f"the cache {target.parent} cannot be used ({error.strerror})"
        ) from None


def _read(path: Path, file: PublishedFile) -> NDArray | None:
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
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".download-") as folder:
        part = Path(folder) / path.name
        part.write_bytes(content)
        os.replace(part, path)


def _first_good(file: PublishedFile) -> tuple[bytes, NDArray]:
    """Ask one mirror after the other; return the first good file, as it came and decoded."""
    faults = []
    for mirror in file.mirrors:
        url = f"{mirror}{file.name}.gz"
        try:
            content = _within(DEADLINE, _transfer, url, file.size + OVERHEAD)
            return content, file.decode(io.BytesIO(content))
        except (_TransferError, ValueError) as fault:
            faults.append(f"{url}: {fault}")
    raise DownloadError("; ".join(faults))


def _within(seconds: float, function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function in a thread that is left to itself when the time is over.

    Timeouts of sockets start anew with every byte, and looking up a name has none.
    """
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(function(*arguments))
        except BaseException as fault:
            future.set_exception(fault)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(seconds)
    except TimeoutError:
        raise _TransferError(f"not finished in {seconds:g} seconds") from None


def _transfer(url: str, limit: int) -> bytes:
    """Return what an address sends, as it is sent: encodings are not undone."""
    import requests
    import urllib3  # follows requests
    from tqdm import tqdm

    print(f"downloading {url}", file=sys.stderr)
    content = bytearray()
    try:
        with _open(url) as response, tqdm(unit="B", unit_scale=True, disable=None) as progress:
            response.raise_for_status()
            for chunk in response.raw.stream(_CHUNK, decode_content=False):
                content += chunk
                progress.update(len(chunk))
                if len(content) > limit:
                    raise _TransferError(f"at most {limit} bytes expected, more sent")
    except requests.HTTPError as error:
        raise _TransferError(str(error).partition(" for url")[0]) from None
    except (requests.Timeout, urllib3.exceptions.TimeoutError):
        raise _TransferError("no answer in time") from None
    except urllib3.exceptions.ProtocolError:
        raise _TransferError("cut short on the way") from None
    except (OSError, ValueError, urllib3.exceptions.HTTPError):  # requests' are OSErrors
        raise _TransferError("connection failed") from None
    return bytes(content)


def _open(url: str) -> "requests.Response":
    """Ask an address, and those it sends us on to."""
    import requests

    with requests.Session() as session:
        # Even where it follows no redirect, requests reads the whole body of one that it knows of.
        session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]
        for _ in range(1 + REDIRECTS):
            response = session.get(url, stream=True, timeout=TIMEOUT)
            if not response.is_redirect:
                return response
            response.close()
            url = urljoin(url, response.headers["Location"])
    raise _TransferError(f"redirected more than {REDIRECTS} times")
