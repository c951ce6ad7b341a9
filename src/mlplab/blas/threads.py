"""How many BLAS threads: one where products are small, otherwise what the user has set.

Threads wait for each other, busily, at every product. Where other programs take the cores that costs
far more than it can gain: on two busy cores a step took 7 to 36 times as long with two threads where
its largest product had 1 to 30 million multiplications, 3 to 5 times at 50 to 130 million, and 1.6
to 2.1 times at 1,000 million.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Any

import numpy as np

from mlplab.blas.libraries import functions

LARGE = 100_000_000  # multiplications in a product: it takes a few milliseconds on one core


class _OneThread:
    """One thread for all of the process, until the last one who asked for it has finished."""

    def __init__(self) -> None:
        self._lock, self._users, self._before = Lock(), 0, 1

    def __enter__(self) -> None:
        blas = functions("f")
        with self._lock:
            if self._users == 0:
                self._before = blas.get_threads()
                if self._before > 1:
                    blas.set_threads(1)
            self._users += 1

    def __exit__(self, *fault: Any) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0 and self._before > 1:
                functions("f").set_threads(self._before)


ONE_THREAD, AS_SET = _OneThread(), nullcontext()


def threads_for(
    rows: int, layers: Iterable[tuple[np.ndarray, np.ndarray]]
) -> AbstractContextManager:
    """Make a context for the products of so many rows with these layers' (weights, bias)."""
    largest = max(weights.size for weights, _ in layers)
    return ONE_THREAD if rows * largest < LARGE else AS_SET
