"""Estimators trained epoch by epoch and turned into networks of the engine, whoever trained them."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.estimators import network_of
from mlplab.params import SKLEARN_ACTIVATIONS
from mlplab.studies.shared.estimators import (
    ESTIMATORS,
    TrainingDiverged,
    classifier_network,
    make_estimator,
    train_epochs,
)


def make(kind, section, activation="relu", seed=0, estimators="sklearn"):
    return make_estimator(
        kind, section.model_copy(update={"estimators": estimators}), activation, seed
    )


@pytest.mark.parametrize("estimators", ESTIMATORS)
@pytest.mark.parametrize("activation", SKLEARN_ACTIVATIONS)
@pytest.mark.parametrize("classes", [2, 3])
def test_a_classifiers_network_gives_its_probabilities(
    splits, params, estimators, activation, classes
):
    estimator = make(
        "MLPClassifier", params.activation_comparison, activation, estimators=estimators
    )
    X, y = splits.rows("train"), splits.train_labels % classes
    assert list(train_epochs(estimator, X, y, 2, np.arange(classes))) == [1, 2]
    network = classifier_network(estimator)
    np.testing.assert_allclose(
        nn.predict_proba(network, X), estimator.predict_proba(X), rtol=1e-4, atol=1e-6
    )
    np.testing.assert_array_equal(nn.predict(network, X), estimator.predict(X))


@pytest.mark.parametrize("estimators", ESTIMATORS)
@pytest.mark.parametrize("activation", SKLEARN_ACTIVATIONS)
def test_a_regressors_network_gives_its_predictions(splits, params, estimators, activation):
    estimator = make("MLPRegressor", params.autoencoder, activation, estimators=estimators)
    X = splits.rows("train")
    list(train_epochs(estimator, X, X, 2))
    np.testing.assert_allclose(
        nn.predict(network_of(estimator), X), estimator.predict(X), rtol=1e-4, atol=1e-6
    )


@pytest.mark.parametrize("kind", ["MLPClassifier", "MLPRegressor"])
def test_both_engines_train_the_same_network_from_the_same_seed(splits, params, kind):
    X, y = splits.rows("train"), splits.train_labels
    classes, targets = (np.arange(3), y) if kind == "MLPClassifier" else (None, X)
    sklearn, mlplab = (
        make(kind, params.autoencoder, estimators=estimators) for estimators in ESTIMATORS
    )
    for estimator in (sklearn, mlplab):
        list(train_epochs(estimator, X, targets, 3, classes))
    for one, other in zip(sklearn.coefs_, mlplab.coefs_, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("estimators", ESTIMATORS)
def test_each_epoch_shuffles_anew_and_the_seed_decides_it(splits, params, estimators):
    X, y = splits.rows("train"), splits.train_labels

    def losses(seed):
        estimator = make(
            "MLPClassifier", params.activation_comparison, seed=seed, estimators=estimators
        )
        return [estimator.loss_ for _ in train_epochs(estimator, X, y, 3, np.arange(3))]

    assert losses(0) == losses(0)
    assert losses(0) != losses(1)


@pytest.mark.parametrize("estimators", ESTIMATORS)
@pytest.mark.parametrize("solver", ["adam", "sgd"])
def test_training_that_diverges_says_so_in_one_line(splits, params, estimators, solver):
    wild = params.autoencoder.model_copy(update={"learning_rate": 1e25, "solver": solver})
    X = splits.rows("train")
    with pytest.raises(TrainingDiverged, match=r"diverged in epoch \d+.*1e\+25") as caught:
        list(train_epochs(make("MLPRegressor", wild, estimators=estimators), X, X, 3))
    assert "\n" not in str(caught.value)
