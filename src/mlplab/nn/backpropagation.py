"""The forward and the backward pass over one batch, in a workspace that is allocated once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from mlplab.blas import prepare_column_sums, prepare_product, squared_norm, threads_for
from mlplab.nn.inference import ForwardPass, check_inputs, check_targets
from mlplab.nn.layers import FlatLayers, Layer
from mlplab.nn.network import Network
from mlplab.nn.sparse import add_sparse_product, is_sparse


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
        return l2 and l2 / (len(self) if weights is None else float(weights.sum()))


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

    def layer(i: int) -> tuple[Any, ...]:
        weights, delta, result = network.layers[i].weights, batch.deltas[i], results[i]
        backward = partial(network.activations[i].backward, batch.kept[i], delta)
        return (
            backward,
            prepare_product(batch.deltas[i - 1], delta, weights.T, keep=0.0) if i else None,
            partial(np.multiply, weights, out=result.weights),
            to_weights(i, result.weights, delta),
            prepare_column_sums(result.bias, delta, scale, keep),
        )

    def to_weights(i: int, result: np.ndarray, delta: np.ndarray) -> Callable[[], None]:
        factors = scale, 1.0 if l2 else keep
        if is_sparse(batch.outputs[i]):  # another matrix for each batch
            return lambda: add_sparse_product(result, batch.outputs[i].T, delta, *factors)
        return prepare_product(result, batch.outputs[i].T, delta, *factors)

    layers = [layer(i) for i in reversed(range(len(results)))]

    def run() -> None:
        penalty = batch.per_row(l2)
        for backward, to_layer_before, shrink, add_to_weights, add_to_bias in layers:
            backward()
            if to_layer_before:
                to_layer_before()
            if l2:
                shrink(keep + scale * penalty)
            add_to_weights()
            add_to_bias()

    return run


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
    X = check_inputs(network, X)
    batch, gradient = Workspace(network, X.shape[0]), network.layers.empty_like()
    batch.read(X)
    batch.targets, batch.sample_weight = check_targets(network, Y, len(batch)), sample_weight
    with np.errstate(all="ignore"), threads_for(len(batch), network.layers):
        loss = propagate(network, batch, l2)
        backward_pass(network, batch, gradient, l2=l2)()
    return loss, list(gradient)
