"""How a fit ends: lbfgs in the dtype of X, and a warning where it has not converged."""

import numpy as np
import pytest

import mlplab
from tests.estimators.examples import digits

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@pytest.mark.parametrize("kind", [mlplab.MLPClassifier, mlplab.MLPRegressor])
def test_lbfgs_keeps_float32(kind):
    X, y = digits()
    model = kind(solver="lbfgs", hidden_layer_sizes=(8,), random_state=0, max_iter=60)
    model.fit(X.astype(np.float32), y.astype(np.float32))
    assert {array.dtype for array in model.coefs_ + model.intercepts_} == {np.dtype(np.float32)}
    assert model.score(X.astype(np.float32), y) > 0.85


def test_a_fit_that_does_not_converge_names_the_estimator_and_its_limits():
    X, y = digits()
    for solver, message in (
        ("adam", "MLPClassifier: max_iter=2 epochs have passed without convergence"),
        ("lbfgs", r"MLPClassifier: lbfgs has not converged \(max_iter=2, max_fun=15000\)"),
    ):
        with pytest.warns(match=message) as caught:
            mlplab.MLPClassifier(solver=solver, max_iter=2).fit(X, y)
        assert caught[0].filename == __file__
