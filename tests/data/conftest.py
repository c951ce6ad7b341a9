"""A small published file, places of the test's own to look for it, and a server to get it from."""

import gzip
import hashlib
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pooch
import pytest
from numpy.typing import NDArray

from mlplab.data import download, locate
from mlplab.data.published import PublishedFile

ARRAY = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)
CONTENT = struct.pack(">HBB3I", 0, 0x08, 3, *ARRAY.shape) + ARRAY.tobytes()
PACKED = gzip.compress(CONTENT)
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
    monkeypatch.setattr(pooch, "os_cache", lambda project: found.cache)
    monkeypatch.setattr(download, "TIMEOUT", (1.0, 1.0))
    return found


@pytest.fixture
def published() -> Callable[..., PublishedFile]:
    """The published file whose content is CONTENT, to be had from the given mirrors."""

    def make(*mirrors: str) -> PublishedFile:
        sha256 = hashlib.sha256(CONTENT).hexdigest()
        return PublishedFile("some-images", sha256, ("some-set", "SomeSet/raw"), mirrors)

    return make


@dataclass
class Server:
    """A web server on the loopback address; the first folder of a path says how it behaves."""

    address: str
    asked: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def mirror(self, behaviour: str) -> str:
        return f"{self.address}/{behaviour}/"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        behaviour = request.path.split("/")[1]
        if behaviour == "silent":
            self.released.wait(10)
        elif behaviour == "missing":
            request.send_error(404)
        else:
            promised, body = {
                "good": (len(PACKED), PACKED),
                "unpacked": (len(CONTENT), CONTENT),
                "broken-off": (len(PACKED), PACKED[:-20]),
                "stalled": (len(PACKED), PACKED[:-20]),
                "truncated": (len(PACKED) - 20, PACKED[:-20]),
                "other": (len(OTHER), OTHER),
                "page": (6, b"<html>"),
                "empty": (0, b""),
            }[behaviour]
            request.send_response(200)
            request.send_header("Content-Length", str(promised))
            request.end_headers()
            request.wfile.write(body)
            if behaviour == "stalled":
                self.released.wait(10)


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
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
