"""What a network makes of data: outputs, predictions, its loss. X has shape (n, inputs).

What is too large for the dtype becomes infinite or NaN, without a warning.
"""

from itertools import pairwise

import numpy as np

from mlplab.errors import require

from .blas import add_product
from .network import Network

QUIET = np.errstate(over="ignore", invalid="ignore")


@QUIET
def forward(network: Network, X: np.ndarray) -> list[np.ndarray]:
    """The output of every layer, each (n, units), X first."""
    X = check_inputs(network, X)
    outputs = [X, *(np.empty((len(X), units), network.dtype) for units in network.sizes[1:])]
    fill(network, outputs)
    return outputs


def fill(network: Network, outputs: list[np.ndarray]) -> None:
    """Write the output of every layer, outputs[1:], given the batch, outputs[0]."""
    steps = zip(network.layers, network.activations, pairwise(outputs), strict=True)
    for (weights, bias), activation, (x, z) in steps:
        z[...] = bias
        add_product(z, x, weights)
        activation.forward(z)


@QUIET
def predict_proba(network: Network, X: np.ndarray) -> np.ndarray:
    """Probabilities (n, outputs): softmax or sigmoid of the outputs, as the loss implies."""
    scores = _scores(network, X)
    network.loss.probabilities(scores)
    return scores


def predict(network: Network, X: np.ndarray) -> np.ndarray:
    """Class indices (n,), or 0 and 1 for each label (n, outputs), or values (n, outputs)."""
    return network.loss.decide(_scores(network, X))


@QUIET
def evaluate(network: Network, X: np.ndarray, Y: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean loss and the predictions, from one forward pass."""
    scores = _scores(network, X)
    targets = check_targets(network, Y, len(scores))
    value = network.loss.value(scores, targets, np.empty_like(scores), None)
    return value, network.loss.decide(scores)


@QUIET
def _scores(network: Network, X: np.ndarray) -> np.ndarray:
    """The last layer's outputs, (n, outputs), by blocks whose other outputs stay in the cache."""
    X = check_inputs(network, X)
    scores = np.empty((len(X), network.sizes[-1]), network.dtype)
    for start in range(0, len(X), 256):
        block = slice(start, start + 256)
        scores[block] = forward(network, X[block])[-1]
    return scores


def check_inputs(network: Network, X: np.ndarray) -> np.ndarray:
    """X as a matrix of the network's dtype, copied only where it is of another."""
    X = np.asarray(X, dtype=network.dtype)
    right = X.ndim == 2 and X.shape[1] == network.sizes[0] and len(X) > 0
    require(right, f"X must have shape (n, {network.sizes[0]}), n > 0", X.shape)
    return X


def check_targets(network: Network, Y: np.ndarray, rows: int) -> np.ndarray:
    """Y as the network's loss takes it: class indices (n,), or (n, outputs) in its dtype."""
    Y, outputs = np.asarray(Y), network.sizes[-1]
    if network.loss.takes_classes:
        indices = Y.shape == (rows,) and Y.dtype.kind in "iu"
        right = indices and Y.min() >= 0 and Y.max() < outputs
        rule = f"Y must be {rows} integers from 0 to {outputs - 1}"
        require(right, rule, (str(Y.dtype), Y.shape))
        return Y
    if Y.shape == (rows,) and outputs == 1:
        Y = Y[:, None]
    require(Y.shape == (rows, outputs), f"Y must have shape ({rows}, {outputs})", Y.shape)
    return Y.astype(network.dtype, copy=False)
