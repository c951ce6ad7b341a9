"""The words that compare two means."""

import pytest

from mlplab.page import comparisons
from mlplab.page.results import Score


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (Score(0.9, 0.01), Score(0.8, 0.01), "higher"),
        (Score(0.8, 0.01), Score(0.9, 0.01), "lower"),
        (Score(0.9, 0.01), Score(0.885, 0.001), "within noise"),  # the larger sd counts
        (Score(0.9, 0.001), Score(0.885, 0.01), "within noise"),
        (Score(0.75, 0.125), Score(0.5, 0.0), "higher"),  # two sd apart: no longer within
        (Score(0.9), Score(0.9, 0.1), "equal"),
        (Score(0.9), Score(0.89, 0.01), "within noise"),  # one run against several
        (Score(0.9), Score(0.89), "higher"),  # single runs know no noise
        (Score(0.9, 0.0), Score(0.89, 0.0), "higher"),
    ],
)
def test_two_means_are_within_noise_when_closer_than_two_of_the_larger_sd(first, second, word):
    assert comparisons.compare(first, second) == word
