"""The engine beside its bound, PyTorch, JAX and scikit-learn: `python -m benchmarks`.

This file runs before NumPy is imported: whatever is compared runs on one thread.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
# XLA's products would otherwise take all cores.
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
