"""How many threads the products of a network run on."""

from itertools import pairwise

import numpy as np
import pytest

from mlplab.blas import threads


class Pool:
    """A library with eight threads, as far as one can ask it."""

    count, letter = 8, "s"

    def get_threads(self):
        return self.count

    def set_threads(self, count):
        self.count = count


@pytest.fixture
def pool(monkeypatch):
    pool = Pool()
    monkeypatch.setattr(threads, "functions", lambda dtype: pool)
    return pool


def layers(*sizes):
    return [(np.zeros(fans), np.zeros(fans[1])) for fans in pairwise(sizes)]


def test_small_products_run_on_one_thread_and_large_ones_on_those_set(pool):
    small, large = layers(10, 10, 2), layers(1000, 1000, 2)
    with threads.threads_for(100, small):
        assert pool.count == 1
    assert pool.count == 8
    with threads.threads_for(100, large):
        assert pool.count == 8


def test_a_users_own_limit_comes_back(pool):
    pool.count = 3
    with pytest.raises(ZeroDivisionError), threads.threads_for(1, layers(2, 2)):
        raise ZeroDivisionError
    assert pool.count == 3


def test_overlapping_runs_leave_the_threads_as_they_were(pool):
    first, second = threads.threads_for(1, layers(2, 2)), threads.threads_for(1, layers(3, 2))
    first.__enter__()
    second.__enter__()
    first.__exit__()
    assert pool.count == 1
    second.__exit__()
    assert pool.count == 8


@pytest.mark.parametrize("moment", ["get_threads", "set_threads"])
def test_an_interrupt_in_between_leaves_the_threads_as_they_were(pool, monkeypatch, moment):
    """Python raises it as soon as such a call is done."""
    call, interrupts = getattr(pool, moment), [KeyboardInterrupt]

    def interrupted(*arguments):
        result = call(*arguments)
        for interrupt in interrupts:
            interrupts.clear()
            raise interrupt
        return result

    monkeypatch.setattr(pool, moment, interrupted)
    with pytest.raises(KeyboardInterrupt), threads.threads_for(1, layers(2, 2)):
        pass
    assert pool.count == 8
    with threads.threads_for(1, layers(2, 2)):
        assert pool.count == 1
    assert pool.count == 8
