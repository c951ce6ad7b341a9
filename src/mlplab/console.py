"""How a stage meets the terminal and whoever started it: a fault is one line, and it ends when its parent does."""

import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable
from inspect import signature
from typing import NoReturn

from mlplab.errors import InputError, cut

PR_SET_PDEATHSIG = 1  # prctl(2): the signal that this process gets when its parent ends
ENDINGS = (signal.SIGTERM, signal.SIGHUP)
# What the machine or the user's files can do to any program: no fault of its code, and no traceback.
FAULTS: dict[type[Exception], str] = {
    InputError: "",
    MemoryError: "not enough memory: ",
    SystemError: "a library failed, for want of memory? ",  # what C code raises that forgot to look
    RecursionError: "nested too deeply: ",
    ImportError: "a library is missing (`make setup` mends it), or there is no memory for it: ",
    OSError: "",
}


def run_main(main: Callable[..., None]) -> None:
    """Run the `main` of a stage as `guard` does; the end of its parent ends it, too, on Linux.

    A stage whose `dvc` was killed must not write over the results of the next one.
    """
    end_with_parent()
    guard(main)


def guard(main: Callable[..., int | None]) -> None:
    """Run `main` with the command line's arguments; whatever the user can mend ends it in one line, with exit status 1.

    Otherwise the exit status is what `main` returns. An interrupt ends it with the status that shells give it, once
    it has tidied up. Imports belong into `main`.
    """
    for number in ENDINGS:
        signal.signal(number, _exit)
    if isinstance(
        sys.stdout, io.TextIOWrapper
    ):  # names that its encoding does not have, as escapes
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        _check_arguments(main)
        status = main(*sys.argv[1:])
        if sys.stdout:  # None where the output is closed
            sys.stdout.flush()
        if status:
            sys.exit(status)
    except BrokenPipeError:
        _fail("the output's reader is gone")
    except tuple(FAULTS) as error:
        words = next(words for kind, words in FAULTS.items() if isinstance(error, kind))
        text = str(error) if isinstance(error, InputError) else cut(error)
        _fail(f"{words}{' '.join(text.split())}".rstrip(": "))
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(128 + signal.SIGINT)


def _check_arguments(main: Callable[..., int | None]) -> None:
    """Refuse a command line with more or fewer words than `main` takes."""
    try:
        signature(main).bind(*sys.argv[1:])
    except TypeError as fault:
        raise InputError(f"the command's arguments: {fault}") from None


def end_with_parent() -> None:
    """Have this process terminated when its parent ends, on Linux."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def announce(text: str) -> None:
    """Print what a stage found and where it wrote it."""
    print(text, flush=True)


def _exit(number: int, _frame: object) -> NoReturn:
    """Leave by an exception, so that open files are closed, half-written ones removed and workers ended.

    A second signal, as of a parent that ends as well, must not interrupt that.
    """
    for ending in (
        ENDINGS
    ):  # not SIG_IGN: Python shows a traceback of a signal that has come and is to be ignored
        signal.signal(ending, lambda *_: None)
    sys.exit(128 + number)


def _fail(message: str) -> NoReturn:
    with contextlib.suppress(OSError):
        print(f"error: {message}", file=sys.stderr, flush=True)
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        # Python would flush it again on its way out, and tell of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
