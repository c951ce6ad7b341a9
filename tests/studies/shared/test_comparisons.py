"""What paired comparisons decide."""

import numpy as np
import pytest

from mlplab.studies.shared.comparisons import compare_with, is_best, is_less, is_more, worst
from mlplab.studies.shared.statistics import paired_difference

NOISE = np.array([0.001, -0.001, 0.0005, -0.0005, 0.0])


def scores(**offsets):
    """Five repetitions a choice: the first has no noise, the others differ from it by theirs."""
    return {
        name: (0.8 + offset + NOISE * (name != "a")).tolist() for name, offset in offsets.items()
    }


@pytest.mark.parametrize(
    ("offset", "decision"),
    [(-0.05, "higher"), (0.05, "lower"), (0.0, "equivalent"), (0.0022, "equivalent")],
)
def test_a_difference_decides_by_its_sign_unless_it_is_within_the_margin(offset, decision):
    pair = compare_with("a", scores(a=0, b=offset), margin=0.005)["b"]
    assert pair["decision"] == decision
    assert pair["mean"] == pytest.approx(-offset)


def test_a_difference_drowned_in_noise_is_undecided():
    noisy = {"a": [0.8, 0.9, 0.7, 0.8], "b": [0.9, 0.7, 0.8, 0.85]}
    assert compare_with("a", noisy, margin=0.005)["b"]["decision"] == "undecided"


def test_p_values_are_adjusted_over_all_others():
    pairs = compare_with("a", scores(a=0, b=-0.0009, c=-0.05, d=-0.06), margin=0.0001)
    assert pairs["b"]["p_holm"] == pairs["b"]["p"]
    assert pairs["c"]["p_holm"] == pytest.approx(2 * pairs["c"]["p"])
    assert pairs["d"]["p_holm"] == pytest.approx(3 * pairs["d"]["p"])


@pytest.mark.parametrize(
    ("offsets", "verdict"),
    [
        ({"b": -0.05, "c": -0.06}, "holds"),
        ({"b": -0.05, "c": 0.06}, "refuted"),
        ({"b": 0.0, "c": 0.06}, "refuted"),
        ({"b": 0.0, "c": -0.06}, "tie"),
    ],
)
def test_the_best_is_above_every_other(offsets, verdict):
    assert is_best(compare_with("a", scores(a=0, **offsets), margin=0.005)) == verdict


@pytest.mark.parametrize(
    ("means", "more", "less"),
    [
        ((0.05, 0.06), "holds", "refuted"),
        ((0.05, 0.0), "refuted", "refuted"),
        ((0.0, -0.05), "refuted", "holds"),
        ((0.05, 0.01), "undecided", "refuted"),
    ],
)
def test_all_differences_are_more_or_less_than_the_margin(means, more, less):
    pairs = {str(mean): paired_difference(mean + NOISE, margin=0.01) for mean in means}
    assert (is_more(pairs), is_less(pairs)) == (more, less)


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        (["holds", "holds"], "holds"),
        (["holds", "tie"], "tie"),
        (["tie", "undecided"], "undecided"),
        (["holds", "refuted"], "refuted"),
    ],
)
def test_a_claim_of_several_parts_is_as_good_as_its_worst(parts, verdict):
    assert worst(parts) == verdict
