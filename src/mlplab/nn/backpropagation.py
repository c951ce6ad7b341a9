"""The forward and the backward pass over one batch, in a workspace that is allocated once."""

from collections.abc import Sequence

import numpy as np

from .blas import add_product, squared_norm
from .inference import check_inputs, check_targets, fill
from .network import Layer, Network


class Workspace:
    """Arrays for one batch of n rows: all that a step writes except the parameters.

    outputs: (n, units), the batch itself, then the output of each layer.
    deltas: (n, units), dloss/dz of each layer.
    ones: (n, 1).
    """

    def __init__(self, network: Network, n: int) -> None:
        self.outputs = [np.empty((n, units), network.dtype) for units in network.sizes]
        self.deltas = [np.empty_like(output) for output in self.outputs[1:]]
        self.ones = np.ones((n, 1), network.dtype)


def propagate(
    network: Network,
    workspace: Workspace,
    targets: np.ndarray,
    weights: np.ndarray | None = None,
    l2: float = 0.0,
) -> float:
    """The forward pass over the batch in outputs[0]; returns its loss, penalty included.

    The loss's gradient with respect to the last outputs goes into the last deltas.
    """
    fill(network, workspace.outputs)
    loss = network.loss.value(workspace.outputs[-1], targets, workspace.deltas[-1], weights)
    return loss + 0.5 * l2 * sum(squared_norm(w) for w, _ in network.layers) if l2 else loss


def backpropagate(
    network: Network,
    workspace: Workspace,
    results: Sequence[Layer],
    *,
    keep: float = 0.0,
    scale: float = 1.0,
    l2: float = 0.0,
) -> None:
    """results <- keep * layers + scale * gradient, from the last layer to the first.

    As it stands that is the gradient, to which l2 * weights is added for weights. With keep = 1 and
    scale = -learning_rate, and the network's own layers as results, it is a step of gradient descent.
    """
    outputs, deltas = workspace.outputs, workspace.deltas
    for i in reversed(range(len(deltas))):
        weights, result = network.layers[i].weights, results[i]
        network.activations[i].backward(outputs[i + 1], deltas[i])
        if i:
            add_product(deltas[i - 1], deltas[i], weights.T, keep=0.0)
        if l2:
            np.multiply(weights, keep + scale * l2, out=result.weights)
        add_product(result.weights, outputs[i].T, deltas[i], scale, 1.0 if l2 else keep)
        add_product(result.bias[None], workspace.ones.T, deltas[i], scale, keep)


def gradients(
    network: Network, X: np.ndarray, Y: np.ndarray, *, l2: float = 0.0
) -> tuple[float, list[Layer]]:
    """The mean loss over the rows of X and its gradient, by the passes that training runs.

    l2 adds l2 / (2 n) times the sum of the squared weights (biases not) to the loss, as
    scikit-learn's alpha does.
    """
    X = check_inputs(network, X)
    Y = check_targets(network, Y, len(X))
    workspace, gradient = Workspace(network, len(X)), network[:]
    workspace.outputs[0][...] = X
    with np.errstate(all="ignore"):
        loss = propagate(network, workspace, Y, l2=l2 / len(X))
        backpropagate(network, workspace, gradient.layers, l2=l2 / len(X))
    return loss, list(gradient.layers)
