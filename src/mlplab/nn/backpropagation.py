"""The forward and the backward pass over one batch, in a workspace that is allocated once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from mlplab.blas import is_sparse, prepare_column_sums, prepare_product, squared_norm
from mlplab.nn.inference import ForwardPass, check_inputs, check_targets, check_weights
from mlplab.nn.layers import FlatLayers, Layer
from mlplab.nn.network import Network


class Workspace(ForwardPass):
    """One batch of n rows, and arrays for all that a step computes from it except the gradient.

    Attributes
    ----------
    deltas : list of ndarray of shape (n, units)
        dloss/dz of each layer.
    targets : ndarray
        The batch's targets, as the loss takes them.
    sample_weight : ndarray of shape (n,) or None
        The weight of each row.
    """

    targets: np.ndarray
    sample_weight: np.ndarray | None = None

    def __init__(self, network: Network, n: int) -> None:
        super().__init__(network, n, keep_z=True)
        self.deltas = [np.empty_like(output) for output in self.outputs[1:]]

    def __len__(self) -> int:
        return len(self.deltas[0])

    def per_row(self, l2: float) -> float:
        """Return l2 over the number of rows (the sum of their weights)."""
        weights = self.sample_weight
        return l2 and float(l2) / (len(self) if weights is None else float(weights.sum()))


def propagate(network: Network, batch: Workspace, l2: float = 0.0) -> float:
    """Run the forward pass; return the batch's mean loss, penalty included.

    The loss's gradient with respect to the last outputs goes into the last deltas.
    """
    batch.run()
    loss = network.loss.value_and_gradient(
        batch.outputs[-1], batch.targets, batch.deltas[-1], batch.sample_weight
    )
    if l2:
        loss += 0.5 * batch.per_row(l2) * sum(squared_norm(w) for w, _ in network.layers)
    return loss


def backward_pass(
    network: Network,
    batch: Workspace,
    results: FlatLayers,
    *,
    keep: float = 0.0,
    scale: float = 1.0,
    l2: float = 0.0,
) -> Callable[[], None]:
    """Prepare the backward pass: results <- keep * layers + scale * gradient, last layer first.

    As it stands that is the gradient. With keep = 1, scale = -learning_rate and the network's own
    layers as results, it is a step of gradient descent.
    """
    keep_weights = 1.0 if l2 else keep

    def begin_with_penalty(i: int) -> None:
        factor = keep + float(scale) * batch.per_row(l2)
        np.multiply(network.layers[i].weights, factor, out=results[i].weights)

    def multiply_sparse() -> None:  # each batch is another matrix
        factors = batch.outputs[0].T, batch.deltas[0], scale, keep_weights
        prepare_product(results[0].weights, *factors)()

    calls: list[Callable[[], None]] = []
    for i in reversed(range(len(results))):
        weights, inputs, delta = network.layers[i].weights, batch.outputs[i], batch.deltas[i]
        calls.append(partial(network.activations[i].backward, batch.kept[i], delta))
        if i:
            calls.append(prepare_product(batch.deltas[i - 1], delta, weights.T, keep=0.0))
        if l2:
            calls.append(partial(begin_with_penalty, i))
        if is_sparse(inputs):
            calls.append(multiply_sparse)
        else:
            calls.append(prepare_product(results[i].weights, inputs.T, delta, scale, keep_weights))
        calls.append(prepare_column_sums(results[i].bias, delta, scale, keep))
    return partial(_run, calls)


def _run(calls: list[Callable[[], None]]) -> None:
    for call in calls:
        call()


def gradients(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    *,
    l2: float = 0.0,
    sample_weight: np.ndarray | None = None,
) -> tuple[float, list[Layer]]:
    """Compute the mean loss over the rows of X and its gradient, by the passes that training runs.

    Parameters
    ----------
    network : Network
    X : ndarray or sparse matrix of shape (n, inputs)
    Y : ndarray
        Class indices (n,) for cross_entropy, otherwise (n, outputs).
    l2 : float
        Adds l2 / (2 n) times the sum of the squared weights (without the biases) to the loss, as
        scikit-learn's alpha does; n is the sum of the weights where there are any.
    sample_weight : ndarray of shape (n,), optional

    Returns
    -------
    loss : float
    gradient : list of Layer
        The derivatives with respect to each layer's weights and bias.
    """
    loss, gradient = prepare_gradients(network, X, Y, l2=l2, sample_weight=sample_weight)()
    return loss, list(gradient)


def prepare_gradients(
    network: Network, X: Any, Y: np.ndarray, *, l2: float, sample_weight: np.ndarray | None
) -> Callable[[], tuple[float, FlatLayers]]:
    """Prepare `gradients` at whatever weights the network has by then, in arrays made once."""
    X = check_inputs(network, X)
    batch, gradient = Workspace(network, X.shape[0]), network.layers.empty_like()
    batch.read(X)
    batch.targets = check_targets(network, Y, len(batch))
    batch.sample_weight = check_weights(network, sample_weight, len(batch))
    backward = backward_pass(network, batch, gradient, l2=l2)

    def run() -> tuple[float, FlatLayers]:
        with np.errstate(all="ignore"), batch.threads:
            loss = propagate(network, batch, l2)
            backward()
        return loss, gradient

    return run
