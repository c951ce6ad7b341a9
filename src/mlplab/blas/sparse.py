"""Sparse inputs: the first layer multiplies a SciPy sparse matrix as it is, without a dense copy."""

from typing import Any

import numpy as np


def is_sparse(matrix: Any) -> bool:
    """Tell whether this is one of SciPy's sparse matrices or arrays."""
    return hasattr(matrix, "tocsr")


def add_sparse_product(
    result: np.ndarray, a: Any, b: np.ndarray, scale: float, keep: float
) -> None:
    """result <- keep * result + scale * a @ b for a sparse a; no BLAS is called."""
    product = a @ b
    if scale != 1:
        product *= scale
    if keep:  # otherwise result may hold anything, NaN too
        result *= keep
        result += product
    else:
        result[...] = product
