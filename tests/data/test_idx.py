import struct

import numpy as np
import pytest

from mlplab.data import idx


def header(code: int, *shape: int) -> bytes:
    return struct.pack(f">HBB{len(shape)}I", 0, code, len(shape), *shape)


@pytest.mark.parametrize(("code", "dtype"), idx.DTYPES.items())
@pytest.mark.parametrize("shape", [(6,), (2, 3), (1, 2, 3), (0, 28, 28)])
def test_values_come_back_in_the_machines_byte_order(
    code: int, dtype: np.dtype, shape: tuple[int, ...]
) -> None:
    values = (np.arange(np.prod(shape)) * 20).reshape(shape).astype(dtype)
    array = idx.parse(header(code, *shape) + values.tobytes())
    np.testing.assert_array_equal(array, values)
    assert array.dtype.isnative
    assert array.dtype.kind == dtype.kind
    assert array.flags.writeable


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", r"not an IDX file.*b''"),
        (b"\0\0\x08", "not an IDX file"),
        (b"<!doctype html>", r"not an IDX file.*b'<!do'"),
        (b"\0\0\x07\x01" + bytes(20), "not an IDX file"),
        (b"\0\0\x08\0", "not an IDX file"),
        (header(0x08, 2, 3)[:-1], "header cut short: 12 bytes expected, 11 found"),
        (header(0x08, 2, 3) + bytes(5), r"18 bytes expected for its IDX shape \(2, 3\), 17 found"),
        (header(0x08, 2, 3) + bytes(7), "18 bytes expected.*19 found"),
        (header(0x0D, 2, 3) + bytes(6), "36 bytes expected.*18 found"),
        (header(0x08, *[2**32 - 1] * 3) + bytes(6), "bytes expected"),
    ],
)
def test_a_fault_is_described_exactly(content: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        idx.parse(content)
