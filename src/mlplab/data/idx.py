"""The IDX format of the MNIST files: a magic number, the sizes, then the values, all big-endian."""

import math

import numpy as np
from numpy.typing import NDArray

from mlplab.errors import shown

#: What the third byte of the magic number stands for (Y. LeCun, C. Cortes and C. Burges, "The MNIST
#: database of handwritten digits").
DTYPES: dict[int, np.dtype] = {
    0x08: np.dtype(">u1"),
    0x09: np.dtype(">i1"),
    0x0B: np.dtype(">i2"),
    0x0C: np.dtype(">i4"),
    0x0D: np.dtype(">f4"),
    0x0E: np.dtype(">f8"),
}


def parse(content: bytes) -> NDArray:
    """Turn the bytes of an IDX file into an array.

    Parameters
    ----------
    content : bytes
        The whole file, decompressed.

    Returns
    -------
    ndarray
        The values, in the shape that the file gives and the machine's byte order.

    Raises
    ------
    ValueError
        What is wrong with the bytes, without the file's name, which the caller knows.
    """
    magic = content[:4]
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in DTYPES or magic[3] == 0:
        raise ValueError(f"not an IDX file: no IDX magic number in its first bytes, {magic!r}")
    dtype, dimensions = DTYPES[magic[2]], magic[3]
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise ValueError(f"IDX header cut short: {start} bytes expected, {len(content)} found")
    shape = tuple(np.frombuffer(content, ">u4", dimensions, offset=4).tolist())
    expected = start + math.prod(shape) * dtype.itemsize
    if len(content) != expected:
        raise ValueError(
            f"{shown(expected)} bytes expected for its IDX shape {shown(shape)},"
            f" {len(content)} found"
        )
    values = np.frombuffer(content, dtype, offset=start)
    return values.reshape(shape).astype(dtype.newbyteorder("="))
