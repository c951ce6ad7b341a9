"""A model moves to scikit-learn and back, or is refused in one line."""

import numpy as np
import pytest
from scipy import sparse
from sklearn import neural_network
from sklearn.datasets import make_multilabel_classification, make_regression
from sklearn.ensemble import RandomForestClassifier

import mlplab
from mlplab import nn
from mlplab.errors import InputError

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

X = np.random.default_rng(0).normal(size=(80, 4))
NAMES = np.array(["low", "middle", "high"])
TARGETS = {
    "two names": NAMES[(X[:, 0] > 0).astype(int)],
    "three names": NAMES[(X[:, :2] > 0).sum(axis=1)],
    "labels": (X[:, :3] > 0).astype(int),
    "one value": X[:, 0] * X[:, 1],
    "two values": X[:, :2] ** 2,
    "counts": np.random.default_rng(0).poisson(np.exp(X[:, 0])),
}
SETTINGS = {"hidden_layer_sizes": (5, 4), "activation": "tanh", "max_iter": 20, "random_state": 0}


def estimator(module, target):
    if "value" in target or target == "counts":
        loss = "poisson" if target == "counts" else "squared_error"
        return module.MLPRegressor(loss=loss, **SETTINGS)
    return module.MLPClassifier(**SETTINGS)


def move(module, model):
    """To the other side."""
    if module is mlplab:
        return model.to_sklearn()
    return getattr(mlplab, type(model).__name__).from_sklearn(model)


def assert_same(predicted, expected):
    """Equal classes, or values that are but for rounding."""
    if predicted.dtype.kind == "f":
        np.testing.assert_allclose(predicted, expected)
    else:
        np.testing.assert_array_equal(predicted, expected)


@pytest.mark.parametrize("module", [mlplab, neural_network])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("early_stopping", [False, True])
def test_a_moved_model_predicts_scores_and_learns_on_the_same(module, target, early_stopping):
    y = TARGETS[target]
    model = estimator(module, target).set_params(early_stopping=early_stopping).fit(X, y)
    moved = move(module, model)
    assert type(moved).__name__ == type(model).__name__
    assert_same(moved.predict(X), model.predict(X))
    assert moved.score(X, y) == pytest.approx(model.score(X, y))
    assert moved.loss_curve_ == model.loss_curve_
    for one in (model, moved):
        one.set_params(early_stopping=False, warm_start=True, solver="lbfgs", max_iter=3).fit(X, y)
    np.testing.assert_allclose(moved.coefs_[0], model.coefs_[0], atol=1e-8)


@pytest.mark.parametrize("module", [mlplab, neural_network])
def test_a_moved_model_has_weights_of_its_own(module):
    model = estimator(module, "three names").fit(X, TARGETS["three names"])
    before = model.predict_proba(X)
    moved = move(module, model)
    for array in moved.coefs_:
        array[...] = 0
    np.testing.assert_array_equal(model.predict_proba(X), before)


@pytest.mark.parametrize("module", [mlplab, neural_network])
@pytest.mark.parametrize("target", ["three names", "counts"])
def test_a_model_that_is_not_fitted_moves_with_its_parameters(module, target):
    model = estimator(module, target).set_params(alpha=0.3, n_iter_no_change=np.inf)
    moved = move(module, model)
    shared = model.get_params().keys() & moved.get_params().keys()
    assert {name: moved.get_params()[name] for name in shared} == {
        name: model.get_params()[name] for name in shared
    }
    y = TARGETS[target]
    assert_same(moved.fit(X, y).predict(X), model.fit(X, y).predict(X))


def test_sparse_labels_stay_sparse():
    inputs, labels = make_multilabel_classification(40, 5, random_state=0)
    model = mlplab.MLPClassifier(**SETTINGS).fit(inputs, sparse.csr_array(labels))
    theirs = model.to_sklearn()
    assert (theirs.predict(inputs) != model.predict(inputs)).nnz == 0
    back = mlplab.MLPClassifier.from_sklearn(theirs)
    assert (back.predict(inputs) != model.predict(inputs)).nnz == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"activation": "leaky_relu"}, "activation must be 'identity' or .* got 'leaky_relu'"),
        ({"activation": ["relu", "tanh"]}, "activation must be 'identity' or .* got "),
        ({"early_stopping": "loss"}, "early_stopping must be False or True, as .* got 'loss'"),
        ({"loss": "huber"}, "loss must be 'squared_error' or 'poisson', as .* got 'huber'"),
        ({"loss": nn.quantile(0.2)}, "loss must be 'squared_error' or 'poisson', as .* got Loss"),
        ({"dropout": 0.2}, "dropout must be 0.0, as in scikit-learn, got 0.2"),
        ({"clip_norm": 1.0}, "clip_norm must be None, as in scikit-learn, got 1.0"),
        ({"initializer": "he_normal"}, "initializer must be 'auto', as .* got 'he_normal'"),
    ],
)
def test_what_scikit_learn_lacks_is_refused_in_one_line(changes, message):
    model = mlplab.MLPRegressor(hidden_layer_sizes=(5, 4)).set_params(**changes)
    with pytest.raises(InputError, match=f"^to_sklearn: {message}"):
        model.to_sklearn()


def test_class_weights_are_refused_and_a_subclass_is_taken():
    class Own(mlplab.MLPClassifier):
        pass

    with pytest.raises(InputError, match="to_sklearn: class_weight must be None"):
        Own(class_weight="balanced").to_sklearn()
    assert type(Own().to_sklearn()) is neural_network.MLPClassifier


def test_another_kind_of_estimator_is_refused():
    message = r"from_sklearn takes a sklearn.neural_network.MLPClassifier, got 'RandomForest"
    with pytest.raises(InputError, match=message):
        mlplab.MLPClassifier.from_sklearn(RandomForestClassifier())
    with pytest.raises(InputError, match="MLPRegressor, got 'MLPClassifier'"):
        mlplab.MLPRegressor.from_sklearn(neural_network.MLPClassifier())


def test_a_multioutput_regressor_reports_the_same_loss_after_moving():
    inputs, y = make_regression(60, 4, n_targets=3, random_state=0)
    model = mlplab.MLPRegressor(**SETTINGS).fit(inputs, y)
    assert model.to_sklearn().loss_ == model.loss_
