"""How many BLAS threads: one where products are small, otherwise what the user has set.

Threads wait for each other, busily, at every product. Where other programs take the cores that costs
far more than it can gain: on two busy cores a step took 7 to 36 times as long with two threads where
its largest product had 1 to 30 million multiplications, 3 to 5 times at 50 to 130 million, and 1.6
to 2.1 times at 1,000 million.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from threading import Lock
from typing import Any

import numpy as np

from mlplab.blas.libraries import functions

LARGE = 100_000_000  # multiplications in a product: it takes a few milliseconds on one core


def _leave_as_set() -> None:
    """Nothing is to be set back."""


class _OneThread:
    """One thread for all of the process, until the last one who asked for it has finished.

    Python answers Ctrl-C after a call, `set_threads` among them. So who asks is counted before the threads are set, and
    leaves again where that is interrupted; and nothing is called between the end of the count and what sets them back.
    """

    def __init__(self) -> None:
        self._lock, self._users = Lock(), 0
        self._restore: Callable[[], Any] = _leave_as_set

    def __enter__(self) -> None:
        blas, counted = functions("f"), False
        try:
            with self._lock:
                counted, self._users = True, self._users + 1
                if self._users == 1:
                    self._restore = _leave_as_set
                    before = blas.get_threads()
                    if before > 1:
                        self._restore = partial(blas.set_threads, before)
                        blas.set_threads(1)
        except BaseException:
            if counted:
                self.__exit__()
            raise

    def __exit__(self, *fault: Any) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                self._restore()


ONE_THREAD, AS_SET = _OneThread(), nullcontext()


def threads_for(
    rows: int, layers: Iterable[tuple[np.ndarray, np.ndarray]]
) -> AbstractContextManager:
    """Make a context for the products of so many rows with these layers' (weights, bias)."""
    largest = max(weights.size for weights, _ in layers)
    return ONE_THREAD if rows * largest < LARGE else AS_SET
