import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from mlplab.data import cache, download
from mlplab.data.published import PublishedFile

Make = Callable[..., PublishedFile]

FAULTS = {
    "missing": "404 Client Error: Not Found",
    "endless-missing": "404 Client Error: Not Found",
    "broken-off": "cut short on the way",
    "stalled": "no answer in time",
    "endless": "at most 65612 bytes expected, more sent",
    "trickle": "not finished in 2 seconds",
    "trickling-header": "not finished in 2 seconds",
    "patience": "not finished in 2 seconds",
    "loop": "redirected more than 5 times",
    "local": "connection failed",
    "nonsense": "connection failed",
    "bomb": "not the published some-set/some-images.gz: 76 bytes of decompressed content expected",
    "truncated": "cut short: its gzip data ends too early",
    "other": "not the published some-set/some-images.gz",
    "page": "not an IDX file",
    "empty": "not an IDX file",
    "silent": "no answer in time",
}


@pytest.fixture
def stored(places) -> Callable[[], list[str]]:
    """The files in the cache, hidden ones and folders other than the set's included."""

    def names() -> list[str]:
        return [p.name for p in places.files() if p.is_file() or p.name != "some-set"]

    return names


@pytest.mark.parametrize("behavior", ["good", "unpacked", "good-encoded"])
def test_a_good_file_is_downloaded_once(published: Make, server, stored, array, behavior) -> None:
    file = published(server.mirror(behavior))
    for _ in range(2):
        np.testing.assert_array_equal(cache.read(file), array)
    assert server.asked == [f"/{behavior}/some-images.gz"]
    assert stored() == ["some-images.gz"]


@pytest.mark.parametrize("behavior", FAULTS)
def test_the_next_mirror_is_asked(published: Make, server, stored, array, behavior: str) -> None:
    file = published(server.mirror(behavior), server.mirror("good"))
    np.testing.assert_array_equal(cache.read(file), array)
    assert stored() == ["some-images.gz"]


@pytest.mark.parametrize(("behavior", "fault"), FAULTS.items())
def test_a_bad_transfer_is_described_and_leaves_nothing(
    published: Make, server, stored, behavior: str, fault: str
) -> None:
    mirror = server.mirror(behavior)
    with pytest.raises(download.DownloadError, match=f"{mirror}some-images.gz: ({fault})"):
        cache.read(published(mirror))
    assert stored() == []


def test_nobody_listens(published: Make, stored) -> None:
    with socket.socket() as bound:  # taken but not listening, so that nobody else can
        bound.bind(("127.0.0.1", 0))
        mirror = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        with pytest.raises(download.DownloadError, match="connection failed"):
            cache.read(published(mirror))
    assert stored() == []


def test_an_interrupted_transfer_leaves_nothing(
    published: Make, stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(url, limit) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "_transfer", interrupt)
    with pytest.raises(KeyboardInterrupt):
        cache.read(published("http://127.0.0.1/"))
    assert stored() == []


def test_a_file_that_has_moved_is_followed(published: Make, server, stored, array) -> None:
    np.testing.assert_array_equal(cache.read(published(server.mirror("moved"))), array)
    assert server.asked == ["/moved/some-images.gz", "/good/some-images.gz"]
    assert stored() == ["some-images.gz"]


@pytest.mark.parametrize("behavior", ["endless", "endless-missing", "loop"])
def test_a_stream_without_end_is_left_soon(published: Make, server, behavior: str) -> None:
    with pytest.raises(download.DownloadError):
        cache.read(published(server.mirror(behavior)))
    server.released.set()
    assert server.sent < 50_000_000  # a few million fill the system's buffers


def test_two_runs_at_once_both_have_the_file(published: Make, server, stored, array) -> None:
    file = published(server.mirror("good"))
    with ThreadPoolExecutor(8) as runs:
        found = list(runs.map(cache.read, [file] * 8))
    for each in found:
        np.testing.assert_array_equal(each, array)
    assert stored() == ["some-images.gz"]


def test_a_full_disk_is_told_and_nothing_is_left(
    published: Make, server, stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(path: Path, content: bytes) -> None:
        path.open("wb").close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(download.DownloadError, match=r"cannot be used \(No space left on device\)"):
        cache.read(published(server.mirror("good")))
    assert stored() == []


@pytest.fixture
def damaged(places, packed: bytes) -> Path:
    """A file in the cache that has lost its last byte."""
    path = places.cache / "some-set" / "some-images.gz"
    path.parent.mkdir()
    path.write_bytes(packed[:-1])
    return path


def test_a_damaged_cached_file_is_downloaded_again(
    published: Make, server, stored, damaged: Path, packed: bytes
) -> None:
    cache.read(published(server.mirror("good")))
    assert damaged.read_bytes() == packed
    assert stored() == ["some-images.gz"]


def test_a_damaged_cached_file_is_deleted_even_where_no_mirror_has_it(
    published: Make, server, stored, damaged: Path
) -> None:
    with pytest.raises(download.DownloadError):
        cache.read(published(server.mirror("missing")))
    assert stored() == []


def test_a_cache_that_cannot_be_written_is_named(places, published: Make, server) -> None:
    places.cache.rmdir()
    places.cache.write_bytes(b"a file where the folder should be")
    with pytest.raises(download.DownloadError, match=f"the cache {places.cache}.* cannot be used"):
        cache.read(published(server.mirror("good")))
