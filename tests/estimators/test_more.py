"""What scikit-learn's estimators do not have: class weights, losses, dropout, scorers, and so on."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_digits, make_classification
from sklearn.metrics import f1_score, log_loss, make_scorer
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_sample_weight

import mlplab
from mlplab import nn
from mlplab.errors import InputError
from mlplab.estimators import data

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

QUICK = {"hidden_layer_sizes": (16,), "max_iter": 15, "learning_rate_init": 0.02, "random_state": 0}
RARE = make_classification(400, 6, weights=[0.9], flip_y=0.1, random_state=0)


def digits(rows=400):
    X, y = load_digits(return_X_y=True)
    return X[:rows] / 16, y[:rows]


def skewed(rows=600):
    """One feature, and targets that are skewed around it."""
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (rows, 1))
    return X, 2 * X[:, 0] + rng.exponential(size=rows)


def assert_same_weights(one, other):
    for mine, others in zip(one.coefs_, other.coefs_, strict=True):
        np.testing.assert_array_equal(mine, others)


@pytest.mark.parametrize("class_weight", ["balanced", {0: 1.0, 1: 7.0}, {1: 0.0}])
@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_a_class_weight_is_a_weight_of_each_of_its_rows(class_weight, solver):
    X, y = RARE
    settings = QUICK | {"solver": solver}
    weighted = mlplab.MLPClassifier(class_weight=class_weight, **settings).fit(
        X, y, np.full(400, 2)
    )
    rows = 2 * compute_sample_weight(class_weight, y)
    assert_same_weights(weighted, mlplab.MLPClassifier(**settings).fit(X, y, rows))


def test_balanced_class_weights_find_the_rare_class():
    X, y = RARE
    plain, balanced = (
        mlplab.MLPClassifier(class_weight=weight, **QUICK).fit(X, y)
        for weight in (None, "balanced")
    )
    assert balanced.predict(X)[y == 1].mean() > plain.predict(X)[y == 1].mean() + 0.1


def test_class_weights_of_names_of_labels_and_of_partial_fits():
    X, y = digits()
    names = np.array(list("abcdefghij"))[y]
    one = mlplab.MLPClassifier(class_weight={"a": 3}, **QUICK).fit(X, names)
    other = mlplab.MLPClassifier(class_weight={0: 3}, **QUICK)
    for _ in range(15):
        other.partial_fit(X, y, classes=range(10))
    assert one.score(X, names) > 0.8 < other.score(X, y)
    other.partial_fit(X[y == 1], y[y == 1])  # a batch without the class that has a weight
    labels = np.stack([y % 2, y > 4], axis=1).astype(int)
    weights = [{1: 2.0}, {0: 0.5, 1: 3.0}]
    weighted = mlplab.MLPClassifier(class_weight=weights, **QUICK).fit(X, labels)
    rows = compute_sample_weight(weights, labels)
    assert_same_weights(weighted, mlplab.MLPClassifier(**QUICK).fit(X, labels, rows))
    with pytest.raises(InputError, match="class_weight must be 'balanced' or a list of a dict"):
        mlplab.MLPClassifier(class_weight={1: 2.0}).fit(X, labels)
    assert (
        mlplab.MLPClassifier(class_weight="balanced", **QUICK).fit(X, labels).score(X, labels) > 0.8
    )
    with pytest.raises(InputError, match="class_weight must not be 'balanced' in partial_fit"):
        mlplab.MLPClassifier(class_weight="balanced").partial_fit(X, y, classes=range(10))


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


@pytest.mark.parametrize("dense", [True, False])
def test_hidden_features_are_the_outputs_of_that_layer(dense):
    X, y = digits()
    classifier = mlplab.MLPClassifier(**QUICK | {"hidden_layer_sizes": (16, 8)}).fit(X, y)
    first = np.maximum(X @ classifier.coefs_[0] + classifier.intercepts_[0], 0)
    last = np.maximum(first @ classifier.coefs_[1] + classifier.intercepts_[1], 0)
    inputs = X if dense else sparse.csr_array(X)
    for layer, expected in ((0, first), (-2, first), (1, last), (-1, last)):
        np.testing.assert_allclose(classifier.hidden_features(inputs, layer), expected, atol=1e-12)
    np.testing.assert_allclose(classifier.hidden_features(inputs), last, atol=1e-12)
    for layer in (2, -3, 0.5):
        with pytest.raises(InputError, match=f"layer must be an integer from -2 to 1, got {layer}"):
            classifier.hidden_features(X, layer)


WATCHED = ["f1_macro", make_scorer(f1_score, average="macro"), lambda model, X, y: -len(y)]


@pytest.mark.parametrize("watched", WATCHED[:2])
def test_early_stopping_watches_a_scorer(watched):
    X, y = digits()
    classifier = mlplab.MLPClassifier(early_stopping=watched, **QUICK)
    classifier.fit(X[:300], y[:300], X_val=X[300:], y_val=y[300:])
    assert classifier.best_validation_score_ == max(classifier.validation_scores_)
    predicted = classifier.predict(X[300:])  # of the best epoch
    assert f1_score(y[300:], predicted, average="macro") == classifier.best_validation_score_


def test_early_stopping_on_a_function_stops_where_it_does_not_rise():
    settings = QUICK | {"max_iter": 200, "n_iter_no_change": 3}
    classifier = mlplab.MLPClassifier(early_stopping=WATCHED[2], **settings).fit(*digits())
    assert classifier.n_iter_ == 5
    assert classifier.validation_scores_ == [-40.0] * 5


@pytest.mark.parametrize("watched", [True, "loss", "accuracy"])
def test_the_weights_of_the_validation_set_weigh(watched):
    X, y = load_breast_cancer(return_X_y=True)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    weights = np.random.default_rng(0).uniform(0, 5, len(y)) ** 2
    classifier = mlplab.MLPClassifier(early_stopping=watched, **QUICK)
    classifier.fit(X[:400], y[:400], X_val=X[400:], y_val=y[400:], sample_weight_val=weights[400:])
    best = {"loss": np.argmin(classifier.validation_loss_curve_)}.get(
        watched, np.argmax(classifier.validation_scores_)
    )
    proba = classifier.predict_proba(X[400:])
    expected = log_loss(y[400:], proba, sample_weight=weights[400:])
    assert classifier.validation_loss_curve_[best] == pytest.approx(expected)
    score = classifier.score(X[400:], y[400:], weights[400:])
    assert classifier.validation_scores_[best] == pytest.approx(score)


def test_weights_of_a_validation_set_that_is_not_there_are_refused():
    X, y = digits()
    with pytest.raises(InputError, match="sample_weight_val must come with X_val"):
        mlplab.MLPClassifier().fit(X, y, sample_weight_val=np.ones(40))


@pytest.mark.parametrize("watched", ["loss", "accuracy"])
def test_the_validation_part_has_the_shares_of_several_classes(watched, monkeypatch):
    X, y = digits()
    y, parts = np.where(y < 8, 0, y - 7), []

    def split(*arrays, stratify, **settings):
        parts.extend(train_test_split(*arrays, stratify=stratify, **settings))
        return parts

    monkeypatch.setattr(data, "train_test_split", split)
    mlplab.MLPClassifier(early_stopping=watched, **QUICK).fit(X, y)
    np.testing.assert_allclose(np.bincount(parts[3]) / 40, np.bincount(y) / 400, atol=0.02)


def test_a_warm_start_may_watch_something_else():
    X, y = digits()
    classifier = mlplab.MLPClassifier(warm_start=True, **QUICK).fit(X, y)
    classifier.set_params(early_stopping="loss").fit(X, y)
    assert classifier.best_loss_ is None
    assert len(classifier.validation_loss_curve_) == classifier.n_iter_


def test_validation_data_with_lbfgs_are_refused():
    X, y = digits()
    with pytest.raises(InputError, match="solver must be sgd or adam with X_val, got 'lbfgs'"):
        mlplab.MLPClassifier(solver="lbfgs").fit(X, y, X_val=X, y_val=y)


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
