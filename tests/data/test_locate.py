import gzip
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mlplab.data import locate
from mlplab.data.published import PublishedFile
from mlplab.errors import InputError

Make = Callable[..., PublishedFile]


def put(path: Path, stored: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stored)
    return path


@pytest.mark.parametrize("name", ["some-images.gz", "some-images"])
@pytest.mark.parametrize("folder", ["some-set", "SomeSet/raw"])
@pytest.mark.parametrize("place", ["user", "system"])
@pytest.mark.parametrize("unpacked", [False, True])
def test_a_file_is_found_wherever_and_however_it_is_stored(
    places, published: Make, array, packed, content, name, folder, place, unpacked
) -> None:
    put(getattr(places, place) / folder / name, content if unpacked else packed)
    np.testing.assert_array_equal(locate.read(published()), array)


def test_the_cache_is_read_when_no_folder_has_the_file(
    places, published: Make, packed: bytes, array: NDArray
) -> None:
    put(places.cache / "some-set" / "some-images.gz", packed)
    np.testing.assert_array_equal(locate.read(published()), array)


def test_the_users_folder_comes_before_the_systems(places, published: Make, packed: bytes) -> None:
    put(places.system / "some-set" / "some-images.gz", packed)
    mine = put(places.user / "some-set" / "some-images.gz", b"mine")
    with pytest.raises(InputError, match=str(mine)):
        locate.read(published())


def test_the_variable_is_read_at_every_call(
    places, published: Make, packed: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put(tmp_path / "elsewhere" / "some-set" / "some-images.gz", packed)
    with pytest.raises(InputError):
        locate.read(published())
    monkeypatch.setenv("MLPLAB_DATA", str(tmp_path / "elsewhere"))
    locate.read(published())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLPLAB_DATA", "elsewhere")
    locate.read(published())


@pytest.mark.parametrize("place", ["user", "system"])
@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda packed: packed[:-9], "cut short"),
        (lambda packed: packed[:3], "cut short"),
        (lambda packed: packed[:-8] + bytes(8), "damaged gzip data"),
        (lambda packed: packed[:10] + b"\xff" * 20, "damaged gzip data"),
        (lambda packed: packed + b"more", "damaged gzip data"),
        (
            lambda packed: gzip.compress(bytes(10_000_000), mtime=0),
            "76 bytes .* expected, more found",
        ),
        (lambda packed: bytes(10_000_000), "76 bytes of decompressed content expected, more found"),
        (lambda packed: b"", "not an IDX file"),
        (lambda packed: b"<html>not found</html>", "not an IDX file"),
        (lambda packed: b"\0\0\x08\x01\0\0\0\x02\0\0", "not the published some-set/some-images.gz"),
        (lambda packed: b"\0\0\x08\x01\0\0\0\x02\0", "10 bytes expected"),
    ],
)
def test_a_faulty_file_of_somebody_elses_is_named_and_kept(
    places, published: Make, server, packed, place, damage, fault
) -> None:
    path = put(getattr(places, place) / "some-set" / "some-images.gz", damage(packed))
    with pytest.raises(InputError, match=fault) as error:
        locate.read(published(server.mirror("good")))
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)
    assert path.read_bytes() == damage(packed)
    assert server.asked == []


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_pipe_or_a_folder_of_the_name_is_no_file(
    places, published: Make, packed: bytes, array, make
) -> None:
    path = put(places.user / "some-set" / "some-images", packed)
    make(path.with_name("some-images.gz"))
    np.testing.assert_array_equal(locate.read(published()), array)


def test_a_file_that_cannot_be_read_is_named(
    places, published: Make, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    path = put(places.user / "some-set" / "some-images.gz", packed)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as error:
        locate.read(published())
    assert str(error.value) == f"{path}: cannot be read (Permission denied)"


@pytest.mark.parametrize(
    ("variable", "described"),
    [
        ("", r"MLPLAB_DATA \(not set\)"),
        ("/nowhere/at/all", r"MLPLAB_DATA \(/nowhere/at/all, no such folder\)"),
    ],
)
def test_one_line_says_what_was_tried_and_what_to_do(
    places, published: Make, server, monkeypatch: pytest.MonkeyPatch, variable, described
) -> None:
    monkeypatch.setenv("MLPLAB_DATA", variable)
    with pytest.raises(InputError, match=described) as error:
        locate.read(published(server.mirror("missing"), server.mirror("page")))
    line = str(error.value)
    assert "\n" not in line
    assert line.startswith("some-set/some-images.gz: ")
    for place in (places.system, places.cache):
        assert str(place / "some-set") in line
    for mirror in ("missing", "page"):
        assert f"{server.mirror(mirror)}some-images.gz" in line
    assert "set MLPLAB_DATA=DIR" in line
    assert "sklearn_digits" in line
