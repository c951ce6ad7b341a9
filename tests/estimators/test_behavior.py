"""The estimators as scikit-learn's users meet them."""

import pickle
from itertools import count

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_digits, make_regression
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import mlplab
from mlplab import nn
from mlplab.estimators import DivergenceWarning

pytestmark = pytest.mark.filterwarnings("ignore:.*epochs have passed")


@parametrize_with_checks([mlplab.MLPClassifier(), mlplab.MLPRegressor()])
def test_scikit_learns_own_checks_pass(estimator, check):
    check(estimator)


def digits(dtype=np.float64, rows=400):
    X, y = load_digits(return_X_y=True)
    return (X[:rows] / 16).astype(dtype), y[:rows]


QUICK = {"hidden_layer_sizes": (16,), "max_iter": 15, "learning_rate_init": 0.02, "random_state": 0}
REGRESSION = make_regression(200, 6, n_targets=2, random_state=0)


def test_float32_stays_float32():
    classifier = mlplab.MLPClassifier(**QUICK).fit(*digits(np.float32))
    assert {array.dtype for array in classifier.coefs_ + classifier.intercepts_} == {
        np.dtype(np.float32)
    }
    assert classifier.predict_proba(digits(np.float32)[0]).dtype == np.float32


@pytest.mark.filterwarnings("ignore:.*lbfgs has not converged")
@pytest.mark.parametrize(
    ("name", "value", "settings"),
    [
        ("alpha", 0.7, {}),
        ("alpha", 0.7, {"solver": "lbfgs"}),
        ("learning_rate_init", 0.003, {}),
        ("beta_1", 0.7, {}),
        ("dropout", 0.3, {}),
        ("clip_norm", 0.3, {}),
        ("beta_2", 0.99, {}),
        ("alpha", 0.7, {"solver": "sgd", "momentum": 0.0}),
        ("learning_rate_init", 0.003, {"solver": "sgd", "momentum": 0.0}),
        ("momentum", 0.7, {"solver": "sgd"}),
        ("power_t", 0.3, {"solver": "sgd", "learning_rate": "invscaling"}),
    ],
)
def test_a_parameter_given_in_float16_takes_no_digits_from_float64(name, value, settings):
    X, y = digits()
    rounded = np.float16(value)
    given, plain = (
        mlplab.MLPClassifier(**QUICK | settings | {name: number}).fit(X, y)
        for number in (rounded, float(rounded))
    )
    np.testing.assert_array_equal(given.coefs_[0], plain.coefs_[0])
    assert given.loss_ == plain.loss_


def test_pipelines_searches_and_cross_validation_work():
    pipeline = make_pipeline(StandardScaler(), mlplab.MLPClassifier(**QUICK))
    grid = {"mlpclassifier__activation": ["tanh", "leaky_relu"], "mlpclassifier__alpha": [0, 0.1]}
    search = GridSearchCV(pipeline, grid, cv=2).fit(*digits())
    assert search.best_score_ > 0.8
    assert cross_val_score(mlplab.MLPClassifier(**QUICK), *digits(), cv=3).mean() > 0.8


def test_clones_and_pickles_predict_the_same():
    classifier = mlplab.MLPClassifier(activation="leaky_relu", slope=0.3, **QUICK)
    X, y = digits()
    expected = classifier.fit(X, y).predict_proba(X)
    np.testing.assert_array_equal(clone(classifier).fit(X, y).predict_proba(X), expected)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(classifier)).predict_proba(X), expected)


def test_each_hidden_layer_may_have_its_activation():
    X, y = digits()
    settings = QUICK | {"hidden_layer_sizes": (16, 12)}
    activation = ["leaky_relu", nn.ACTIVATIONS["tanh"]]
    classifier = mlplab.MLPClassifier(activation=activation, slope=0.2, **settings).fit(X, y)
    z = X @ classifier.coefs_[0] + classifier.intercepts_[0]
    h = np.tanh(np.where(z > 0, z, 0.2 * z) @ classifier.coefs_[1] + classifier.intercepts_[1])
    z = h @ classifier.coefs_[2] + classifier.intercepts_[2]
    np.testing.assert_allclose(classifier.predict_proba(X), softmax(z, axis=1), rtol=1e-9)


def test_the_initializer_may_be_chosen():
    zero = mlplab.MLPClassifier(initializer="zero", **QUICK).fit(*digits())
    assert not zero.coefs_[0].any()


@pytest.mark.parametrize("watched", [False, True, "loss"])
def test_a_validation_set_given_to_fit_gives_curves(watched):
    X, y = digits()
    classifier = mlplab.MLPClassifier(early_stopping=watched, **QUICK)
    classifier.fit(X[:300], y[:300], X_val=X[300:], y_val=y[300:])
    losses, scores = classifier.validation_loss_curve_, classifier.validation_scores_
    assert len(losses) == len(scores) == classifier.n_iter_
    best = {False: -1, True: np.argmax(scores), "loss": np.argmin(losses)}[watched]
    assert classifier.score(X[300:], y[300:]) == pytest.approx(scores[best])
    proba = classifier.predict_proba(X[300:])
    assert log_loss(y[300:], proba) == pytest.approx(losses[best])


