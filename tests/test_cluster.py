"""Fits on a Dask cluster: a scheduler and two workers, processes on the loopback address."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from threading import Thread

import numpy as np
import pytest

pytest.importorskip("distributed", reason="mlplab[cluster] is not installed")

import mlplab.cluster
from mlplab.errors import InputError
from mlplab.parallel import run_jobs
from tests.conftest import ROOT, SOURCE
from tests.test_parallel import double

# Dask leaves a socket open where a client ends in the midst of a fetch: Python tells it when it collects the socket,
# which shall be here and not in another file's test.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _sockets_are_collected():
    yield
    gc.collect()


def total(array, exponent, marker):
    """A sum that takes a while; the fifth kills its worker, the first time."""
    time.sleep(0.1)
    if marker and exponent == 5 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return float((array**exponent).sum())


def fail(_):
    raise InputError("told in one line")


def err(_):
    raise ValueError("a bug")


def touch(path):
    path.touch()
    time.sleep(0.1)


def missing(dask_worker):
    raise ModuleNotFoundError("No module named 'mlplab'")


def absent():
    raise ModuleNotFoundError("No module named 'pydantic'")


class Unreadable:
    """An argument of a package that is not where it is read."""

    def __reduce__(self):
        return absent, ()


def blas_of(_):
    return os.environ.get("MLPLAB_BLAS")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start(*arguments):
    """A process of Dask's, which has no network but the loopback address."""
    path = os.pathsep.join([str(ROOT), str(SOURCE), *sys.path])
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "distributed.cli." + arguments[0],
        *arguments[1:],
    ]
    environment = os.environ | {"PYTHONPATH": path}
    environment.pop("MLPLAB_BLAS", None)  # another machine's user has not set it
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def start_worker(address, *options):
    options = options or ("--nthreads", "1")
    return start(
        "dask_worker", address, "--no-dashboard", "--no-nanny", "--host", "127.0.0.1", *options
    )


def start_scheduler(port):
    return start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")


