"""Every BLAS call of the engine. NumPy cannot add a product to an array that is there already.

All calls are SciPy's. NumPy and SciPy each bring an OpenBLAS with threads of its own. Where calls of
both alternate, the idle threads of one spin on the cores that the other needs: ten times as slow.
"""

from functools import cache
from typing import Any

import numpy as np


def add_product(
    result: np.ndarray, a: np.ndarray, b: np.ndarray, scale: float = 1.0, keep: float = 1.0
) -> None:
    """result <- keep * result + scale * a @ b; result is C-contiguous, and all are of one dtype."""
    # BLAS stores by columns: it computes result.T = b.T @ a.T, and no matrix is copied.
    (first, flip_first), (second, flip_second) = _columns(b), _columns(a)
    gemm = _functions(result.dtype.char)[0]
    gemm(scale, first, second, keep, result.T, flip_first, flip_second, 1)


def add_scaled(result: np.ndarray, vector: np.ndarray, scale: float) -> None:
    """result <- result + scale * vector."""
    if not result.flags.writeable:  # a memory map, say: SciPy does not check
        raise ValueError("output array is read-only")
    _functions(result.dtype.char)[1](vector, result, a=scale)


def squared_norm(array: np.ndarray) -> float:
    """Sum the squares: infinite where that is too large for the dtype."""
    vector = array.reshape(-1)
    return _functions(vector.dtype.char)[2](vector, vector)


def _columns(matrix: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the transpose, stored by columns, and whether BLAS still has to transpose it."""
    return (matrix.T, False) if matrix.flags.c_contiguous else (matrix, True)


@cache
def _functions(dtype: str) -> Any:
    from scipy.linalg import blas  # here: it takes 0.2 s, and not every import needs it

    return {
        "f": (blas.sgemm, blas.saxpy, blas.sdot),
        "d": (blas.dgemm, blas.daxpy, blas.ddot),
    }[dtype]
