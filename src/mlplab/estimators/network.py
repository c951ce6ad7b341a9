"""The network of an estimator, scikit-learn's or this package's own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from mlplab import nn
from mlplab.errors import require
from mlplab.nn.network import find_activations


def _reported_squared_error(scores: np.ndarray, *arguments: Any) -> float:
    """Average the loss over the outputs, but leave its gradient that of the sum, as scikit-learn does."""
    loss = nn.LOSSES["squared_error"].value_and_gradient(scores, *arguments)
    return loss / scores.shape[1]


SQUARED_ERROR = replace(nn.LOSSES["squared_error"], value_and_gradient=_reported_squared_error)
# What an output activation leaves open is the regressor's own choice.
LOSSES = {
    "softmax": nn.LOSSES["cross_entropy"],
    "logistic": nn.LOSSES["binary_cross_entropy"],
    "exp": nn.LOSSES["poisson"],
}
REGRESSION = ("squared_error", "poisson", "absolute_error", "huber", "quantile")


def network_of(estimator: Any) -> nn.Network:
    """Make the network that predicts as a fitted MLPClassifier or MLPRegressor does.

    Parameters
    ----------
    estimator : MLPClassifier or MLPRegressor
        scikit-learn's, or this package's own.

    Returns
    -------
    nn.Network
        Two classes make one output with binary cross-entropy, labels one each. The weights are a
        copy of coefs_ and intercepts_; where this package's estimator has trained these arrays,
        they are the same arrays instead: training it on changes them.
    """
    check_is_fitted(estimator)
    layers = _layers(estimator)
    activations = hidden_activations(estimator, len(layers) - 1)
    activations.append(nn.ACTIVATIONS["identity"])
    loss = LOSSES.get(estimator.out_activation_) or regression_loss(estimator)
    return nn.Network(layers, activations, loss)


def hidden_activations(estimator: Any, hidden: int) -> list[nn.Activation]:
    """Find the activation of each hidden layer, by scikit-learn's names or the engine's."""
    table = {"logistic": nn.ACTIVATIONS["sigmoid"], **nn.ACTIVATIONS}
    if hasattr(estimator, "slope"):
        table["leaky_relu"] = nn.leaky_relu(estimator.slope)
    return find_activations(estimator.activation, hidden, table)


def regression_loss(estimator: Any) -> nn.Loss:
    """Find a regressor's loss, by its name or as it is."""
    loss = getattr(estimator, "loss", "squared_error")
    name = getattr(loss, "name", loss)
    takes_values = name in REGRESSION or not (isinstance(loss, str) or loss.takes_classes)
    require(takes_values, f"loss must be one of {', '.join(REGRESSION)} or an nn.Loss", name)
    if loss == "squared_error":
        return SQUARED_ERROR
    if loss == "quantile":
        return nn.quantile(estimator.quantile)
    return nn.LOSSES[loss] if isinstance(loss, str) else loss


def _layers(estimator: Any) -> Sequence[nn.Layer]:
    """Return the layers that the estimator keeps, if coefs_ and intercepts_ still are their arrays."""
    pairs = zip(estimator.coefs_, estimator.intercepts_, strict=True)
    layers = [nn.Layer(*pair) for pair in pairs]
    kept = getattr(estimator, "_layers", ())
    same = len(kept) == len(layers) and all(
        mine.weights is layer.weights and mine.bias is layer.bias
        for mine, layer in zip(kept, layers, strict=True)
    )
    return kept if same else layers