def end(processes):
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture(scope="module", autouse=True)
def scratch(tmp_path_factory):
    """What killed processes of Dask leave lies with the tests' own files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DASK_TEMPORARY_DIRECTORY", str(tmp_path_factory.mktemp("dask")))
        yield


@pytest.fixture
def processes():
    """What a test starts and puts in here, which ends with it."""
    started = []
    yield started
    end(started)


@contextmanager
def once_there(path, change):
    """Beside the block, make a change as soon as there is a file."""

    def wait():
        while not path.exists():
            time.sleep(0.05)
        change()

    thread = Thread(target=wait)
    thread.start()
    try:
        yield
    finally:
        path.touch()  # where the block failed before there was one
        thread.join()


@pytest.fixture
def scheduler(monkeypatch):
    process = start_scheduler(port := free_port())
    address = f"tcp://127.0.0.1:{port}"
    monkeypatch.setenv("MLPLAB_CLUSTER", address)
    yield address
    end([process])


@pytest.fixture
def cluster(scheduler):
    """Two workers, once both are there."""
    from distributed import Client

    processes = [start_worker(scheduler) for _ in range(2)]
    with Client(scheduler, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield processes
    end(processes)


def test_results_come_in_the_jobs_order(cluster):
    assert run_jobs(double, [(value,) for value in range(6)], "double") == [0, 2, 4, 6, 8, 10]


def test_a_worker_killed_half_way_changes_no_bit(cluster, monkeypatch, tmp_path):
    array = np.random.default_rng(0).random(2_000_000, dtype=np.float32)
    jobs = [(array, exponent, tmp_path / "killed") for exponent in range(1, 21)]
    there = run_jobs(total, jobs, "total")
    assert sorted(worker.poll() is None for worker in cluster) == [False, True]
    monkeypatch.delenv("MLPLAB_CLUSTER")
    assert there == run_jobs(total, jobs, "total")


def test_an_error_of_one_job_is_the_users_error(cluster):
    with pytest.raises(InputError, match=r"^told in one line$"):
        run_jobs(fail, [(1,), (2,)], "fail")


def test_a_fault_in_the_code_of_a_job_is_no_fault_of_the_cluster(cluster):
    with pytest.raises(ValueError, match=r"^a bug$"):
        run_jobs(err, [(1,), (2,)], "err")


def test_a_scheduler_that_is_not_there_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr("mlplab.cluster.TIMEOUT", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    monkeypatch.setenv("MLPLAB_CLUSTER", address)
    with pytest.raises(InputError, match=rf"^MLPLAB_CLUSTER: {address}: .*[Tt]imed out") as caught:
        run_jobs(double, [(1,)], "double")
    assert "\n" not in str(caught.value)


def test_a_cluster_without_workers_is_told(scheduler, monkeypatch):
    monkeypatch.setattr("mlplab.cluster.TIMEOUT", 5)
    with pytest.raises(InputError, match=r"^MLPLAB_CLUSTER: .* 0/1 workers"):
        run_jobs(double, [(1,)], "double")


@pytest.mark.parametrize(
    "address", ["nonsense", "tcp://", "ftp://x:1", "tcp://127.0.0.1:99999", "tls://x:1"]
)
def test_an_address_that_is_none_is_told(monkeypatch, address):
    monkeypatch.setattr("mlplab.cluster.TIMEOUT", 1)
    monkeypatch.setenv("MLPLAB_CLUSTER", address)
    with pytest.raises(InputError, match=f"^MLPLAB_CLUSTER: {address}: "):
        run_jobs(double, [(1,)], "double")


def test_another_server_at_the_address_is_told(monkeypatch):
    """As the dashboard of the scheduler, which is a web page beside it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()

        Thread(target=answer, daemon=True).start()
        monkeypatch.setenv("MLPLAB_CLUSTER", f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(InputError, match=r"MLPLAB_CLUSTER: tcp://127\.0\.0\.1"):
            run_jobs(double, [(1,)], "none")


def test_a_server_that_says_nothing_is_told(monkeypatch):
    monkeypatch.setattr("mlplab.cluster.TIMEOUT", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:  # the system takes connections for it
        monkeypatch.setenv("MLPLAB_CLUSTER", f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(InputError, match=r"the server there says nothing in 1 seconds$"):
            run_jobs(double, [(1,)], "none")


def test_a_worker_with_other_code_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("mlplab.cluster._digest", lambda: "another")
    with pytest.raises(InputError, match=r"the code of mlplab must be another, as here, got '\w+'"):
        run_jobs(double, [(1,)], "double")


@pytest.mark.parametrize("lost", [4, 5])
def test_a_worker_that_is_lost_while_all_are_compared_is_no_fault(cluster, monkeypatch, lost):
    compare, calls = mlplab.cluster._require_equal_workers, []

    def compare_or_fail(client):
        calls.append(client)
        if len(calls) <= lost:
            raise OSError("Stream is closed")
        compare(client)

    monkeypatch.setattr("mlplab.cluster._require_equal_workers", compare_or_fail)
    told = pytest.raises(InputError, match="Stream is closed") if lost == 5 else nullcontext()
    with told:
        assert run_jobs(double, [(1,), (2,)], "double") == [2, 4]


def test_a_worker_without_mlplab_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("mlplab.cluster.describe", missing)
    with pytest.raises(InputError, match=r"^every worker must have this version .* 'mlplab'"):
        run_jobs(double, [(1,)], "double")


def test_a_worker_without_a_package_of_the_studys_is_refused(cluster):
    with pytest.raises(InputError, match=r"^every worker must have this version .* 'pydantic'"):
        run_jobs(double, [(Unreadable(),)], "double")


def test_a_worker_on_another_processor_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("mlplab.cluster._kernels", lambda: "another")
    with pytest.raises(InputError, match=r"the kernels of BLAS .* must be another, as here, got"):
        run_jobs(double, [(1,)], "double")


@pytest.mark.parametrize(
    ("options", "kernels", "fault"),
    [
        (("--nthreads", "1"), "Prescott", r"the kernels of BLAS .* as here, got"),
        (("--nthreads", "2"), "", r"must have --nthreads 1, got 2"),
    ],
)
def test_a_worker_that_comes_later_is_compared_too(
    scheduler, processes, monkeypatch, tmp_path, options, kernels, fault
):
    processes.append(start_worker(scheduler))
    if kernels:
        monkeypatch.setenv("OPENBLAS_CORETYPE", kernels)
    begun = tmp_path / "begun"

    def join():
        processes.append(start_worker(scheduler, *options))

    with once_there(begun, join), pytest.raises(InputError, match=fault):
        run_jobs(touch, [(begun,)] * 1000, "late")


def test_another_scheduler_in_the_place_of_a_lost_one_is_told(processes, monkeypatch, tmp_path):
    """It knows nothing of the jobs."""
    processes.append(start_scheduler(port := free_port()))
    address = f"tcp://127.0.0.1:{port}"
    monkeypatch.setenv("MLPLAB_CLUSTER", address)
    processes.append(start_worker(address))
    begun = tmp_path / "begun"

    def replace():
        end(processes[:1])
        processes.append(start_scheduler(port))

    gone = rf"^MLPLAB_CLUSTER: {address}: the scheduler is gone"
    with once_there(begun, replace), pytest.raises(InputError, match=gone):
        run_jobs(touch, [(begun,)] * 1000, "lost")


def test_where_the_clients_end_fails_the_results_are_there(cluster, monkeypatch):
    """As that of a client does that is just looking for a lost scheduler."""

    def close(client, *arguments, close=mlplab.cluster.Client.close, **options):
        close(client, *arguments, **options)
        raise RuntimeError("dictionary changed size during iteration")

    monkeypatch.setattr("mlplab.cluster.Client.close", close)
    assert run_jobs(double, [(1,), (2,)], "double") == [2, 4]


def test_workers_take_the_blas_of_this_process(cluster):
    assert os.environ["MLPLAB_BLAS"] == "scipy"  # a stage's
    assert run_jobs(blas_of, [(1,), (2,)], "blas") == ["scipy", "scipy"]


def test_a_worker_with_threads_is_refused(scheduler):
    worker = start_worker(scheduler, "--nthreads", "2")
    try:
        with pytest.raises(InputError, match=r"must have --nthreads 1, got 2"):
            run_jobs(double, [(1,)], "double")
    finally:
        worker.kill()
        worker.wait()
