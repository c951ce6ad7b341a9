"""The BLAS calls that NumPy has no words for: they add to an array that is there already.

NumPy would need two passes over the array, and a second array. All arrays are of one dtype and C-contiguous.
"""

from functools import cache
from typing import Any

import numpy as np


def add_product(
    result: np.ndarray, a: np.ndarray, b: np.ndarray, scale: float, keep: float
) -> None:
    """result <- keep * result + scale * a.T @ b. BLAS counts by columns, hence the transposes."""
    _functions(result.dtype.char)[0](scale, b.T, a.T, keep, result.T, 0, 1, 1)


def add_scaled(result: np.ndarray, vector: np.ndarray, scale: float) -> None:
    """result <- result + scale * vector."""
    if not result.flags.writeable:  # a memory map, say: SciPy does not look
        raise ValueError("output array is read-only")
    _functions(result.dtype.char)[1](vector, result, a=scale)


@cache
def _functions(dtype: str) -> Any:
    from scipy.linalg import blas  # here: it takes 0.2 s, which only training needs to pay

    return {"f": (blas.sgemm, blas.saxpy), "d": (blas.dgemm, blas.daxpy)}[dtype]
