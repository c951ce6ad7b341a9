"""npz files of strangers: refused in one line, before memory is taken."""

import contextlib
import hashlib
import io
import os
import zipfile

import numpy as np
import pytest

from mlplab.errors import InputError
from mlplab.npz import read_npz, write_npz


def npy(array, *, shape=None, pickled=False):
    """The bytes of an npy file, its header changed to claim another shape."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=pickled)
    data = file.getvalue()
    if shape is None:
        return data
    header = io.BytesIO()
    described = {"descr": "<f8", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(header, described)
    return header.getvalue() + array.tobytes()


def write(path, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.npz"


def assert_refused(path, words):
    with pytest.raises(InputError, match=words) as caught:
        read_npz(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))


def test_every_python_writes_the_same_bytes():
    file = io.BytesIO()
    write_npz(file, {"0/weights": np.eye(3, dtype=np.float32), "number": np.array(5)})
    digest = hashlib.sha256(file.getvalue()).hexdigest()
    assert digest == "d48fdcd92c572a1b8246933de2d7193ee68bf9a88ea1e0f1d257c6912da012a7"


@pytest.mark.parametrize("write", [write_npz, lambda file, arrays: np.savez(file, **arrays)])
def test_arrays_come_back_as_they_were(path, write):
    arrays = {
        "0/weights": np.eye(3, dtype=np.float32),
        "names": np.array(["a", "ü"]),
        "empty": np.zeros((0, 4)),
        "number": np.array(5),
        "columns": np.asfortranarray(np.arange(6).reshape(2, 3)),
    }
    with path.open("wb") as file:
        write(file, arrays)
    read = read_npz(path)
    assert read.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].dtype == array.dtype


@pytest.mark.parametrize(
    "content",
    [
        npy(np.zeros(4), shape=(2**40,)),  # 8 TiB
        npy(np.zeros(4), shape=(3,)),
        npy(np.zeros(1), shape=(-1, -1)),
        npy(np.array([{}]), pickled=True),
        npy(np.zeros(4))[:-8],
        b"\x93NUMPY\x03\x00",
        b"no array",
        b"",
    ],
    ids=["huge", "longer", "negative", "pickled", "truncated", "headless", "text", "empty"],
)
def test_an_array_whose_header_does_not_fit_its_data_is_refused(path, content):
    write(path, {"a.npy": content})
    assert_refused(path, "not an npz file of uncompressed arrays")


def test_a_bomb_is_refused_before_it_is_unpacked(path):
    write(path, {"a.npy": npy(np.zeros(10**6))}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 20_000
    assert_refused(path, "not an npz file of uncompressed arrays")


@pytest.mark.parametrize("length", [0, 1, 30, 100, -30, -1])
def test_a_truncated_file_is_refused(path, length):
    np.savez(path, a=np.arange(9))
    path.write_bytes(path.read_bytes()[:length])
    assert_refused(path, "not an npz file of uncompressed arrays")


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.npz")
    assert_refused(tmp_path / "pipe.npz", "must be a file")
    assert_refused(tmp_path, "must be a file")
    assert_refused(tmp_path / "none.npz", "no such file")


def test_every_changed_byte_gives_arrays_or_an_input_error(path):
    np.savez(path, a=np.arange(3), b=np.array(["x"]))
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with contextlib.suppress(InputError):
            read_npz(path)
