"""The forward and the backward pass over one batch, in a workspace that is allocated once.

The products are BLAS's own gemm, since it can add to what it writes to: x @ weights lands on the
bias, and a weight gradient on the weights themselves, which makes it a step of gradient descent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .network import Layer, Network


@dataclass(frozen=True)
class Workspace:
    """Arrays for one batch of n rows: all that a step writes except the parameters."""

    outputs: list[np.ndarray]  # (n, units): the batch itself, then the output of each layer
    deltas: list[np.ndarray]  # (n, units): dloss/dz of each layer
    ones: np.ndarray  # (1, n)


def allocate(network: Network, n: int) -> Workspace:
    """A workspace for batches of n rows."""
    outputs = [np.empty((n, units), network.dtype) for units in network.sizes]
    deltas = [np.empty_like(output) for output in outputs[1:]]
    return Workspace(outputs, deltas, np.ones((1, n), network.dtype))


def propagate(network: Network, workspace: Workspace) -> np.ndarray:
    """The forward pass over the batch in outputs[0]; returns the last layer's outputs."""
    outputs = workspace.outputs
    for i, ((weights, bias), activation) in enumerate(
        zip(network.layers, network.activations, strict=True)
    ):
        outputs[i + 1][...] = bias
        multiply(outputs[i], weights, outputs[i + 1], keep=1.0)
        activation.forward(outputs[i + 1])
    return outputs[-1]


def backpropagate(
    network: Network,
    workspace: Workspace,
    targets: Sequence[Layer],
    *,
    keep: float,
    scale: float,
    l2: float = 0.0,
) -> None:
    """targets <- keep * layers + scale * gradient, from the last layer to the first.

    The last deltas hold the loss's gradient with respect to the last outputs. To the gradient of
    weights comes l2 * weights. keep = 0 and scale = 1 give the gradient itself; keep = 1 and
    scale = -learning_rate, with the network's own layers as targets, a step of gradient descent.
    """
    outputs, deltas = workspace.outputs, workspace.deltas
    network.activations[-1].backward(outputs[-1], deltas[-1])
    for i in reversed(range(len(deltas))):
        weights, target = network.layers[i].weights, targets[i]
        if i:
            multiply(deltas[i], weights.T, deltas[i - 1])
        if l2:
            np.multiply(weights, keep + scale * l2, out=target.weights)
        multiply(outputs[i].T, deltas[i], target.weights, scale, 1.0 if l2 else keep)
        multiply(workspace.ones, deltas[i], target.bias[None], scale, keep)
        if i:
            network.activations[i - 1].backward(outputs[i], deltas[i - 1])


def multiply(
    a: np.ndarray, b: np.ndarray, out: np.ndarray, scale: float = 1.0, keep: float = 0.0
) -> None:
    """out <- keep * out + scale * a @ b, in place: what NumPy's matmul cannot do.

    BLAS counts by columns: it is asked for out.T = b.T @ a.T, which lies in the same memory.
    """
    left, left_turned = (b.T, 0) if b.flags.c_contiguous else (b, 1)
    right, right_turned = (a.T, 0) if a.flags.c_contiguous else (a, 1)
    _gemm(out.dtype.char)(scale, left, right, keep, out.T, left_turned, right_turned, 1)


@cache
def _gemm(dtype: str) -> Any:
    from scipy.linalg import blas  # here, since it takes 0.2 s that only training needs to pay

    return {"f": blas.sgemm, "d": blas.dgemm}[dtype]
