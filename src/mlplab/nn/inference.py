"""What a network makes of data: outputs, predictions, its loss. X (n, inputs) may be sparse.

What is too large for the dtype becomes infinite or NaN, without a warning.
"""

from functools import partial
from typing import Any

import numpy as np

from mlplab.blas import is_sparse, prepare_product, threads_for
from mlplab.errors import require
from mlplab.nn.network import Network

QUIET = np.errstate(over="ignore", invalid="ignore")
BLOCK = 1024  # rows that go through together: their outputs stay in the cache, few products start


class ForwardPass:
    """The way of n rows through a network: arrays that are allocated, and products prepared, once.

    Parameters
    ----------
    network : Network
    n : int
    keep_z : bool
        Whether the activations' derivatives are needed, too.

    Attributes
    ----------
    outputs : list of ndarray of shape (n, units)
        The rows, given to `read` (a sparse matrix, maybe), then the output of each layer.
    kept : list of ndarray of shape (n, units)
        What each activation's derivative is written in terms of: its layer's output, the same
        array as in outputs, or z in an array of its own.
    threads : context manager
        The number of BLAS threads for these rows.
    """

    def __init__(self, network: Network, n: int, keep_z: bool = False) -> None:
        self.outputs: list[Any] = [None]
        self.kept: list[np.ndarray] = []
        self._calls: list[Any] = []  # what `run` does: the second is the first layer's product
        self._weights = network.layers[0].weights
        self.threads = threads_for(n, network.layers)
        for (weights, bias), activation in zip(network.layers, network.activations, strict=True):
            output = np.empty((n, len(bias)), network.dtype)
            z = np.empty_like(output) if keep_z and activation.needs_z else output
            rows = self.outputs[-1]
            product = None if rows is None else prepare_product(z, rows, weights)
            self._calls += [partial(np.copyto, z, bias), product]
            if z is not output:
                self._calls.append(partial(np.copyto, output, z))
            self._calls.append(partial(activation.forward, output))
            self.outputs.append(output)
            self.kept.append(z)

    def read(self, X: Any) -> None:
        """Take these rows, without a copy; with None let go of the last ones."""
        self.outputs[0], z = X, self.kept[0]
        self._calls[1] = None if X is None else prepare_product(z, X, self._weights)

    def run(self) -> None:
        """Compute every layer's output."""
        for call in self._calls:
            call()


@QUIET
def forward(network: Network, X: np.ndarray) -> list[np.ndarray]:
    """Compute the output of every layer, each (n, units), X first."""
    X = check_inputs(network, X)
    rows = ForwardPass(network, X.shape[0])
    rows.read(X)
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
    n = len(scores := _scores(network, X))
    targets, weights = check_targets(network, Y, n), check_weights(network, sample_weight, n)
    loss = network.loss.value_and_gradient(scores, targets, np.empty_like(scores), weights)
    return loss, network.loss.decide(scores)


def _scores(network: Network, X: np.ndarray) -> np.ndarray:
    """Compute the last layer's outputs, (n, outputs), by blocks of equal size that may overlap."""
    X = check_inputs(network, X)
    n, one = X.shape[0], X.shape[0] == 1 and not is_sparse(X)
    size = -(-n // -(-n // BLOCK))
    scores = np.empty((n, network.sizes[-1]), network.dtype)
    rows = _spare(network, size)
    with rows.threads:
        for start in range(0, n, size):
            block = slice(min(start, n - size), min(start + size, n))
            if one and rows.outputs[0] is not None:
                rows.outputs[0][...] = X  # sooner done than another product is prepared
            else:
                rows.read(X.copy() if one else X[block])
            rows.run()
            scores[block] = rows.outputs[-1]
    if not one:
        rows.read(None)
    network.spare.append(rows)
    return scores


def _spare(network: Network, n: int) -> ForwardPass:
    """Take the network's spare forward pass, of which no other thread then has hold, or a new one."""
    try:
        rows = network.spare.pop()
    except IndexError:
        return ForwardPass(network, n)
    return rows if len(rows.outputs[-1]) == n else ForwardPass(network, n)


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
        return Y.astype(np.intp, copy=False)
    if Y.shape == (rows,) and outputs == 1:
        Y = Y[:, None]
    require(Y.shape == (rows, outputs), f"Y must have shape ({rows}, {outputs})", Y.shape)
    return Y.astype(network.dtype, copy=False)


def check_weights(network: Network, weights: Any, rows: int) -> np.ndarray | None:
    """Return the rows' weights in the network's dtype, (n,), or None where there are none."""
    if weights is not None:
        weights = np.asarray(weights, network.dtype)
        require(weights.shape == (rows,), f"sample_weight must have shape ({rows},)", weights.shape)
    return weights
