"""The network of an estimator, scikit-learn's or this package's own."""

from collections.abc import Sequence
from copy import copy
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
    kept, settings = getattr(estimator, "_network", (None, None))
    layers = kept.layers if kept and _holds(kept, estimator) else _layers(estimator)
    if kept and layers is kept.layers and settings == network_settings(estimator):
        return kept
    activations = hidden_activations(estimator, len(layers) - 1)
    activations.append(nn.ACTIVATIONS["identity"])
    loss = LOSSES.get(estimator.out_activation_) or regression_loss(estimator)
    return nn.Network(layers, activations, loss)


def hidden_activations(estimator: Any, hidden: int) -> list[nn.Activation]:
    """Find the activation of each hidden layer, by scikit-learn's names or the engine's."""
    table = {"logistic": nn.ACTIVATIONS["sigmoid"], **nn.ACTIVATIONS}
    if hasattr(estimator, "slope"):
        table["leaky_relu"] = nn.leaky_relu(estimator.slope)
    activations = find_activations(estimator.activation, hidden, table)
    for activation in activations:
        _require_in_place(activation)
    return activations


def _require_in_place(activation: nn.Activation) -> None:
    """Refuse functions of one's own that return new arrays: the layer would pass on what it was given."""
    kept, delta = np.ones((2, 1, 1))
    uses: list[Any] = [(activation.forward, (kept,)), (activation.backward, (kept, delta))]
    for function, arrays in uses:
        with np.errstate(all="ignore"):
            result = function(*arrays)
        in_place = result is None or np.may_share_memory(result, arrays[-1])
        rule = f"activation {activation.name}: forward must change z in place, and backward delta"
        require(in_place, rule, result)


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


def network_settings(estimator: Any) -> list[Any]:
    """List what else a network is made of: it is kept until one of these changes."""
    activation = estimator.activation
    names = ("slope", "out_activation_", "loss", "quantile")
    others = [getattr(estimator, name, None) for name in names]
    return [activation if isinstance(activation, str) else copy(activation), *others]


def _holds(network: nn.Network, estimator: Any) -> bool:
    """Tell whether coefs_ and intercepts_ still are the network's own arrays."""
    weights, biases = estimator.coefs_, estimator.intercepts_
    return len(weights) == len(biases) == len(network.layers) and all(
        layer.weights is w and layer.bias is b
        for layer, w, b in zip(network.layers, weights, biases, strict=True)
    )


def _layers(estimator: Any) -> Sequence[nn.Layer]:
    check_is_fitted(estimator)
    pairs = zip(estimator.coefs_, estimator.intercepts_, strict=True)
    return [nn.Layer(*pair) for pair in pairs]
