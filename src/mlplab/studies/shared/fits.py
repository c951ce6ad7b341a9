"""Networks trained over all their epochs without a look in between, for studies that need the last one alone."""

import numpy as np

from mlplab import nn
from mlplab.estimators import network_of
from mlplab.params import EstimatorFit
from mlplab.studies.shared.estimators import classifier_network, make_estimator, train_epochs


def train_classifier(
    X: np.ndarray, y: np.ndarray, classes: int, params: EstimatorFit, activation: str, seed: int
) -> nn.Network:
    """Train a classifier of rows X (n, d) with labels y (n,) from 0 to classes - 1.

    Raises
    ------
    TrainingDiverged
        The loss or the weights became infinite or NaN.
    """
    estimator = make_estimator("MLPClassifier", params, activation, seed)
    for _ in train_epochs(estimator, X, y, params.epochs, np.arange(classes)):
        pass
    return classifier_network(estimator)


def train_autoencoder(
    X: np.ndarray, params: EstimatorFit, activation: str, seed: int
) -> nn.Network:
    """Train an autoencoder of rows X (n, d), with the errors of `train_classifier`."""
    estimator = make_estimator("MLPRegressor", params, activation, seed)
    for _ in train_epochs(estimator, X, X, params.epochs):
        pass
    return network_of(estimator)


def untrained_autoencoder(
    X: np.ndarray, params: EstimatorFit, activation: str, seed: int
) -> nn.Network:
    """The network from which `train_autoencoder` with the same arguments starts."""
    still = params.model_copy(update={"learning_rate": np.finfo(float).tiny, "epochs": 1})
    return train_autoencoder(X[: params.batch_size], still, activation, seed)
