"""Many fits side by side in worker processes, under one progress bar.

A worker runs with one BLAS thread, as the stage itself does, so that the number of workers changes no bit of a result.
Where processes fork safely it inherits the stage's imports and data: all that is sent is a job's number and its result.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from mlplab.errors import InputError

VARIABLE = "MLPLAB_WORKERS"
T = TypeVar("T")
Jobs = Sequence[tuple[Any, ...]]
_work: tuple[Callable, Jobs]  # of a worker


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


def run_jobs(function: Callable[..., T], jobs: Jobs, title: str) -> list[T]:
    """`[function(*job) for job in jobs]`, spread over the workers; the results are in the jobs' order.

    The bar counts finished jobs and stays silent where the output is no terminal. An error ends the other jobs at once.
    """
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: a process with threads forks no others safely
    bar = partial(tqdm, total=len(jobs), desc=title, unit="fit", disable=None)
    count = min(workers(), len(jobs))
    if count < 2:
        return [function(*job) for job in bar(jobs)]
    with _pool(count, function, jobs) as pool:
        futures = [pool.submit(_run, number) for number in range(len(jobs))]
        for future in bar(as_completed(futures)):
            future.result()
    return [future.result() for future in futures]


@contextmanager
def _pool(count: int, function: Callable, jobs: Jobs) -> Iterator[ProcessPoolExecutor]:
    """Workers that know the jobs by their numbers; none outlives the block."""
    context = get_context("fork" if sys.platform == "linux" else None)
    pool = ProcessPoolExecutor(count, context, _start, (function, jobs))
    try:
        yield pool
    except BrokenProcessPool:
        raise InputError(
            f"a worker process was killed, for want of memory? {VARIABLE}=1 takes the least"
        ) from None
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _start(function: Callable, jobs: Jobs) -> None:
    """Make this process a worker: Ctrl-C is its parent's to answer, and it ends when its parent does."""
    global _work
    _work = function, jobs
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None  # this is a worker
    parent.join()
    os._exit(1)


def _run(number: int) -> Any:
    function, jobs = _work
    return function(*jobs[number])