def test_early_stopping_on_the_validation_loss_stops():
    X, y = REGRESSION
    settings = {"learning_rate_init": 0.01, "max_iter": 2000, "n_iter_no_change": 5}
    regressor = mlplab.MLPRegressor(
        "squared_error", (50,), early_stopping="loss", random_state=0, **settings
    )
    regressor.fit(X, y / y.std())
    assert len(regressor.validation_loss_curve_) == regressor.n_iter_ < 2000


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_divergence_is_a_warning_with_step_and_layer(solver):
    X, y = REGRESSION
    regressor = mlplab.MLPRegressor(
        hidden_layer_sizes=(8, 8), solver=solver, learning_rate_init=1e30, random_state=0
    )
    message = r"diverged at step \d+ \(epoch \d+\): layer \d is not finite: training stopped there"
    with pytest.warns(DivergenceWarning, match=message):
        regressor.fit(X.astype(np.float32), y.astype(np.float32))
    assert all(np.isfinite(array).all() for array in regressor.coefs_ + regressor.intercepts_)


def test_the_validation_loss_is_weighted_like_the_training_loss():
    X, y = load_breast_cancer(return_X_y=True)
    X, heavy = StandardScaler().fit_transform(X), np.where(y, 1.0, 20.0)
    classifier = mlplab.MLPClassifier(early_stopping="loss", **QUICK)
    classifier.fit(X, y, heavy)
    X_val, y_val, weight_val = train_test_split(X, y, heavy, random_state=0, stratify=y)[1::2]
    assert classifier.score(X_val, y_val, weight_val) > 0.95


def test_the_package_lists_its_estimators():
    assert {"MLPClassifier", "MLPRegressor"} <= set(dir(mlplab))


def test_a_validation_loss_that_is_not_finite_stalls():
    X, y = digits(np.float32)
    classifier = mlplab.MLPClassifier(early_stopping="loss", n_iter_no_change=2, **QUICK)
    classifier.fit(X, y, X_val=X[:50] * np.float32(5e37), y_val=y[:50])
    assert classifier.n_iter_ == 3


def test_partial_fit_takes_another_solver_and_refuses_a_read_only_state():
    X, y = digits()
    classifier = mlplab.MLPClassifier(**QUICK).partial_fit(X, y, classes=range(10))
    classifier._optimizer.state["m"].vector.flags.writeable = False
    with pytest.raises(ValueError, match="output array is read-only"):
        classifier.partial_fit(X, y)
    assert classifier.set_params(solver="sgd").partial_fit(X, y).score(X, y) > 0.1


def test_a_fit_that_diverges_at_once_has_an_infinite_loss():
    settings = QUICK | {"solver": "sgd", "learning_rate_init": 1e300}
    classifier = mlplab.MLPClassifier(**settings)
    with pytest.warns(DivergenceWarning):
        classifier.fit(*digits())
    assert classifier.loss_ == np.inf


def interrupting_at(call):
    """A tanh in whose call of that number on a batch the user presses Ctrl-C."""
    calls, tanh = count(1), nn.ACTIVATIONS["tanh"]

    def forward(z):
        if len(z) > 1 and next(calls) == call:
            raise KeyboardInterrupt
        tanh.forward(z)

    return nn.Activation("tanh", forward, tanh.backward)


@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_an_interrupted_fit_returns_what_it_has_learned(solver):
    X, y = digits()
    classifier = mlplab.MLPClassifier(
        **QUICK | {"solver": solver, "max_iter": 40, "activation": interrupting_at(20)}
    )
    with pytest.warns(UserWarning, match="Training interrupted by user"):
        assert classifier.fit(X, y) is classifier
    assert 5 < classifier.n_iter_ < 20
    assert classifier.score(X, y) > 0.8


def test_an_interrupted_partial_fit_stops_the_loop_around_it():
    X, y = digits()
    classifier = mlplab.MLPClassifier(**QUICK | {"activation": interrupting_at(20)})
    for _ in range(9):
        classifier.partial_fit(X, y, classes=range(10))
    with pytest.raises(KeyboardInterrupt):
        classifier.partial_fit(X, y)


def test_a_validation_score_is_that_of_the_network():
    X, y = REGRESSION
    settings = QUICK | {"max_iter": 1}
    regressor = mlplab.MLPRegressor(**settings).fit(X, y, X_val=X[:50], y_val=y[:50])
    assert regressor.validation_scores_ == pytest.approx([regressor.score(X[:50], y[:50])])
    labels = (y > 0).astype(int)
    classifier = mlplab.MLPClassifier(**settings).fit(X, labels, X_val=X[:50], y_val=labels[:50])
    assert classifier.validation_scores_ == [classifier.score(X[:50], labels[:50])]
