"""What a network makes of data: outputs, predictions, its loss. X has shape (n, inputs).

What is too large for the dtype becomes infinite or NaN, without a warning.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from mlplab.errors import require
from mlplab.nn.blas import add_product
from mlplab.nn.network import Network

QUIET = np.errstate(over="ignore", invalid="ignore")
BLOCK = 256  # rows that go through the network together, so that their outputs stay in the cache


@QUIET
def forward(network: Network, X: np.ndarray) -> list[np.ndarray]:
    """Compute the output of every layer, each (n, units), X first."""
    X = check_inputs(network, X)
    outputs = [X, *(np.empty((len(X), units), network.dtype) for units in network.sizes[1:])]
    write_outputs(network, outputs, outputs[1:])
    return outputs


def write_outputs(
    network: Network, outputs: Sequence[np.ndarray], kept: Sequence[np.ndarray]
) -> None:
    """Run the forward pass over the batch in outputs[0].

    Parameters
    ----------
    network : Network
    outputs : sequence of ndarray of shape (n, units)
        The batch, then an array to write each layer's output to.
    kept : sequence of ndarray of shape (n, units)
        An array to write each layer's z to. Where it is also the layer's output, z is overwritten.
    """
    steps = zip(network.layers, network.activations, pairwise(outputs), kept, strict=True)
    for (weights, bias), activation, (x, output), z in steps:
        z[...] = bias
        add_product(z, x, weights)
        if z is not output:
            output[...] = z
        activation.forward(output)


@QUIET
def predict_proba(network: Network, X: np.ndarray) -> np.ndarray:
    """Compute probabilities (n, outputs): softmax or sigmoid of the scores, as the loss implies."""
    scores = _scores(network, X)
    network.loss.probabilities(scores)
    return scores


def predict(network: Network, X: np.ndarray) -> np.ndarray:
    """Predict class indices (n,), or 0 and 1 for each label (n, outputs), or values (n, outputs)."""
    return network.loss.decide(_scores(network, X))


@QUIET
def evaluate(network: Network, X: np.ndarray, Y: np.ndarray) -> tuple[float, np.ndarray]:
    """Compute the mean loss and the predictions in one forward pass."""
    scores = _scores(network, X)
    targets = check_targets(network, Y, len(scores))
    loss = network.loss.value_and_gradient(scores, targets, np.empty_like(scores), None)
    return loss, network.loss.decide(scores)


@QUIET
def _scores(network: Network, X: np.ndarray) -> np.ndarray:
    """Compute the last layer's outputs, (n, outputs)."""
    X = check_inputs(network, X)
    scores = np.empty((len(X), network.sizes[-1]), network.dtype)
    for start in range(0, len(X), BLOCK):
        block = slice(start, start + BLOCK)
        scores[block] = forward(network, X[block])[-1]
    return scores


def check_inputs(network: Network, X: np.ndarray) -> np.ndarray:
    """Return X as a matrix of the network's dtype, copied only where it has another one."""
    X = np.asarray(X, dtype=network.dtype)
    allowed = X.ndim == 2 and X.shape[1] == network.sizes[0] and len(X) > 0
    require(allowed, f"X must have shape (n, {network.sizes[0]}), n > 0", X.shape)
    return X


def check_targets(network: Network, Y: np.ndarray, rows: int) -> np.ndarray:
    """Return Y as the loss takes it: class indices (n,), or (n, outputs) in the network's dtype."""
    Y, outputs = np.asarray(Y), network.sizes[-1]
    if network.loss.takes_classes:
        indices = Y.shape == (rows,) and Y.dtype.kind in "iu"
        allowed = indices and Y.min() >= 0 and Y.max() < outputs
        rule = f"Y must be {rows} integers from 0 to {outputs - 1}"
        require(allowed, rule, (str(Y.dtype), Y.shape))
        return Y
    if Y.shape == (rows,) and outputs == 1:
        Y = Y[:, None]
    require(Y.shape == (rows, outputs), f"Y must have shape ({rows}, {outputs})", Y.shape)
    return Y.astype(network.dtype, copy=False)
