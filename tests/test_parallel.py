"""Jobs over worker processes."""

import pytest

from mlplab.errors import InputError
from mlplab.parallel import run_jobs, workers


def double(value):
    return 2 * value


@pytest.mark.parametrize("count", ["1", "2"])
def test_results_come_in_the_jobs_order(monkeypatch, count):
    monkeypatch.setenv("MLPLAB_WORKERS", count)
    assert run_jobs(double, [(value,) for value in range(6)], "double") == [0, 2, 4, 6, 8, 10]


def test_without_the_variable_there_is_a_worker_a_core(monkeypatch):
    monkeypatch.delenv("MLPLAB_WORKERS")
    assert workers() >= 1


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5"])
def test_a_wrong_number_of_workers_is_told(monkeypatch, text):
    monkeypatch.setenv("MLPLAB_WORKERS", text)
    with pytest.raises(InputError, match=rf"MLPLAB_WORKERS.*'{text}'"):
        workers()
