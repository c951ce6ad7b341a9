"""Jobs over worker processes."""

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from multiprocessing import active_children, get_context
from multiprocessing.connection import Connection

import pytest

from mlplab.errors import InputError
from mlplab.parallel import run_jobs, workers
from tests.conftest import ROOT, SOURCE


def double(value):
    return 2 * value


def process_of(_):
    return os.getpid()


def wait(_):
    time.sleep(60)


def fail(_):
    raise InputError("told in one line")


def interrupt(_):
    os.kill(os.getppid(), signal.SIGINT)
    wait(_)


def interrupt_and_stop(_):
    os.kill(os.getppid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGSTOP)


def kill_parent(_):
    os.kill(os.getppid(), signal.SIGKILL)
    wait(_)


def be_killed(_):
    os.kill(os.getpid(), signal.SIGKILL)


def be_killed_while_sending(_):
    """Have this worker send the first bytes of its result, and no more."""

    def send_a_part(connection, buffer):
        os.write(connection.fileno(), buffer[:2])
        os.kill(os.getpid(), signal.SIGKILL)

    Connection._send = send_a_part


def call(function):
    return function(None)


@pytest.mark.parametrize("count", ["1", "2"])
def test_results_come_in_the_jobs_order(monkeypatch, count):
    monkeypatch.setenv("MLPLAB_WORKERS", count)
    assert run_jobs(double, [(value,) for value in range(6)], "double") == [0, 2, 4, 6, 8, 10]


@pytest.mark.parametrize(
    ("job", "error", "message"),
    [
        (fail, InputError, r"^told in one line$"),
        (be_killed, InputError, r"^a worker process was killed.* MLPLAB_WORKERS=1 .*$"),
        (be_killed_while_sending, InputError, r"^a worker process was killed.*$"),
        (interrupt, KeyboardInterrupt, "^$"),
        (interrupt_and_stop, KeyboardInterrupt, "^$"),
    ],
)
def test_an_error_of_one_job_ends_the_others_at_once_and_every_process(
    monkeypatch, job, error, message
):
    monkeypatch.setenv("MLPLAB_WORKERS", "2")
    start = time.monotonic()
    with pytest.raises(error, match=message):
        run_jobs(call, [(wait,), (job,), (wait,), (wait,)], "jobs")
    assert time.monotonic() - start < 10
    assert active_children() == []


@pytest.mark.parametrize("job", [double, fail])
def test_a_process_of_ones_own_outlives_the_workers(monkeypatch, job):
    monkeypatch.setenv("MLPLAB_WORKERS", "2")
    own = get_context("spawn").Process(target=wait, args=(None,))
    own.start()
    with nullcontext() if job is double else pytest.raises(InputError):
        run_jobs(job, [(1,), (2,)], "jobs")
    assert active_children() == [own]
    own.kill()
    own.join()


def test_workers_end_with_the_process_that_started_them():
    code = "from tests.test_parallel import *; run_jobs(call, [(wait,), (kill_parent,)], 'jobs')"
    environment = {"PYTHONPATH": f"{ROOT}:{SOURCE}", "MLPLAB_WORKERS": "2"}
    command = [sys.executable, "-c", code]
    # It returns when the last process that could write to its output has ended.
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=30)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
@pytest.mark.parametrize(
    ("number", "status", "errors"),
    [
        ("SIGINT", 0, ""),
        ("SIGTERM", 1, "error: a worker process was killed"),
        ("SIGHUP", 1, "error: a worker process was killed"),
    ],
)
def test_a_signal_that_meets_a_worker_at_its_start_runs_no_handler_of_the_stages(
    number, status, errors
):
    code = (
        "from tests.test_parallel import *; from mlplab.console import guard\n"
        f"os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.{number}))\n"
        "guard(lambda: print(run_jobs(double, [(1,), (2,)], 'double')))"
    )
    environment = {"PYTHONPATH": f"{ROOT}:{SOURCE}", "MLPLAB_WORKERS": "2"}
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == status
    assert ended.stdout == ("" if status else "[2, 4]\n")
    assert ended.stderr.startswith(errors)
    assert len(ended.stderr.splitlines()) == bool(errors)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
@pytest.mark.parametrize(
    ("limit", "workers", "words"),
    [
        ("RLIMIT_NOFILE, (40, 40)", "1000", "Too many open files"),
        ("RLIMIT_NOFILE, (12, 12)", "2", "Too many open files"),
    ],
)
def test_a_machine_that_gives_no_workers_is_told_and_none_is_left(limit, workers, words):
    code = (
        "import resource, tqdm; from tests.test_parallel import *\n"
        f"resource.setrlimit(resource.{limit})\n"
        "run_jobs(double, [(value,) for value in range(1000)], 'double')"
    )
    environment = {"PYTHONPATH": f"{ROOT}:{SOURCE}", "MLPLAB_WORKERS": workers}
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    line = ended.stderr.splitlines()[-1]
    assert line.startswith("mlplab.errors.InputError: worker processes cannot be started")
    assert words in line
    assert line.endswith("MLPLAB_WORKERS=1 needs none")


def test_more_workers_than_jobs_are_not_started(monkeypatch):
    monkeypatch.setenv("MLPLAB_WORKERS", "1000")
    assert len(set(run_jobs(process_of, [(value,) for value in range(8)], "processes"))) <= 8


def test_without_the_variable_there_is_a_worker_a_core(monkeypatch):
    monkeypatch.delenv("MLPLAB_WORKERS")
    assert workers() >= 1


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "1" * 5000])
def test_a_wrong_number_of_workers_is_told(monkeypatch, text):
    monkeypatch.setenv("MLPLAB_WORKERS", text)
    with pytest.raises(InputError, match=rf"MLPLAB_WORKERS.*'{text[:100]}"):
        workers()


def test_jobs_that_run_here_are_sent_to_no_cluster(monkeypatch):
    monkeypatch.setenv("MLPLAB_CLUSTER", "tcp://nowhere.invalid:1")
    assert run_jobs(abs, [(-1,), (-2,)], "here", here=True) == [1, 2]
