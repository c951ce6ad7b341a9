"""The words that compare two means."""

import math

import numpy as np
import pytest
from scipy import stats

from mlplab.page import comparisons
from mlplab.page.results import Score


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        (Score(0.9, 0.01, 4), Score(0.8, 0.01, 4), "higher"),
        (Score(0.8, 0.01, 4), Score(0.9, 0.01, 4), "lower"),
        (Score(0.9, 0.01, 4), Score(0.885, 0.001, 4), "within noise"),
        (Score(0.9, 0.01, 40), Score(0.885, 0.001, 40), "higher"),  # more seeds, less doubt
        (Score(0.9, 0.001, 40, 1e-4), Score(0.885, 0.001, 40, 1e-4), "within noise"),  # few images
        (Score(0.9), Score(0.9, 0.1, 4), "equal"),
        (Score(0.9), Score(0.89, 0.01, 4), "within noise"),  # one run against several
        (Score(0.9, sampling=1e-4), Score(0.89), "within noise"),
        (Score(0.9), Score(0.89), "higher"),  # nothing is known of the noise
        (Score(0.9, sampling=math.inf), Score(0.1, 0.1, 4, math.inf), "within noise"),
        (Score(0.9, 0.0, 4), Score(0.89, 0.0, 4), "higher"),
    ],
)
def test_two_means_are_within_noise_where_their_difference_may_be_zero(first, second, word):
    assert comparisons.compare(first, second) == word


def test_the_noise_of_two_means_over_seeds_is_welchs():
    rng = np.random.default_rng(0)
    first, second = rng.normal(0, 1, 4), rng.normal(0, 5, 6)
    interval = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    scores = [Score(x.mean(), x.std(ddof=1), len(x)) for x in (first, second)]
    assert comparisons.noise(*scores) == pytest.approx((interval.high - interval.low) / 2)


def test_the_images_add_their_variance_to_that_of_the_seeds():
    scores = Score(0.9, sampling=3e-4), Score(0.8, sampling=1e-4)
    assert comparisons.noise(*scores) == pytest.approx(stats.norm.ppf(0.975) * np.sqrt(4e-4))
