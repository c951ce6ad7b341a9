import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mlplab.data import download
from mlplab.data.published import PublishedFile

Make = Callable[..., PublishedFile]

FAULTS = {
    "missing": "404 Client Error: Not Found",
    "broken-off": "cut short|connection failed",
    "stalled": "connection failed",
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


@pytest.mark.parametrize("behaviour", ["good", "unpacked"])
def test_a_good_file_is_downloaded_once(published: Make, server, stored, array, behaviour) -> None:
    file = published(server.mirror(behaviour))
    for _ in range(2):
        np.testing.assert_array_equal(download.cached(file), array)
    assert server.asked == [f"/{behaviour}/some-images.gz"]
    assert stored() == ["some-images.gz"]


@pytest.mark.parametrize("behaviour", FAULTS)
def test_the_next_mirror_is_asked(published: Make, server, stored, array, behaviour: str) -> None:
    file = published(server.mirror(behaviour), server.mirror("good"))
    np.testing.assert_array_equal(download.cached(file), array)
    assert stored() == ["some-images.gz"]


@pytest.mark.parametrize(("behaviour", "fault"), FAULTS.items())
def test_a_bad_transfer_is_described_and_leaves_nothing(
    published: Make, server, stored, behaviour: str, fault: str
) -> None:
    mirror = server.mirror(behaviour)
    with pytest.raises(download.DownloadError, match=f"{mirror}some-images.gz: ({fault})"):
        download.cached(published(mirror))
    assert stored() == []


def test_nobody_listens(published: Make, stored) -> None:
    with socket.socket() as bound:  # taken but not listening, so that nobody else can
        bound.bind(("127.0.0.1", 0))
        mirror = f"http://127.0.0.1:{bound.getsockname()[1]}/"
        with pytest.raises(download.DownloadError, match="connection failed"):
            download.cached(published(mirror))
    assert stored() == []


def test_an_interrupted_transfer_leaves_nothing(
    published: Make, stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(url, path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(download, "_transfer", interrupt)
    with pytest.raises(KeyboardInterrupt):
        download.cached(published("http://127.0.0.1/"))
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
    download.cached(published(server.mirror("good")))
    assert damaged.read_bytes() == packed
    assert stored() == ["some-images.gz"]


def test_a_damaged_cached_file_is_deleted_even_where_no_mirror_has_it(
    published: Make, server, stored, damaged: Path
) -> None:
    with pytest.raises(download.DownloadError):
        download.cached(published(server.mirror("missing")))
    assert stored() == []


def test_a_cache_that_cannot_be_written_is_named(places, published: Make, server) -> None:
    places.cache.rmdir()
    places.cache.write_bytes(b"a file where the folder should be")
    with pytest.raises(download.DownloadError, match=f"the cache {places.cache}.* cannot be used"):
        download.cached(published(server.mirror("good")))
