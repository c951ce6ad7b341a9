"""The products that the engine computes: by one BLAS, on so many threads, or of sparse matrices."""

from mlplab.blas.products import add_scaled, prepare_column_sums, prepare_product, squared_norm
from mlplab.blas.sparse import is_sparse
from mlplab.blas.threads import threads_for

__all__ = [
    "add_scaled",
    "is_sparse",
    "prepare_column_sums",
    "prepare_product",
    "squared_norm",
    "threads_for",
]
