"""A small published file, places of the test's own to look for it, and a server to get it from."""

import contextlib
import gzip
import hashlib
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mlplab.data import cache, download, locate
from mlplab.data.published import PublishedFile

ARRAY = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
CONTENT = struct.pack(">HBB3I", 0, 0x08, 3, *ARRAY.shape) + ARRAY.tobytes()
PACKED = gzip.compress(CONTENT)
#: Few bytes that become a thousand times as many.
BOMB = gzip.compress(CONTENT + bytes(10_000_000))
OTHER = gzip.compress(CONTENT[:-1] + b"\xff")


@dataclass(frozen=True)
class Places:
    """Where a test's files are looked for: three empty folders."""

    user: Path
    system: Path
    cache: Path

    def files(self) -> list[Path]:
        return [p for place in (self.user, self.system, self.cache) for p in place.rglob("*")]


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """No test sees the machine's own files, cache or proxy."""
    found = Places(tmp_path / "user", tmp_path / "system", tmp_path / "cache")
    for folder in (found.user, found.system, found.cache):
        folder.mkdir()
    monkeypatch.setenv("MLPLAB_DATA", str(found.user))
    monkeypatch.setenv("no_proxy", "127.0.0.1")  # requests asks for this spelling first
    monkeypatch.setattr(locate, "SYSTEM_FOLDER", found.system)
    monkeypatch.setattr(cache, "folder", lambda: found.cache)
    monkeypatch.setattr(download, "TIMEOUT", (1.0, 1.0))
    monkeypatch.setattr(download, "DEADLINE", 2.0)
    return found


@pytest.fixture
def published() -> Callable[..., PublishedFile]:
    """The published file whose content is CONTENT, to be had from the given mirrors."""

    def make(*mirrors: str) -> PublishedFile:
        sha256 = hashlib.sha256(CONTENT).hexdigest()
        folders = ("some-set", "SomeSet/raw")
        return PublishedFile("some-images", len(CONTENT), sha256, folders, mirrors)

    return make


#: What is sent under an address whose first folder is the name: the length promised, and the bytes.
ANSWERS = {
    "good": (len(PACKED), PACKED),
    "unpacked": (len(CONTENT), CONTENT),
    "broken-off": (len(PACKED), PACKED[:-20]),
    "stalled": (len(PACKED), PACKED[:-20]),
    "truncated": (len(PACKED) - 20, PACKED[:-20]),
    "other": (len(OTHER), OTHER),
    "bomb": (len(BOMB), BOMB),
    "page": (6, b"<html>"),
    "empty": (0, b""),
}
FOUND, MISSING = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 404 Not Found\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: "
BLOCK = bytes(1 << 14)
#: What is sent first, and then without an end, a single byte slowly.
ENDLESS = {
    "endless": (FOUND + b"\r\n", BLOCK),
    "endless-missing": (MISSING + b"\r\n", BLOCK),
    "trickle": (FOUND + b"\r\n", b"x"),
    "trickling-header": (FOUND + b"X-Endless: ", b"x"),
    "patience": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "moved": (MOVED + b"/good/some-images.gz\r\n\r\n", BLOCK),
    "loop": (MOVED + b"/loop/some-images.gz\r\n\r\n", BLOCK),
    "local": (MOVED + b"file:///etc/passwd\r\n\r\n", BLOCK),
    "nonsense": (MOVED + b"http://[::/\r\n\r\n", BLOCK),
}


@dataclass
class Server:
    """A web server on the loopback address; the first folder of a path says how it behaves."""

    address: str
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def mirror(self, behavior: str) -> str:
        return f"{self.address}/{behavior}/"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        behavior = request.path.split("/")[1]
        if behavior == "silent":
            self.released.wait(10)
        elif behavior == "missing":
            request.send_error(404)
        elif behavior in ENDLESS:
            start, block = ENDLESS[behavior]
            request.wfile.write(start)
            self.send_for_ever(request, block)
        else:
            promised, body = ANSWERS[behavior.removesuffix("-encoded")]
            request.send_response(200)
            request.send_header("Content-Length", str(promised))
            if behavior.endswith("-encoded"):
                request.send_header("Content-Encoding", "gzip")
            request.end_headers()
            request.wfile.write(body)
            if behavior == "stalled":
                self.released.wait(10)

    def send_for_ever(self, request: BaseHTTPRequestHandler, block: bytes) -> None:
        """Until the client hangs up."""
        while not self.released.is_set():
            request.wfile.write(block)
            self.sent += len(block)
            if len(block) == 1:
                time.sleep(0.05)


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(ConnectionError):  # the client may hang up at any time
                running.answer(self)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        running = Server(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        yield running
        running.released.set()
        http.shutdown()
        thread.join()


@pytest.fixture
def array() -> NDArray[np.uint8]:
    return ARRAY


@pytest.fixture
def packed() -> bytes:
    return PACKED


@pytest.fixture
def content() -> bytes:
    return CONTENT
