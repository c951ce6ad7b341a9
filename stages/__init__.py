"""The stages of dvc.yaml, one module each: `run` is pure, `main` reads and writes.

This file runs before any stage imports NumPy. One BLAS thread in every process: two processes of one thread are
faster than one of two, and give the same bits. One BLAS, SciPy's, whatever else is installed. No window for
pictures, whatever the user's MPLBACKEND names, and no matplotlibrc. The checkout's own `src` comes first on the path,
so that a clone or a queued experiment, which is a copy of the checkout, runs its own code and not that of an editable
install elsewhere.
And it is the code that DVC hashes: Python takes a compiled file for its source's where the second and the size are the
same, as after two edits in a second or from an archive, so that one that is no later than its source is removed.
"""

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"
if (
    "numpy" in sys.modules
):  # which a sitecustomize of the user's has loaded: it reads the variables no more
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
os.environ["MLPLAB_BLAS"] = "scipy"
os.environ["MPLBACKEND"] = "agg"
os.environ["MATPLOTLIBRC"] = os.devnull
_root = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(_root / "src"))
for _source in [*_root.glob("src/**/*.py"), *_root.glob("stages/*.py")]:
    _compiled = Path(cache_from_source(_source))
    with suppress(OSError):
        if _compiled.stat().st_mtime_ns <= _source.stat().st_ctime_ns:  # which nobody can set back
            _compiled.unlink()
