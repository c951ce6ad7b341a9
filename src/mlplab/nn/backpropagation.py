"""The forward and the backward pass over one batch, in a workspace that is allocated once.

Two choices make it fast and leave the math as it is. A batch is held with one column a row of the
data, and under the last unit of each layer's input stands a row of ones: with the bias as the last
row of the weights, z = block.T @ input adds the bias, and input @ delta.T is the gradient of both
in one product. And the products are BLAS's own gemm, which can add to what it writes to.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import blas

from .network import Network

GEMM = {"f": blas.sgemm, "d": blas.dgemm}


@dataclass(frozen=True)
class Workspace:
    """Arrays for one batch of n rows: everything that a step writes except the parameters."""

    rows: np.ndarray  # (n, inputs), the rows of X as they lie there
    inputs: list[np.ndarray]  # of each layer, (fan_in + 1, n), the last row ones
    outputs: list[np.ndarray]  # of each layer, (fan_out, n): views of the next layer's inputs
    deltas: list[np.ndarray]  # dloss/dz of each layer, (fan_out, n)


def allocate(network: Network, n: int) -> Workspace:
    """A workspace for batches of n rows."""
    first, *hidden, last = network.sizes
    inputs = [np.ones((n, first + 1), network.dtype).T]
    inputs += [np.ones((units + 1, n), network.dtype) for units in hidden]
    outputs = [each[:-1] for each in inputs[1:]] + [np.empty((last, n), network.dtype)]
    return Workspace(
        np.empty((n, first), network.dtype), inputs, outputs, [np.empty_like(o) for o in outputs]
    )


def load(workspace: Workspace, X: np.ndarray, rows: np.ndarray) -> None:
    """Copy these rows of X into the workspace."""
    np.take(X, rows, axis=0, out=workspace.rows, mode="clip")  # "clip" writes without a buffer
    workspace.inputs[0][:-1] = workspace.rows.T


def propagate(network: Network, workspace: Workspace) -> np.ndarray:
    """The forward pass; returns the last layer's outputs, (outputs, n)."""
    for block, activation, inputs, outputs in zip(
        network.blocks, network.activations, workspace.inputs, workspace.outputs, strict=True
    ):
        multiply(block.T, inputs, outputs)
        activation.forward(outputs)
    return workspace.outputs[-1]


def backpropagate(
    network: Network,
    workspace: Workspace,
    targets: list[np.ndarray],
    *,
    keep: float,
    scale: float,
    l2: float = 0.0,
) -> None:
    """targets <- keep * blocks + scale * gradient, layer by layer from the last to the first.

    The deltas of the last layer hold the loss's gradient with respect to its outputs. The gradient
    includes l2 * weights. keep = 0 and scale = 1 give the gradient itself; keep = 1 and scale =
    -learning_rate, with network.blocks as targets, are a whole step of gradient descent.
    """
    blocks, outputs, deltas = network.blocks, workspace.outputs, workspace.deltas
    network.activations[-1].backward(outputs[-1], deltas[-1])
    for i in reversed(range(len(blocks))):
        if i:
            multiply(blocks[i][:-1], deltas[i], deltas[i - 1])
        if l2:
            np.multiply(blocks[i][:-1], keep + scale * l2, out=targets[i][:-1])
            np.multiply(blocks[i][-1], keep, out=targets[i][-1])
        multiply(workspace.inputs[i], deltas[i].T, targets[i], scale, 1.0 if l2 else keep)
        if i:
            network.activations[i - 1].backward(outputs[i - 1], deltas[i - 1])


def multiply(
    a: np.ndarray, b: np.ndarray, out: np.ndarray, scale: float = 1.0, keep: float = 0.0
) -> None:
    """out <- keep * out + scale * a @ b, in place: what NumPy's matmul cannot do.

    BLAS counts by columns: it is asked for out.T = b.T @ a.T, which lies in the same memory.
    """
    left, left_turned = (b.T, 0) if b.flags.c_contiguous else (b, 1)
    right, right_turned = (a.T, 0) if a.flags.c_contiguous else (a, 1)
    GEMM[out.dtype.char](scale, left, right, keep, out.T, left_turned, right_turned, 1)
