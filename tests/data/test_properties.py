"""What holds for any bytes: the readers give what they promise, or a fault of one line.

`HYPOTHESIS_PROFILE=fuzz` tries many more cases.
"""

import contextlib
import gzip
import hashlib
import io
import os
import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from mlplab import data
from mlplab.data import idx
from mlplab.data.images import FORMATS
from mlplab.data.published import PublishedFile

SHAPES = arrays.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5)
SIZES = st.lists(st.sampled_from([0, 1, 2, 255, 2**16, 2**31, 2**32 - 1]), max_size=5)
HEADERS = st.builds(
    lambda code, dimensions, sizes: struct.pack(f">HBB{len(sizes)}I", 0, code, dimensions, *sizes),
    st.sampled_from([*idx.DTYPES, 0, 7, 255]),
    st.sampled_from([0, 1, 2, 3, 64, 65, 255]),
    SIZES,
)


def attempt(read: Callable, *arguments: object) -> tuple:
    """What is read, or None and the fault."""
    try:
        return read(*arguments), ""
    except ValueError as fault:  # an InputError is one
        return None, str(fault)


def idx_file(values: np.ndarray) -> bytes:
    codes = {dtype: code for code, dtype in idx.DTYPES.items()}
    big_endian = values.astype(values.dtype.newbyteorder(">"))
    sizes = struct.pack(f">{values.ndim}I", *values.shape)
    return bytes([0, 0, codes[big_endian.dtype], values.ndim]) + sizes + big_endian.tobytes()


@st.composite
def damaged(draw, content: bytes) -> bytes:
    """The bytes with some of them changed, left out or put in."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(changed)))
        stop = start + draw(st.integers(0, 4))
        changed[start:stop] = draw(st.binary(max_size=8))
    return bytes(changed[: draw(st.integers(0, len(changed)) | st.just(len(changed)))])


@given(st.sampled_from(list(idx.DTYPES.values())).flatmap(lambda d: arrays.arrays(d, SHAPES)))
def test_an_idx_file_gives_the_values_that_were_written(values: np.ndarray) -> None:
    np.testing.assert_array_equal(idx.parse(idx_file(values)), values)


@given(st.binary(max_size=40) | st.tuples(HEADERS, st.binary(max_size=40)).map(b"".join))
@example(struct.pack(">HBB4I", 0, 8, 4, *[2**32 - 1] * 3, 0))
@example(struct.pack(">HBB65I", 0, 8, 65, *[1] * 65) + b"\0")
def test_any_bytes_are_an_idx_file_whose_size_fits_or_a_fault_of_one_line(content: bytes) -> None:
    array, fault = attempt(idx.parse, content)
    if array is None:
        assert "\n" not in fault
        assert len(fault) < 600
    else:
        assert len(content) == 4 + 4 * array.ndim + array.nbytes


VALUES = np.arange(60, dtype=np.uint8).reshape(3, 4, 5)
CONTENT = idx_file(VALUES)
FILE = PublishedFile("values", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), ("set",), ())


@pytest.mark.parametrize("stored", [CONTENT, gzip.compress(CONTENT)], ids=["plain", "packed"])
def test_no_part_of_a_published_file_is_taken_for_it(stored: bytes) -> None:
    for length in range(len(stored)):
        with pytest.raises(ValueError, match=r"not an IDX file|cut short|expected"):
            FILE.decode(io.BytesIO(stored[:length]))


@given(st.sampled_from([CONTENT, gzip.compress(CONTENT)]).flatmap(damaged))
def test_a_damaged_published_file_gives_its_values_or_a_fault(stored: bytes) -> None:
    with contextlib.suppress(ValueError):  # a change of gzip's own header changes no value
        np.testing.assert_array_equal(FILE.decode(io.BytesIO(stored)), VALUES)


def image_file(kind: str, mode: str, width: int, height: int) -> bytes:
    noise = np.random.default_rng(width).integers(0, 256, (height, width), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).convert(mode).save(file, kind)
    return file.getvalue()


KINDS = [
    *((kind, mode) for kind in FORMATS for mode in ("1", "L", "RGB")),
    *(("PNG", mode) for mode in ("P", "LA", "RGBA", "I;16")),
    *(("TIFF", mode) for mode in ("CMYK", "YCbCr", "F", "I")),
]
IMAGES = st.builds(
    lambda kind, width, height: image_file(*kind, width, height),
    st.sampled_from(KINDS),
    st.integers(1, 40),
    st.integers(1, 40),
)
FILES = IMAGES | IMAGES.flatmap(damaged) | st.binary(max_size=40)
# Names as bytes, since a file system takes any but these.
NAMES = st.one_of(
    st.text(min_size=1, max_size=12).map(lambda name: name.encode(errors="ignore")),
    st.binary(min_size=1, max_size=12),
    st.sampled_from([b"cat", b"=cmd", b"-1", b"two\nlines", b"\xff", b".hidden", b"a,'\"<b>"]),
).filter(lambda name: name not in (b"", b".", b"..") and not set(name) & set(b"\0/"))
FOLDERS = st.dictionaries(NAMES, st.dictionaries(NAMES, FILES, max_size=3), max_size=4)


@given(FILES)
def test_any_file_is_a_gray_image_or_a_fault_of_one_line(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "image"
        path.write_bytes(content)
        image, fault = attempt(data.read_gray, path)
        if image is None:
            assert fault.startswith(f"{path}: ")
            assert fault.isprintable()
        else:
            assert image.dtype == np.uint8
            assert image.ndim == 2
            assert image.size


@given(FOLDERS)
def test_any_folder_is_a_data_set_or_a_fault_of_one_line(folders: dict) -> None:
    with tempfile.TemporaryDirectory() as root:
        for name, files in folders.items():
            folder = os.path.join(os.fsencode(root), name)
            os.mkdir(folder)
            for file, content in files.items():
                Path(os.fsdecode(os.path.join(folder, file))).write_bytes(content)
        dataset, fault = attempt(data.load, f"folder:{root}")
        if dataset is None:
            assert fault.startswith(root)
            assert fault.isprintable()
        else:
            visible = sorted(os.fsdecode(name) for name in folders if not name.startswith(b"."))
            assert list(dataset.class_names) == visible
            assert set(dataset.labels) == set(range(len(visible)))
            assert all(name.encode().decode().splitlines() == [name] for name in visible)
