"""Means and standard deviations over seeds."""

import pytest

from mlplab.studies.seeds import curve_columns, mean_curve, mean_sd


def test_the_sd_is_that_of_a_sample_and_missing_for_one_value():
    assert mean_sd([1, 2, 3]) == {"mean": 2, "sd": 1}
    assert mean_sd([0.5]) == {"mean": 0.5, "sd": None}


def test_a_mean_curve_has_a_row_an_epoch():
    rows = [
        {"epoch": epoch, "seed": seed, "loss": epoch + seed} for seed in (0, 2) for epoch in (1, 2)
    ]
    curve = mean_curve(rows, runs=2)
    assert [row["epoch"] for row in curve] == [1, 2]
    assert [row["loss"] for row in curve] == [2, 3]
    assert curve[0]["loss_sd"] == pytest.approx(2**0.5)
    assert curve_columns(["loss"]) == (["epoch", "seed", "loss"], ["epoch", "loss", "loss_sd"])


def test_a_mean_curve_ends_where_a_run_diverged():
    rows = [
        {"epoch": 1, "seed": 0, "loss": 1.0},
        {"epoch": 1, "seed": 1, "loss": 2.0},
        {"epoch": 2, "seed": 0, "loss": 0.5},
    ]
    assert [row["epoch"] for row in mean_curve(rows, runs=2)] == [1]
    assert mean_curve(rows, runs=3) == []
