"""Many fits side by side in worker processes, under one progress bar.

A worker runs with one BLAS thread, as the stage itself does, so that the number of workers changes no bit of a result.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from mlplab.errors import InputError

VARIABLE = "MLPLAB_WORKERS"
T = TypeVar("T")


def workers() -> int:
    """The number of worker processes: MLPLAB_WORKERS, or else one a core."""
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        # The cores that this process may use, which in a container are fewer than the machine's.
        return (
            len(os.sched_getaffinity(0))
            if hasattr(os, "sched_getaffinity")
            else os.cpu_count() or 1
        )
    if not text.isdecimal() or int(text) < 1:
        raise InputError(f"{VARIABLE}: must be a whole number from 1, got {text!r}")
    return int(text)


def run_jobs(function: Callable[..., T], jobs: Sequence[tuple[Any, ...]], title: str) -> list[T]:
    """`[function(*job) for job in jobs]`, spread over the workers; the results are in the jobs' order.

    The bar counts finished jobs and stays silent where the output is no terminal.
    """
    from tqdm import tqdm

    count = min(workers(), len(jobs))
    results: Iterable[T] = (function(*job) for job in jobs)
    if count > 1:
        from joblib import Parallel, delayed

        results = Parallel(n_jobs=count, return_as="generator")(
            delayed(function)(*job) for job in jobs
        )
    return list(tqdm(results, total=len(jobs), desc=title, unit="fit", disable=None))
