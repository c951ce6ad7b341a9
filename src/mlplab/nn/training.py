"""Mini-batch training: a generator with one mean loss an epoch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import isfinite, nan
from typing import Any

import numpy as np

from .backpropagation import Workspace, backpropagate, propagate
from .blas import add_scaled
from .checks import require
from .inference import check_inputs, check_targets
from .network import Layer, Network, split
from .optimizers import Optimizer, State


class Divergence(ArithmeticError):
    """Training met a number that is not finite; the network keeps its last finite weights.

    step: the first step whose loss or new weights are not finite, from 1, over the whole run.
    epoch: that step's epoch, from 1.
    layer: the first layer whose output or new weights are not finite, from 1; the last one where
        only the loss itself is not.
    """

    def __init__(self, step: int, epoch: int, layer: int) -> None:
        super().__init__(step, epoch, layer)
        self.step, self.epoch, self.layer = step, epoch, layer

    def __str__(self) -> str:
        return "diverged at step {} (epoch {}): layer {} is not finite".format(*self.args)


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
        sample_weight: (n,), each row's share in the mean loss of its batch.
        state: the optimiser's, to go on from an earlier run; changed in place.

    Raises:
        InputError: shapes do not fit; at once, before the first epoch.
        Divergence: a step is not finite.
    """
    X = check_inputs(network, X)
    Y = check_targets(network, Y, len(X))
    require(batch_size >= 1, "batch_size must be 1 or more", batch_size)
    if sample_weight is not None:
        sample_weight = np.asarray(sample_weight, network.dtype)
        shape = sample_weight.shape
        require(shape == (len(X),), f"sample_weight must have shape ({len(X)},)", shape)
    state = optimizer.init(network.parameters) if state is None else state
    workspaces = cache(partial(Workspace, network))
    scratch = np.empty_like(network.parameters)
    gradients = split(scratch, network.sizes)
    run = _Run(network, X, Y, sample_weight, l2, optimizer, state, workspaces, scratch, gradients)
    return _epochs(run, batch_size, epochs, rng if shuffle else None)


@dataclass(frozen=True)
class _Run:
    """What all steps of a run share."""

    network: Network
    X: np.ndarray
    Y: np.ndarray
    sample_weight: np.ndarray | None
    l2: float
    optimizer: Optimizer
    state: State
    workspaces: Callable[[int], Workspace]  # by the number of rows
    # Like the network's parameters: those of the epoch's start where the optimiser is fused,
    # otherwise the gradient and then the direction; as a vector and as layers.
    scratch: np.ndarray
    gradients: list[Layer]


def _epochs(run: _Run, batch_size: int, epochs: int, rng: Any) -> Iterator[float]:
    order = np.arange(len(run.X))
    starts = range(0, len(order), batch_size)
    for epoch in range(epochs):
        if rng is not None:
            rng.shuffle(order)
        run.scratch[...] = run.network.parameters
        total = 0.0
        with np.errstate(all="ignore"):  # what is not finite is looked for and raised
            for step, start in enumerate(starts, start=1):
                rows = order[start : start + batch_size]
                loss = _step(run, rows)
                # The epoch's last fused step may spoil the weights without a loss to show it.
                spoilt = step == len(starts) and not _finite(run.network.parameters)
                if spoilt or not isfinite(loss):
                    failed, layer = _restore(run, np.split(order, starts[1:])[:step])
                    raise Divergence(epoch * len(starts) + failed, epoch + 1, layer)
                total += loss * len(rows)
        yield total / len(order)


def _step(run: _Run, rows: np.ndarray) -> float:
    """One step on these rows; returns their mean loss, or NaN where nothing finite can be done."""
    network, workspace = run.network, run.workspaces(len(rows))
    batch = workspace.outputs[0]
    run.X.take(rows, axis=0, out=batch, mode="clip")  # "raise" takes a copy
    targets = batch if run.Y is run.X else run.Y[rows]
    weights = None if run.sample_weight is None else run.sample_weight[rows]
    l2 = run.l2 and run.l2 / (len(rows) if weights is None else float(weights.sum()))
    loss = propagate(network, workspace, targets, weights, l2)
    if not isfinite(loss):
        return loss
    if run.optimizer.rate is not None:
        scale = -run.optimizer.rate
        backpropagate(network, workspace, network.layers, keep=1.0, scale=scale, l2=l2)
        return loss
    direction = run.scratch
    backpropagate(network, workspace, run.gradients, l2=l2)
    length = run.optimizer.update(direction, run.state)
    # Where this is finite, no element is large enough to spoil the sum below.
    if not isfinite(direction.dtype.type(length) ** 2 * (direction @ direction)):
        direction *= length
        length = 1.0
        if not _finite(network.parameters + direction):
            return nan
    add_scaled(network.parameters, direction, length)
    return loss


def _restore(run: _Run, batches: Sequence[np.ndarray]) -> tuple[int, int]:
    """Bring back the last finite weights; returns the step of the epoch and the layer that failed.

    batches: the epoch's, up to the one whose step failed. A fused step adds to the weights before
    anyone can look, and looking each time would cost every run. So here the steps of an epoch that
    has failed are taken once more, from its first weights, until one spoils them.
    """
    network, kept = run.network, run.scratch
    if _finite(network.parameters):
        outputs = run.workspaces(len(batches[-1])).outputs[1:]
        wanted = split(network.parameters + kept, network.sizes)
        layer = _first_not_finite(outputs) or _first_not_finite(wanted) or len(outputs)
        return len(batches), layer
    network.parameters[...] = kept
    step = layer = 0
    while not layer:
        kept[...] = network.parameters
        _step(run, batches[step])
        layer, step = _first_not_finite(network.layers), step + 1
    network.parameters[...] = kept
    return step, layer


def _first_not_finite(layers: Sequence[np.ndarray | Layer]) -> int:
    """The first layer, from 1, that is not finite; 0 where all are."""
    failed = (i for i, arrays in enumerate(layers, start=1) if not all(map(_finite, arrays)))
    return next(failed, 0)


def _finite(array: np.ndarray) -> bool:
    """Whether every element is finite, seen without a mask as large as the array."""
    return isfinite(array.min()) and isfinite(array.max())
