"""Many fits side by side under one progress bar: in processes of this machine, or on a cluster.

A worker runs with one BLAS thread, as the stage itself does, so that the number of workers changes no bit of a result.
Where processes fork safely it inherits the stage's imports and data: all that is sent is a job's number and its result.
MLPLAB_CLUSTER sends the fits to Dask's workers instead (`mlplab.cluster`): another executor, and all else the same.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, TypeVar

from mlplab.errors import InputError, require

VARIABLE = "MLPLAB_WORKERS"
CLUSTER = "MLPLAB_CLUSTER"
FORKS = sys.platform == "linux"  # elsewhere it is not safe
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
T = TypeVar("T")
Jobs = Sequence[tuple[Any, ...]]
Submit = Callable[[int], Future]  # a job by its number
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
    # Python reads no number of thousands of digits.
    whole = text.isdecimal() and len(text) < 10 and int(text) > 0
    require(whole, f"{VARIABLE}: must be a whole number from 1 to 999999999", text)
    return int(text)


def run_jobs(function: Callable[..., T], jobs: Jobs, title: str, here: bool = False) -> list[T]:
    """`[function(*job) for job in jobs]`, spread over the workers; the results are in the jobs' order.

    The bar counts finished jobs and stays silent where the output is no terminal. An error ends the other jobs at once.
    Jobs that are to run `here` are sent to no cluster.
    """
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own: a process with threads forks no others safely
    bar = partial(tqdm, total=len(jobs), desc=title, unit="fit", disable=None)
    address = "" if here else os.environ.get(CLUSTER, "").strip()
    count = min(workers(), len(jobs))
    if count < 2 and not address:
        return [function(*job) for job in bar(jobs)]
    with _cluster(address, function, jobs) if address else _pool(count, function, jobs) as submit:
        futures = [submit(number) for number in range(len(jobs))]
        for future in bar(as_completed(futures)):
            future.result()
        return [future.result() for future in futures]


@contextmanager
def _cluster(address: str, function: Callable, jobs: Jobs) -> Iterator[Submit]:
    """Dask's workers, which get the jobs once each."""
    try:
        from mlplab import cluster
    except ImportError:
        raise InputError(f"{CLUSTER} needs Dask: pip install 'mlplab[cluster]'") from None
    with cluster.connected(address, (function, jobs)) as submit:
        yield submit


@contextmanager
def _pool(count: int, function: Callable, jobs: Jobs) -> Iterator[Submit]:
    """Workers that know the jobs by their numbers; none outlives the block."""
    others = {*active_children()}  # a notebook's own
    pool = _start_pool(count, function, jobs)
    try:
        if FORKS:
            _end_together(pool, others)
        yield partial(_submit, pool)
    except BrokenProcessPool:
        raise InputError(
            f"a worker process was killed, for want of memory? {VARIABLE}=1 takes the least"
        ) from None
    except BaseException:
        for worker in {*active_children()} - others:
            worker.kill()  # which ends one that is stopped, too
        raise
    finally:
        with suppress(RuntimeError):  # its thread could not be started
            pool.shutdown(cancel_futures=True)


def _start_pool(count: int, function: Callable, jobs: Jobs) -> ProcessPoolExecutor:
    context = get_context("fork" if FORKS else None)
    with _told():
        return ProcessPoolExecutor(count, context, _start, (function, jobs))


def _end_together(pool: ProcessPoolExecutor, others: set[BaseProcess]) -> None:
    """Have all workers end with the first, and with them their results' pipe.

    Of a worker that was killed while it sent its result there is half of one in the pipe, and the pool waits for the
    rest as long as anybody could write it: the other workers, and this process itself.
    """
    with _told():
        # Until a worker has handlers of its own a signal would run the stage's in it, and end in a traceback.
        held = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
        try:
            # Forks all of them: once a thread of ours runs it would not be safe.
            pool.submit(os.getpid)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        pool._result_queue._writer.close()  # type: ignore[attr-defined]  # theirs are copies
        workers = {*active_children()} - others

        def end() -> None:
            wait([worker.sentinel for worker in workers])
            for worker in workers:
                worker.kill()

        Thread(target=end, daemon=True).start()


def _submit(pool: Executor, number: int) -> Future:
    with _told():
        return pool.submit(_run, number)


@contextmanager
def _told() -> Iterator[None]:
    """Tell in one line that the machine gives no more processes, threads, files or shared memory."""
    try:
        yield
    except (OSError, ImportError, RuntimeError) as error:
        if isinstance(error, BrokenProcessPool):
            raise
        raise InputError(
            f"worker processes cannot be started ({error}); {VARIABLE}=1 needs none"
        ) from None


def _start(function: Callable, jobs: Jobs) -> None:
    """Make this process a worker: Ctrl-C is its parent's to answer, and it ends when its parent does."""
    global _work
    _work = function, jobs
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if FORKS:  # the stage's own handlers are inherited
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None  # this is a worker
    parent.join()
    os._exit(1)


def _run(number: int) -> Any:
    function, jobs = _work
    return function(*jobs[number])
