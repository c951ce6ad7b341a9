"""The network of an estimator, scikit-learn's or this package's own."""

from collections.abc import Sequence
from typing import Any

from sklearn.utils.validation import check_is_fitted

from mlplab import nn
from mlplab.nn.network import find_activations

LOSSES = {
    "softmax": "cross_entropy",
    "logistic": "binary_cross_entropy",
    "identity": "squared_error",
}


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
    loss = nn.LOSSES[LOSSES[estimator.out_activation_]]
    return nn.Network(layers, [*activations, nn.ACTIVATIONS["identity"]], loss)


def hidden_activations(estimator: Any, hidden: int) -> list[nn.Activation]:
    """Find the activation of each hidden layer, by scikit-learn's names or the engine's."""
    table = {"logistic": nn.ACTIVATIONS["sigmoid"], **nn.ACTIVATIONS}
    if hasattr(estimator, "slope"):
        table["leaky_relu"] = nn.leaky_relu(estimator.slope)
    return find_activations(estimator.activation, hidden, table)


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
