"""Training scikit-learn's multilayer perceptrons epoch by epoch, and taking their networks out."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

from mlplab import nn
from mlplab.params import SklearnFit

# scikit-learn's names for the engine's activations and losses, where they differ.
ACTIVATIONS = {"logistic": "sigmoid"}
LOSSES = {"log_loss": "cross_entropy", "squared_error": "squared_error"}


def settings(params: SklearnFit, activation: str, seed: int) -> dict[str, Any]:
    """The arguments of an MLPClassifier or MLPRegressor for one section of params.yaml."""
    return {
        "hidden_layer_sizes": tuple(params.hidden_layer_sizes),
        "activation": activation,
        "solver": params.solver,
        "learning_rate_init": params.learning_rate,
        "batch_size": params.batch_size,
        # An integer would repeat the same shuffle in every partial_fit.
        "random_state": np.random.RandomState(seed),
    }


def train_epochs(
    estimator: MLPClassifier | MLPRegressor,
    X: np.ndarray,
    y: np.ndarray,
    epochs: int,
    classes: np.ndarray | None = None,
) -> Iterator[int]:
    """Train an epoch at a time and yield its number, from 1, so that the caller can look at the estimator in between.

    `classes` are all labels of a classifier, (k,); a regressor takes none.
    """
    labels = {} if classes is None else {"classes": classes}
    for epoch in range(1, epochs + 1):
        estimator.partial_fit(X, y, **labels)
        yield epoch


def network_of(estimator: MLPClassifier | MLPRegressor) -> nn.Network:
    """The trained estimator's weights as a network of the engine, which gives the same predictions."""
    hidden = nn.ACTIVATIONS[ACTIVATIONS.get(estimator.activation, estimator.activation)]
    layers = [nn.Layer(*pair) for pair in zip(estimator.coefs_, estimator.intercepts_, strict=True)]
    if estimator.out_activation_ == "logistic":
        # Two classes: sigmoid(z) is the softmax of (0, z).
        layers[-1] = nn.Layer(
            *(np.pad(array, [(0, 0)] * (array.ndim - 1) + [(1, 0)]) for array in layers[-1])
        )
    activations = [*[hidden] * (len(layers) - 1), nn.ACTIVATIONS["identity"]]
    return nn.Network(layers, activations, nn.LOSSES[LOSSES[estimator.loss]])
