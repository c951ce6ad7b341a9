"""The engine beside its bound, PyTorch and scikit-learn: `python -m benchmarks`.

This file runs before NumPy is imported: whatever is compared runs on one thread.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
