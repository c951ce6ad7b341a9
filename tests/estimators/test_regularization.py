"""Dropout, and gradients clipped by their norm."""

import numpy as np
import pytest
from sklearn.base import clone

import mlplab
from tests.estimators.examples import QUICK, assert_same_weights, digits, skewed

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def test_dropout_changes_training_and_repeats_with_the_seed():
    X, y = digits()
    plain, one, two = (
        mlplab.MLPClassifier(dropout=rate, **QUICK).fit(X, y) for rate in (0.0, 0.5, 0.5)
    )
    assert_same_weights(one, two)
    assert not np.array_equal(plain.coefs_[0], one.coefs_[0])
    assert one.score(X, y) > 0.8
    np.testing.assert_array_equal(one.predict_proba(X), one.predict_proba(X))


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_clipping_tames_a_rate_that_diverges_otherwise(solver):
    X, y = skewed()
    settings = QUICK | {"solver": solver, "learning_rate_init": 0.1}
    clipped = mlplab.MLPRegressor(clip_norm=1e-3, momentum=0, **settings).fit(1e3 * X, 1e4 * y)
    fresh = clone(clipped).set_params(max_iter=1, learning_rate_init=1e-12).fit(1e3 * X, 1e4 * y)
    steps = 15 * np.ceil(600 / 200)
    if solver == "sgd":  # each step is at most the rate times the norm
        moved = max(abs(a - b).max() for a, b in zip(clipped.coefs_, fresh.coefs_, strict=True))
        assert 0 < moved <= steps * 0.1 * 1e-3 + 1e-9
    assert all(np.isfinite(array).all() for array in clipped.coefs_)
