"""scikit-learn's estimators, trained epoch by epoch and turned into networks of the engine."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from mlplab import nn
from mlplab.params import SKLEARN_ACTIVATIONS
from mlplab.studies.sklearn_training import network_of, settings, train_epochs


@pytest.mark.parametrize("activation", SKLEARN_ACTIVATIONS)
@pytest.mark.parametrize("classes", [2, 3])
def test_a_classifiers_network_gives_its_probabilities(splits, params, activation, classes):
    estimator = MLPClassifier(**settings(params.activation_comparison, activation, 0))
    X, y = splits.rows("train"), splits.train_labels % classes
    assert list(train_epochs(estimator, X, y, 2, np.arange(classes))) == [1, 2]
    network = network_of(estimator)
    np.testing.assert_allclose(
        nn.predict_proba(network, X), estimator.predict_proba(X), rtol=1e-4, atol=1e-6
    )
    np.testing.assert_array_equal(nn.predict(network, X), estimator.predict(X))


@pytest.mark.parametrize("activation", SKLEARN_ACTIVATIONS)
def test_a_regressors_network_gives_its_predictions(splits, params, activation):
    estimator = MLPRegressor(**settings(params.autoencoder, activation, 0))
    X = splits.rows("train")
    list(train_epochs(estimator, X, X, 2))
    np.testing.assert_allclose(
        nn.predict(network_of(estimator), X), estimator.predict(X), rtol=1e-4, atol=1e-6
    )


def test_each_epoch_shuffles_anew_and_the_seed_decides_it(splits, params):
    def losses(seed):
        estimator = MLPClassifier(**settings(params.activation_comparison, "relu", seed))
        X, y = splits.rows("train"), splits.train_labels
        return [estimator.loss_ for _ in train_epochs(estimator, X, y, 3, np.arange(3))]

    assert losses(0) == losses(0)
    assert losses(0) != losses(1)
    state = np.random.RandomState(0)
    assert (
        settings(params.activation_comparison, "relu", 0)["random_state"].get_state()[2]
        == (state.get_state()[2])
    )
