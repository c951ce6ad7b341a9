"""The tests and intervals against SciPy's own and against published values."""

import numpy as np
import pytest
from scipy import stats

from mlplab.studies.shared.statistics import (
    holm,
    paired_difference,
    prediction_interval,
    share_interval,
)

# W. S. Gosset ("Student"), "The probable error of a mean", Biometrika 6 (1908): hours of sleep gained
# by ten patients with the one drug and with the other; the paired t is 4.0621 and its p 0.002833.
SLEEP = np.subtract(
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
)


def test_students_own_example_gives_his_p_value():
    found = paired_difference(SLEEP, margin=0.5)
    assert found["mean"] == pytest.approx(1.58)
    assert found["p"] == pytest.approx(0.002833, abs=5e-7)
    assert (found["low"], found["high"]) == pytest.approx((0.7001142, 2.4598858))


@pytest.mark.parametrize("margin", [0.5, 1.0, 2.0])
def test_the_one_sided_tests_are_those_of_scipy(margin):
    found = paired_difference(SLEEP, margin=margin)
    above = stats.ttest_1samp(SLEEP, margin, alternative="greater").pvalue
    within = (
        stats.ttest_1samp(SLEEP, -margin, alternative="greater").pvalue,
        stats.ttest_1samp(SLEEP, margin, alternative="less").pvalue,
    )
    assert found["p_above"] == pytest.approx(above)
    assert found["p_equivalent"] == pytest.approx(max(within))


def test_shared_rows_widen_the_interval_as_nadeau_and_bengio_say():
    apart = paired_difference(SLEEP, margin=0.5)
    shared = paired_difference(SLEEP, margin=0.5, test_train_ratio=0.25)
    wider = np.sqrt((1 / 10 + 0.25) / (1 / 10))
    assert shared["high"] - shared["mean"] == pytest.approx(wider * (apart["high"] - apart["mean"]))
    assert shared["p"] == pytest.approx(2 * stats.t.sf(4.062128 / wider, 9), rel=1e-5)


@pytest.mark.parametrize(
    ("value", "p", "p_equivalent"), [(0.0, 1, 0), (0.001, 0, 0), (0.2, 0, 1), (-0.2, 0, 1)]
)
def test_repetitions_that_all_agree_leave_no_doubt(value, p, p_equivalent):
    found = paired_difference([value] * 4, margin=0.005)
    assert (found["p"], found["p_equivalent"]) == (p, p_equivalent)
    assert found["low"] == found["high"] == value


def test_holms_p_values_are_those_of_his_method_worked_by_hand():
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert list(adjusted) == ["a", "b", "c", "d"]
    assert holm({"a": 0.9, "b": 0.8}) == {"a": 1.0, "b": 1.0}


@pytest.mark.parametrize(
    ("successes", "trials", "interval"),
    [
        (0, 10, (0.0, 0.3085)),
        (10, 10, (0.6915, 1.0)),
        (4, 20, (0.0573, 0.4366)),
    ],
)
def test_clopper_and_pearsons_intervals_are_those_of_tables(successes, trials, interval):
    assert share_interval(successes, trials) == pytest.approx(interval, abs=5e-5)


def test_a_prediction_interval_holds_one_more_value_95_times_in_100():
    rng = np.random.default_rng(0)
    draws = rng.normal(size=(4000, 6))
    sizes = [prediction_interval(row[:5]) for row in draws]
    held = [low <= row[5] <= high for row, (low, high) in zip(draws, sizes, strict=True)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.01)


def test_a_prediction_interval_widens_by_the_error_of_measurement():
    values = [0.5, 0.6, 0.7]
    low, high = prediction_interval(values, variance=0.02)
    t = stats.t.ppf(0.975, 2)
    assert (high - low) / 2 == pytest.approx(t * np.sqrt(0.01 * 4 / 3 + 0.02))
    assert (high + low) / 2 == pytest.approx(0.6)
