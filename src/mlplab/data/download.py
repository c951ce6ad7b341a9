"""The transfer of published files: bounded in time and size, and verified."""

import io
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin

from numpy.typing import NDArray

from mlplab.data.published import PublishedFile
from mlplab.errors import cut

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


def first_good(file: PublishedFile) -> tuple[bytes, NDArray]:
    """Ask one mirror after the other for a file, until one gives it.

    Parameters
    ----------
    file : PublishedFile
        The file, and its mirrors.

    Returns
    -------
    tuple of bytes and ndarray
        The file as it came, and its values.

    Raises
    ------
    DownloadError
        No mirror gave it; the line says why each did not.

    Notes
    -----
    At most `file.size + OVERHEAD` bytes are taken from a mirror, and a mirror that takes longer than
    `DEADLINE` is given up.
    """
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
        raise _TransferError(cut(str(error).partition(" for url")[0])) from None
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
