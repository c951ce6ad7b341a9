"""The regressor's losses: quantiles, outliers, counts."""

import numpy as np
import pytest
from sklearn.base import clone

import mlplab
from mlplab import nn
from mlplab.errors import InputError
from tests.estimators.examples import skewed

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@pytest.mark.parametrize("level", [0.1, 0.5, 0.9])
def test_the_quantile_loss_leaves_that_share_of_the_rows_below(level):
    X, y = skewed()
    settings = {"solver": "adam", "learning_rate_init": 0.01, "max_iter": 150, "random_state": 0}
    regressor = mlplab.MLPRegressor("quantile", (20,), quantile=level, **settings).fit(X, y)
    assert np.mean(y < regressor.predict(X)) == pytest.approx(level, abs=0.05)


@pytest.mark.parametrize("loss", ["absolute_error", "huber", nn.huber(0.5), nn.quantile(0.5)])
@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_a_robust_loss_is_not_led_away_by_outliers(loss, solver):
    X, y = skewed()
    wild = np.where(np.arange(len(y)) % 20 == 0, y + 1000, y)
    settings = {"solver": solver, "learning_rate_init": 0.01, "max_iter": 100, "random_state": 0}
    robust = mlplab.MLPRegressor(loss, (20,), **settings).fit(X, wild)
    squared = mlplab.MLPRegressor("squared_error", (20,), **settings).fit(X, wild)
    errors = [np.median(abs(y - model.predict(X))) for model in (robust, squared)]
    assert errors[0] < errors[1] / 5
    np.testing.assert_array_equal(clone(robust).fit(X, wild).predict(X), robust.predict(X))


@pytest.mark.parametrize("loss", ["cross_entropy", "mse", nn.LOSSES["cross_entropy"]])
def test_a_loss_that_is_not_for_numbers_is_refused(loss):
    message = "loss must be one of squared_error, .*, quantile or an nn.Loss, got"
    with pytest.raises(InputError, match=message):
        mlplab.MLPRegressor(loss).fit(*skewed())


def test_poisson_refuses_negative_targets():
    X, y = skewed()
    with pytest.raises(InputError, match="y must be 0 or more with loss='poisson', got -"):
        mlplab.MLPRegressor("poisson").fit(X, y - 5)
