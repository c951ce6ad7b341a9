"""The forward and the backward pass over one batch, in a workspace that is allocated once."""

import numpy as np

from mlplab.nn.blas import add_product, squared_norm
from mlplab.nn.inference import check_inputs, check_targets, write_outputs
from mlplab.nn.layers import FlatLayers, Layer
from mlplab.nn.network import Network


class Workspace:
    """One batch of n rows, and arrays for all that a step computes from it except the gradient.

    Attributes
    ----------
    outputs : list of ndarray of shape (n, units)
        The batch itself, then the output of each layer.
    kept : list of ndarray of shape (n, units)
        What each activation's derivative is written in terms of: its layer's output, the same
        array as in outputs, or z in an array of its own.
    deltas : list of ndarray of shape (n, units)
        dloss/dz of each layer.
    ones : ndarray of shape (n, 1)
    targets : ndarray
        The batch's targets, as the loss takes them.
    sample_weight : ndarray of shape (n,) or None
        The weight of each row.
    """

    targets: np.ndarray
    sample_weight: np.ndarray | None = None

    def __init__(self, network: Network, n: int) -> None:
        self.outputs = [np.empty((n, units), network.dtype) for units in network.sizes]
        self.kept = [
            np.empty_like(output) if activation.needs_z else output
            for output, activation in zip(self.outputs[1:], network.activations, strict=True)
        ]
        self.deltas = [np.empty_like(output) for output in self.outputs[1:]]
        self.ones = np.ones((n, 1), network.dtype)

    def __len__(self) -> int:
        return len(self.ones)

    def per_row(self, l2: float) -> float:
        """Return l2 over the number of rows (the sum of their weights)."""
        weights = self.sample_weight
        return l2 and l2 / (len(self) if weights is None else float(weights.sum()))


def propagate(network: Network, batch: Workspace, l2: float = 0.0) -> float:
    """Run the forward pass; return the batch's mean loss, penalty included.

    The loss's gradient with respect to the last outputs goes into the last deltas.
    """
    write_outputs(network, batch.outputs, batch.kept)
    loss = network.loss.value_and_gradient(
        batch.outputs[-1], batch.targets, batch.deltas[-1], batch.sample_weight
    )
    if l2:
        loss += 0.5 * batch.per_row(l2) * sum(squared_norm(w) for w, _ in network.layers)
    return loss


def backpropagate(
    network: Network,
    batch: Workspace,
    results: FlatLayers,
    *,
    keep: float = 0.0,
    scale: float = 1.0,
    l2: float = 0.0,
) -> None:
    """Run the backward pass: results <- keep * layers + scale * gradient, last layer first.

    As it stands that is the gradient. With keep = 1, scale = -learning_rate and the network's own
    layers as results, it is a step of gradient descent.
    """
    penalty = batch.per_row(l2)
    for i in reversed(range(len(results))):
        weights, result = network.layers[i].weights, results[i]
        network.activations[i].backward(batch.kept[i], batch.deltas[i])
        if i:
            add_product(batch.deltas[i - 1], batch.deltas[i], weights.T, keep=0.0)
        if penalty:
            np.multiply(weights, keep + scale * penalty, out=result.weights)
        kept = 1.0 if penalty else keep
        add_product(result.weights, batch.outputs[i].T, batch.deltas[i], scale, kept)
        add_product(result.bias[None], batch.ones.T, batch.deltas[i], scale, keep)


def gradients(
    network: Network, X: np.ndarray, Y: np.ndarray, *, l2: float = 0.0
) -> tuple[float, list[Layer]]:
    """Compute the mean loss over the rows of X and its gradient, by the passes that training runs.

    Parameters
    ----------
    network : Network
    X : ndarray of shape (n, inputs)
    Y : ndarray
        Class indices (n,) for cross_entropy, otherwise (n, outputs).
    l2 : float
        Adds l2 / (2 n) times the sum of the squared weights (without the biases) to the loss, as
        scikit-learn's alpha does.

    Returns
    -------
    loss : float
    gradient : list of Layer
        The derivatives with respect to each layer's weights and bias.
    """
    X = check_inputs(network, X)
    batch, gradient = Workspace(network, len(X)), network.layers.empty_like()
    batch.outputs[0][...] = X
    batch.targets = check_targets(network, Y, len(X))
    with np.errstate(all="ignore"):
        loss = propagate(network, batch, l2)
        backpropagate(network, batch, gradient, l2=l2)
    return loss, list(gradient)
