"""The products of the engine: each is prepared once for its arrays, then run at each step.

All BLAS calls go to one library (libraries.py): each has threads of its own, and where calls of two alternate,
the idle threads of one spin on the cores that the other needs: ten times as slow.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from mlplab.blas.libraries import functions
from mlplab.blas.sparse import add_sparse_product, is_sparse


def prepare_product(
    result: np.ndarray, a: Any, b: np.ndarray, scale: float = 1.0, keep: float = 1.0
) -> Callable[[], None]:
    """Prepare result <- keep * result + scale * a @ b.

    Parameters
    ----------
    result : ndarray of shape (m, n)
        C-contiguous.
    a, b : ndarray of shape (m, k), (k, n)
        Of result's dtype. a may be a sparse matrix.
    scale, keep : float

    Returns
    -------
    function () -> None
        To be called as often as wanted. It reads what a and b hold by then, if they are contiguous.
    """
    if is_sparse(a):
        return partial(add_sparse_product, result, a, b, scale, keep)
    blas = functions(result.dtype.char)
    if len(a) == 1:  # gemm takes a wide layer's products of one row eight times as long
        return blas.gemv(result[0], a[0], b, scale, keep)
    if len(b) == 1:
        return _prepare_outer(result, blas.ger(result, a[:, 0], b[0], scale), keep)
    return blas.gemm(result, a, b, scale, keep)


def _prepare_outer(result: np.ndarray, add: Callable[[], None], keep: float) -> Callable[[], None]:
    def run() -> None:
        if keep == 0:
            result.fill(0)  # even what is not finite
        elif keep != 1:
            np.multiply(result, keep, out=result)
        add()

    return add if keep == 1 else run


def prepare_column_sums(
    result: np.ndarray, matrix: np.ndarray, scale: float, keep: float
) -> Callable[[], None]:
    """Prepare result (n,) <- keep * result + scale * the sums of the columns of matrix (m, n)."""
    ones = np.ones((1, len(matrix)), matrix.dtype)
    return functions(result.dtype.char).gemm(result[None], ones, matrix, scale, keep)


def add_scaled(result: np.ndarray, vector: np.ndarray, scale: float) -> None:
    """result <- result + scale * vector."""
    if not result.flags.writeable:  # a memory map, say: BLAS does not check
        raise ValueError("output array is read-only")
    functions(result.dtype.char).axpy(result, vector, scale)


def squared_norm(array: np.ndarray) -> float:
    """Sum the squares: infinite where that is too large for the dtype."""
    vector = array.reshape(-1)
    return functions(vector.dtype.char).scalar_product(vector, vector)
