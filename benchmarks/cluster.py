"""What Dask costs: fits of section B in processes and on a Dask cluster of this machine, as many workers in both.

`python -m benchmarks.cluster` starts a scheduler and workers on loopback, and the same fits run on each in turn.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import stages  # noqa: F401  (one BLAS thread, as in a stage)
from mlplab import data
from mlplab.parallel import CLUSTER, VARIABLE, run_jobs
from mlplab.params import load_params
from mlplab.studies.scratch_mlp import fit_seed

FITS = 16


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cluster", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="default: %(default)s")
    options = parser.parse_args()
    seconds: dict[tuple[str, int], list[float]] = {}
    for _ in range(options.repeats):
        for workers in (1, 2):
            os.environ[VARIABLE] = str(workers)
            seconds.setdefault(("processes", workers), []).append(time_fits())
            with cluster(workers) as address:
                os.environ[CLUSTER] = address
                seconds.setdefault(("Dask", workers), []).append(time_fits())
                del os.environ[CLUSTER]
    print(f"{FITS} fits of the embedded study's section B, medians of {options.repeats}")
    for (kind, workers), times in sorted(seconds.items()):
        median = statistics.median(times)
        print(f"{workers} {kind:9}  {median:6.2f} s  {FITS / median:5.2f} fits a second")


def time_fits() -> float:
    params = load_params()
    splits = data.split(data.load(params.fetch.digits), **dict(params.normalize.digits))
    jobs = [(splits, params.scratch_mlp, "random", "relu", seed) for seed in range(FITS)]
    start = time.perf_counter()
    run_jobs(fit_seed, jobs, "fits")
    return time.perf_counter() - start


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler with as many workers, all of which end with the block."""
    from distributed import Client

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    options = ["--no-dashboard", "--host", "127.0.0.1"]
    started = [start("dask_scheduler", *options, "--port", str(port))]
    try:
        worker = ["dask_worker", address, *options, "--no-nanny", "--nthreads", "1"]
        started += [start(*worker) for _ in range(workers)]
        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address
    finally:
        for process in started:
            process.kill()
            process.wait()


def start(command: str, *arguments: str) -> subprocess.Popen:
    line = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{command}", *arguments]
    path = os.pathsep.join(filter(None, sys.path))
    quiet = subprocess.DEVNULL
    return subprocess.Popen(line, env=os.environ | {"PYTHONPATH": path}, stdout=quiet, stderr=quiet)


if __name__ == "__main__":
    main()
