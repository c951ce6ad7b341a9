"""The guard round every stage: what its fault looks like, and when it ends."""

import os
import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT, SOURCE

ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{SOURCE}"}


def guarded(body, **options):
    """A process that runs `body` as the main of a stage."""
    code = f"from mlplab.console import *\ndef main():\n    {body}\nrun_main(main)"
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # A shell that runs the tests in the background has them ignore interrupts, and children inherit that.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        command = [sys.executable, "-c", code]
        return subprocess.Popen(command, env=ENVIRONMENT, **{**pipes, **options})
    finally:
        signal.signal(signal.SIGINT, heard)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("raise InputError('told\\n in one line')", r"error: told\n in one line"),
        (
            "open('/no/such/file')",
            "error: [Errno 2] No such file or directory: '/no/such/file'",
        ),
        (
            "import numpy; numpy.ones(10**14)",
            "error: not enough memory: Unable to allocate 728. TiB",
        ),
        (
            "raise SystemError('error return without exception set')",
            "error: a library failed, for want of memory? error return without exception set",
        ),
        (
            "open('/dev/full', 'w', 1).write('x\\n')",
            "error: [Errno 28] No space left on device",
        ),
        ("main()", "error: nested too deeply: maximum recursion depth exceeded"),
        (
            "import no_such_package",
            "error: a library is missing (`make setup` mends it), or there is no memory for it: No mod",
        ),
        ("raise BrokenPipeError", "error: the output's reader is gone"),
    ],
)
def test_what_a_machine_can_do_to_a_stage_is_one_line(body, line):
    process = guarded(body)
    output, errors = process.communicate()
    assert process.returncode == 1
    assert output == b""
    assert errors.decode().startswith(line)
    assert errors.count(b"\n") == 1


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (["stages"], "missing a required argument: 'address'"),
        (["stages", "page", "page"], "too many positional arguments"),
    ],
)
def test_too_few_or_too_many_arguments_are_one_line(command, fault):
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == f"error: the command's arguments: {fault}\n"


def test_a_fault_of_the_code_keeps_its_traceback():
    process = guarded("raise ValueError('a bug')")
    assert b"Traceback" in process.communicate()[1]
    assert process.returncode == 1


def test_a_name_that_the_output_cannot_write_is_escaped(monkeypatch):
    monkeypatch.setitem(ENVIRONMENT, "PYTHONIOENCODING", "ascii")
    assert guarded("print('\u2265 \u65e5')").communicate() == (rb"\u2265 \u65e5" + b"\n", b"")


def test_a_closed_output_is_no_fault():
    process = guarded("print('x')", preexec_fn=lambda: os.close(1), stdout=None)
    assert process.communicate()[1] == b""
    assert process.returncode == 0


def test_a_stage_whose_output_nobody_reads_ends_in_one_line():
    reader, writer = os.pipe()
    os.close(reader)
    process = guarded("print('x' * 100_000)", stdout=writer)
    os.close(writer)
    assert process.communicate()[1] == b"error: the output's reader is gone\n"
    assert process.returncode == 1


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_it_after_it_has_tidied_up(tmp_path, number, status):
    path = tmp_path / "half-written"
    body = f"""
    import time
    open({str(path)!r}, "w")
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        os.unlink({str(path)!r})
"""
    process = guarded(body.strip())
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    assert b"Traceback" not in process.communicate()[1]
    assert process.returncode == status
    assert not path.exists()


def test_a_second_signal_does_not_interrupt_the_tidying():
    """The end of a stage's parent is one, after that of the whole group."""
    body = """
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
        print("tidied")
"""
    process = guarded(body.strip())
    assert process.communicate()[0] == b"tidied\n"
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device is always full")
def test_the_command_line_tells_that_its_output_cannot_be_written():
    command = [sys.executable, "-m", "mlplab"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (1, "error: [Errno 28] No space left on device\n")


STAGE = """
import time
from mlplab.console import *
run_main(lambda: (print("ready", flush=True), time.sleep(60)))
"""
# As DVC starts a stage: by a shell, whose place the stage takes by `exec`.
STARTS = ["sys.executable, '-c', stage", "'sh', '-c', 'exec $0 -c \"$1\"', sys.executable, stage"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing tells it")
@pytest.mark.parametrize("start", STARTS)
def test_a_stage_ends_with_its_parent(start):
    code = f"import subprocess, sys; stage = {STAGE!r}; subprocess.run([{start}])"
    parent = subprocess.Popen([sys.executable, "-c", code], env=ENVIRONMENT, stdout=subprocess.PIPE)
    assert parent.stdout.readline() == b"ready\n"
    parent.kill()
    parent.communicate(timeout=20)  # until nobody has the output open


def test_two_endings_at_once_show_no_traceback():
    for _ in range(5):
        with guarded("print('ready', flush=True)\n    while True: pass") as process:
            process.stdout.readline()
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGTERM)
            assert process.stderr.read() == b""
