"""The one BLAS that the engine calls: which library, its products, and on how many threads."""

from mlplab.blas.products import add_scaled, prepare_column_sums, prepare_product, squared_norm
from mlplab.blas.threads import threads_for

__all__ = ["add_scaled", "prepare_column_sums", "prepare_product", "squared_norm", "threads_for"]
