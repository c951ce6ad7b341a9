"""The stages of dvc.yaml, one module each: `run` is pure, `main` reads and writes.

This file runs before any stage imports NumPy. One BLAS thread in every process: two processes of one thread are
faster than one of two, and give the same bits. One BLAS, SciPy's, whatever else is installed. No window for
pictures, whatever the user's MPLBACKEND names. The checkout's own `src` comes first on the path, so that a clone or a
queued experiment, which is a copy of the checkout, runs its own code and not that of an editable install elsewhere.
"""

import os
import sys
from pathlib import Path

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
os.environ["MLPLAB_BLAS"] = "scipy"
os.environ["MPLBACKEND"] = "agg"
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
