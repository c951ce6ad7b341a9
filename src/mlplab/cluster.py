"""The fits of a stage on an existing Dask cluster: the address is MLPLAB_CLUSTER's, as in tcp://10.0.0.1:8786.

The images go to every worker once, before its first fit, also to one that comes later; a fit is sent as a number. The
fits of a lost worker go to the others. All workers must have the code, the libraries and BLAS's kernels of this
process, those that come later, too: others could give other results.
"""

import asyncio
import gc
import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

from distributed import Client, Security, WorkerPlugin
from distributed.comm.core import connect
from distributed.scheduler import KilledWorker
from threadpoolctl import threadpool_info, threadpool_limits

from mlplab.blas.libraries import VARIABLE as BLAS
from mlplab.errors import InputError, cut, require

TIMEOUT = 10  # seconds, to find the scheduler and a worker
ATTEMPTS = 5  # to reach all workers at once
LIBRARIES = ("numpy", "scipy", "scikit-learn")
Work = tuple[Callable, Sequence[tuple[Any, ...]]]
_jobs: dict[str, "Jobs"] = {}  # of a worker, which several stages may use at once


class Jobs(WorkerPlugin):
    """Takes a stage's function and jobs to each worker, once."""

    def __init__(self, work: Work):
        self.name = uuid4().hex
        self.work = work
        self.blas = os.environ.get(BLAS)
        self.wanted = fingerprint()

    def setup(self, worker: Any) -> None:
        self.found = worker.address, *describe(worker)
        _jobs[self.name] = self
        if self.blas:
            os.environ[BLAS] = self.blas  # whatever else is installed there

    def teardown(self, worker: Any) -> None:
        _jobs.pop(self.name, None)


@contextmanager
def connected(address: str, work: Work) -> Iterator[Callable[[int], Future]]:
    """What submits a job by its number; the connection ends with the block, and so do jobs that have not begun.

    Raises
    ------
    InputError
        The cluster cannot be reached or is lost, has no worker, or one that differs from this process.
    """
    try:
        client, jobs = _connect(address), Jobs(work)
        try:
            _hand_out(client, jobs)
            yield partial(client.get_executor(pure=False).submit, run_job, jobs.name)
        finally:
            # Of a lost scheduler, or one in its place that knows no jobs, Dask fails over whatever it meets; the
            # results are here by now, or an error that says more.
            for end in (partial(client.unregister_worker_plugin, jobs.name), client.close):
                with suppress(Exception):
                    end()
    except KilledWorker:
        raise InputError(f"{address}: workers were killed, for want of memory?") from None
    except InputError:
        raise
    except (OSError, CancelledError) as error:
        raise _fault(address, error) from None


def _connect(address: str) -> Client:
    try:
        with ThreadPoolExecutor(1) as thread:  # a notebook's own thread has an event loop that runs
            thread.submit(asyncio.run, _greet(address)).result()
        # Of a lost scheduler we tell ourselves, without Dask's tracebacks.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        return Client(address, timeout=TIMEOUT, set_as_default=False)
    # No address, no scheduler, no certificate for tls://, a machine too busy to start the client's thread; where
    # another server answers, such as a web page's, Dask fails over whatever it says. No code of ours runs in here.
    except Exception as error:
        fault = _fault(address, error)
    # Now, and not while another client starts: the end of this one waits for a lock that a start holds.
    gc.collect()
    raise fault


async def _greet(address: str) -> None:
    """Fail where nobody speaks: `Client` waits without end for a server that takes the connection and says nothing."""
    security = Security().get_connection_args("client")
    try:
        comm = await asyncio.wait_for(connect(address, timeout=TIMEOUT, **security), TIMEOUT + 1)
    except TimeoutError:  # of `connect` itself there is none, but an OSError that says more
        raise OSError(f"the server there says nothing in {TIMEOUT} seconds") from None
    await comm.close()


def _hand_out(client: Client, jobs: Jobs) -> None:
    """Compare the workers and give them the jobs: anew where one is lost meanwhile, on which Dask's broadcast fails."""
    client.wait_for_workers(1, timeout=TIMEOUT)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _told_of_workers():
                _require_equal_workers(client)
                client.register_plugin(jobs)
        except OSError:
            if attempt == ATTEMPTS or client.status != "running":
                raise
        else:
            return


@contextmanager
def _told_of_workers() -> Iterator[None]:
    """Tell in one line of a worker without mlplab, with another version, or without a package of the study's."""
    try:
        yield
    except (OSError, CancelledError, InputError):
        raise
    except Exception as error:
        must = "every worker must have this version of mlplab and its libraries"
        raise InputError(f"{must}: {cut(error)}") from None


def _fault(address: str, error: Exception) -> InputError:
    text = " ".join(str(error).split()) or "the scheduler is gone"
    return InputError(f"MLPLAB_CLUSTER: {cut(address)}: {cut(text)}")


def run_job(name: str, number: int) -> Any:
    """One job in a worker, with one BLAS thread, as on this machine."""
    jobs = _jobs[name]
    _require_equal(*jobs.found, jobs.wanted)  # of a worker that came later, nobody has yet
    function, arguments = jobs.work
    with threadpool_limits(1):
        return function(*arguments[number])


def describe(dask_worker: Any) -> tuple[int, dict[str, str]]:
    """Of a worker, which Dask gives by this name, its number of threads and its fingerprint."""
    return dask_worker.state.nthreads, fingerprint()


def fingerprint() -> dict[str, str]:
    """What decides the bits of a result, and has to be the same everywhere: the code of mlplab, and its libraries."""
    return {
        "the code of mlplab": _digest(),
        "the kernels of BLAS (OPENBLAS_CORETYPE=Haswell chooses common ones)": _kernels(),
        **{name: version(name) for name in LIBRARIES},
    }


def _kernels() -> str:
    """For which processor OpenBLAS has chosen its functions: others add in another order."""
    return "/".join(sorted({info.get("architecture", "") for info in threadpool_info()} - {""}))


@cache
def _digest() -> str:
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _require_equal_workers(client: Any) -> None:
    """Compare the workers that are there before the images are sent to them."""
    wanted = fingerprint()
    for address, (nthreads, there) in client.run(describe).items():
        _require_equal(address, nthreads, there, wanted)


def _require_equal(
    address: str, nthreads: int, found: Mapping[str, str], wanted: Mapping[str, str]
) -> None:
    # A limit of BLAS threads is one of the whole process.
    require(nthreads == 1, f"{address}: a worker must have --nthreads 1", nthreads)
    for name, value in wanted.items():
        require(found[name] == value, f"{address}: {name} must be {value}, as here", found[name])
