"""Means and standard deviations over seeds."""

from mlplab.studies.shared.seeds import mean_sd


def test_the_sd_is_that_of_a_sample_and_missing_for_one_value():
    assert mean_sd([1, 2, 3]) == {"mean": 2, "sd": 1}
    assert mean_sd([0.5]) == {"mean": 0.5, "sd": None}
