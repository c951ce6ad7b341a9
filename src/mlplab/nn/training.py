"""Mini-batch training: a generator with one mean loss an epoch."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from math import isfinite
from typing import Any

import numpy as np

from mlplab.errors import require

from .backpropagation import Workspace, backpropagate, propagate
from .blas import add_scaled, squared_norm
from .inference import check_inputs, check_targets
from .network import Network
from .optimizers import Optimizer, State


@dataclass(eq=False)
class Divergence(ArithmeticError):
    """Training met a number that is not finite.

    step: the first step whose loss is not finite, or which leads to no finite weights; from 1, over
        the whole run. Of plain SGD the weights are looked at at the epoch's end alone.
    epoch: that step's epoch, from 1.
    layer: the first layer whose output, weights or step is not finite, from 1; the last one where
        only the loss itself is not.
    """

    step: int
    epoch: int
    layer: int

    def __str__(self) -> str:
        return (
            f"diverged at step {self.step} (epoch {self.epoch}): layer {self.layer} is not finite"
        )


def fit(network: Network, X: np.ndarray, Y: np.ndarray, **settings: Any) -> list[float]:
    """Run `train` to its end; returns the mean loss of each epoch."""
    return list(train(network, X, Y, **settings))


def train(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    *,
    optimizer: Optimizer,
    batch_size: int,
    epochs: int,
    rng: Any,
    shuffle: bool = True,
    l2: float = 0.0,
    sample_weight: np.ndarray | None = None,
    state: State | None = None,
) -> Iterator[float]:
    """Train in place; yields each epoch's mean loss over its rows, as met on the way.

    Args:
        X: (n, inputs), copied only where it is not of the network's dtype.
        Y: class indices (n,) for cross_entropy, otherwise (n, outputs).
        batch_size: rows a step; the last step of an epoch takes what is left.
        rng: np.random.Generator (or RandomState) that shuffles the rows before each epoch.
        l2: the penalty of `gradients`, n being the rows of the batch (the sum of their weights).
        sample_weight: (n,), each row's share in the mean loss of its batch; not all 0 in a batch.
        state: the optimiser's, to go on from an earlier run; changed in place.

    Raises:
        InputError: shapes do not fit; at once, before the first epoch.
        Divergence: a step is not finite. The network has the weights from before it; where the
            optimiser is fused with backpropagation (plain SGD), those of the epoch's start.
    """
    X = check_inputs(network, X)
    Y = check_targets(network, Y, len(X))
    require(batch_size >= 1, "batch_size must be 1 or more", batch_size)
    if sample_weight is not None:
        sample_weight = np.asarray(sample_weight, network.dtype)
        shape = sample_weight.shape
        require(shape == (len(X),), f"sample_weight must have shape ({len(X)},)", shape)
    starts = range(0, len(X), batch_size)

    def run(state: State) -> Iterator[float]:
        order, workspaces = np.arange(len(X)), cache(partial(Workspace, network))
        spare = network[:]  # of a fused optimiser the epoch's first weights, otherwise a step
        for epoch in range(epochs):
            if shuffle:
                rng.shuffle(order)
            spare.parameters[...] = network.parameters
            total = 0.0
            with np.errstate(all="ignore"):  # what is not finite is looked for and raised
                for step, start in enumerate(starts, start=1):
                    rows = order[start : start + batch_size]
                    workspace = workspaces(len(rows))
                    batch = workspace.outputs[0]
                    X.take(rows, axis=0, out=batch, mode="clip")  # "raise" takes a copy
                    targets = batch if Y is X else Y[rows]
                    weights = None if sample_weight is None else sample_weight[rows]
                    n = len(rows) if weights is None else float(weights.sum())
                    loss = propagate(network, workspace, targets, weights, l2 and l2 / n)
                    done = isfinite(loss) and _step(
                        network, workspace, spare, optimizer, state, l2 and l2 / n
                    )
                    # The epoch's last fused step may spoil the weights without a loss to show it.
                    if not done or (step == len(starts) and not _finite(network.parameters)):
                        layer = _first_not_finite(network, workspace, spare)
                        if optimizer.rate is not None:
                            network.parameters[...] = spare.parameters
                        raise Divergence(epoch * len(starts) + step, epoch + 1, layer)
                    total += loss * len(rows)
            yield total / len(order)

    return run(optimizer.init(network.parameters) if state is None else state)


def _step(
    network: Network,
    workspace: Workspace,
    spare: Network,
    optimizer: Optimizer,
    state: State,
    l2: float,
) -> bool:
    """One step on the batch of the workspace; False where it is not finite, and not taken.

    A direction or a step so long that its square overflows counts as not finite.
    """
    if optimizer.rate is not None:
        layers, scale = network.layers, -optimizer.rate
        backpropagate(network, workspace, layers, keep=1.0, scale=scale, l2=l2)
        return True
    backpropagate(network, workspace, spare.layers, l2=l2)
    direction = spare.parameters
    length = optimizer.update(direction, state)
    finite = length * length * squared_norm(direction) <= float(np.finfo(network.dtype).max)
    if finite:
        add_scaled(network.parameters, direction, length)
    return finite


def _first_not_finite(network: Network, workspace: Workspace, spare: Network) -> int:
    """The first layer, from 1, whose output, weights or step is not finite, or else the last."""
    layers = zip(workspace.outputs[1:], network.layers, spare.layers, strict=True)
    for number, (output, weights, step) in enumerate(layers, start=1):
        short = all(isfinite(squared_norm(part)) for part in step)  # as _step judges it
        if not (short and all(map(_finite, (output, *weights)))):
            return number
    return len(network.layers)


def _finite(array: np.ndarray) -> bool:
    """Whether every element is finite, seen without a mask as large as the array."""
    return isfinite(array.min()) and isfinite(array.max())
