"""What a network makes of data: outputs, predictions, its loss. X (n, inputs) may be sparse.

What is too large for the dtype becomes infinite or NaN, without a warning.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from mlplab.errors import require
from mlplab.nn.blas import prepare_product
from mlplab.nn.network import Network
from mlplab.nn.sparse import add_sparse_product, is_sparse
from mlplab.nn.threads import threads_for

QUIET = np.errstate(over="ignore", invalid="ignore")
BLOCK = 1024  # rows that go through together: their outputs stay in the cache, few products start


class ForwardPass:
    """The way of n rows through a network: arrays that are allocated, and products prepared, once.

    Parameters
    ----------
    network : Network
    n : int
    inputs : ndarray or sparse matrix of shape (n, inputs), optional
        The rows, instead of an array that they are to be copied to.
    keep_z : bool
        Whether the activations' derivatives are needed, too.

    Attributes
    ----------
    outputs : list of ndarray of shape (n, units)
        The rows themselves, then the output of each layer.
    kept : list of ndarray of shape (n, units)
        What each activation's derivative is written in terms of: its layer's output, the same
        array as in outputs, or z in an array of its own.
    """

    def __init__(self, network: Network, n: int, inputs: Any = None, keep_z: bool = False) -> None:
        self._own = np.empty((n, network.sizes[0]), network.dtype) if inputs is None else None
        later = (np.empty((n, units), network.dtype) for units in network.sizes[1:])
        self.outputs: list[Any] = [self._own if inputs is None else inputs, *later]
        self.kept = [
            np.empty_like(output) if keep_z and activation.needs_z else output
            for output, activation in zip(self.outputs[1:], network.activations, strict=True)
        ]
        layers = zip(network.layers, network.activations, self.outputs[1:], self.kept, strict=True)
        self._layers: list[tuple[Any, ...]] = [
            (z, bias, self._product(z, i, weights), output, activation.forward)
            for i, ((weights, bias), activation, output, z) in enumerate(layers)
        ]
        self._first = network.layers[0].weights

    def _product(self, z: np.ndarray, i: int, weights: np.ndarray) -> Callable[[], None]:
        if is_sparse(self.outputs[i]):  # no array to read new rows from: they are another matrix
            return lambda: add_sparse_product(z, self.outputs[i], weights)
        return prepare_product(z, self.outputs[i], weights)

    def read(self, X: Any) -> None:
        """Take other rows X, from where they are if the first ones were given, or else as a copy."""
        if self._own is not None:
            self._own[...] = X
            return
        self.outputs[0] = X
        z, bias, _, *end = self._layers[0]
        self._layers[0] = (z, bias, self._product(z, 0, self._first), *end)

    def forget(self) -> None:
        """Let go of rows that were not copied."""
        if self._own is None:
            self.outputs[0] = None
            z, bias, _, *end = self._layers[0]
            self._layers[0] = (z, bias, None, *end)

    def run(self) -> None:
        """Compute every layer's output."""
        for z, bias, multiply, output, activate in self._layers:
            z[...] = bias
            multiply()
            if z is not output:
                output[...] = z
            activate(output)


@QUIET
def forward(network: Network, X: np.ndarray) -> list[np.ndarray]:
    """Compute the output of every layer, each (n, units), X first."""
    X = check_inputs(network, X)
    rows = ForwardPass(network, X.shape[0], X)
    rows.run()
    return rows.outputs


@QUIET
def predict_proba(network: Network, X: np.ndarray) -> np.ndarray:
    """Compute probabilities (n, outputs): softmax or sigmoid of the scores, as the loss implies."""
    scores = _scores(network, X)
    network.loss.probabilities(scores)
    return scores


@QUIET
def predict(network: Network, X: np.ndarray) -> np.ndarray:
    """Predict class indices (n,), or 0 and 1 for each label (n, outputs), or values (n, outputs)."""
    return network.loss.decide(_scores(network, X))


@QUIET
def evaluate(
    network: Network, X: np.ndarray, Y: np.ndarray, sample_weight: np.ndarray | None = None
) -> tuple[float, np.ndarray]:
    """Compute the mean loss, weighted where sample_weight (n,) is given, and the predictions."""
    scores = _scores(network, X)
    targets = check_targets(network, Y, len(scores))
    loss = network.loss.value_and_gradient(scores, targets, np.empty_like(scores), sample_weight)
    return loss, network.loss.decide(scores)


def _scores(network: Network, X: np.ndarray) -> np.ndarray:
    """Compute the last layer's outputs, (n, outputs), by blocks of equal size that may overlap."""
    X = check_inputs(network, X)
    n = X.shape[0]
    size = -(-n // -(-n // BLOCK))
    scores = np.empty((n, network.sizes[-1]), network.dtype)
    rows = _borrow(network, X[:size])
    with threads_for(network, size):
        for start in range(0, n, size):
            block = slice(min(start, n - size), min(start + size, n))
            rows.read(X[block])
            rows.run()
            scores[block] = rows.outputs[-1]
    if not is_sparse(X):
        rows.forget()
        network.spare.append(rows)
    return scores


def _borrow(network: Network, X: Any) -> ForwardPass:
    """Take the network's spare forward pass, of which no other thread then has hold, or a new one."""
    n, sparse = X.shape[0], is_sparse(X)
    try:
        spare = None if sparse else network.spare.pop()
    except IndexError:
        spare = None
    if spare is None or len(spare.outputs[-1]) != n:
        return ForwardPass(network, n, None if n == 1 and not sparse else X)  # one is soon copied
    return spare


def check_inputs(network: Network, X: Any) -> Any:
    """Return X, dense or sparse by rows, in the network's dtype; copied only where it must be."""
    X = X.tocsr() if is_sparse(X) else np.asarray(X)
    X = X.astype(network.dtype, copy=False)
    allowed = X.ndim == 2 and X.shape[1] == network.sizes[0] and X.shape[0] > 0
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
