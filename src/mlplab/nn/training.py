"""Mini-batch training: a generator with one mean loss an epoch."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite, nan
from typing import Any

import numpy as np

from mlplab.errors import InputError

from .backpropagation import Workspace, allocate, backpropagate, propagate
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
        sample_weight: (n,), each row's share in the mean loss of its batch.
        state: the optimiser's, to go on from an earlier run; changed in place.

    Raises:
        InputError: shapes do not fit; at once, before the first epoch.
        Divergence: a step is not finite.
    """
    X = check_inputs(network, X)
    Y = check_targets(network, Y, len(X))
    if batch_size < 1:
        raise InputError(f"batch_size must be 1 or more, got {batch_size!r}")
    if sample_weight is not None:
        sample_weight = np.asarray(sample_weight, network.dtype)
        if sample_weight.shape != (len(X),):
            raise InputError(
                f"sample_weight must have shape ({len(X)},), got {sample_weight.shape}"
            )
    if state is None:
        state = optimizer.init(network.parameters)
    workspaces = cache(lambda rows: allocate(network, rows))
    scratch = np.empty_like(network.parameters)
    run = _Run(network, X, Y, sample_weight, l2, optimizer, state, workspaces, scratch)
    return _epochs(run, batch_size, epochs, rng if shuffle else None)


@dataclass(frozen=True)
class _Run:
    """What all steps of a run share. scratch is a vector like the network's parameters: those of the
    epoch's start where the optimiser is fused, otherwise the gradient and then the change."""

    network: Network
    X: np.ndarray
    Y: np.ndarray
    sample_weight: np.ndarray | None
    l2: float
    optimizer: Optimizer
    state: State
    workspaces: Callable[[int], Workspace]  # by the number of rows
    scratch: np.ndarray


def _epochs(run: _Run, batch_size: int, epochs: int, rng: Any) -> Iterator[float]:
    n = len(run.X)
    order, steps = np.arange(n), 0
    for epoch in range(1, epochs + 1):
        if rng is not None:
            rng.shuffle(order)
        batches = [order[start : start + batch_size] for start in range(0, n, batch_size)]
        run.scratch[...] = run.network.parameters
        total = 0.0
        with np.errstate(all="ignore"):  # what is not finite is looked for and raised
            for done, rows in enumerate(batches):
                loss = _step(run, rows)
                if not isfinite(loss):
                    step, layer = _last_finite(run, batches[:done], rows)
                    raise Divergence(steps + step, epoch, layer)
                total += loss * len(rows)
            if not np.isfinite(run.network.parameters).all():  # the epoch's last fused step did it
                step, layer = _last_finite(run, batches, batches[-1])
                raise Divergence(steps + step, epoch, layer)
        steps += len(batches)
        yield total / n


def _step(run: _Run, rows: np.ndarray) -> float:
    """One step on these rows; returns their mean loss, or NaN where nothing finite can be done."""
    network, workspace = run.network, run.workspaces(len(rows))
    np.take(run.X, rows, axis=0, out=workspace.outputs[0], mode="clip")  # "raise" takes a copy
    weights = None if run.sample_weight is None else run.sample_weight[rows]
    l2 = run.l2 and run.l2 / (len(rows) if weights is None else float(weights.sum()))
    loss = propagate(network, workspace, run.Y[rows], weights, l2)
    if not isfinite(loss):
        return loss
    if run.optimizer.rate is not None:
        scale = -run.optimizer.rate
        backpropagate(network, workspace, network.layers, keep=1.0, scale=scale, l2=l2)
        return loss
    change = run.scratch
    backpropagate(network, workspace, split(change, network.sizes), l2=l2)
    run.optimizer.update(change, run.state)
    squares = change @ change  # where finite, no element is large enough to spoil the sum below
    if not isfinite(squares) and not np.isfinite(network.parameters + change).all():
        return nan
    np.add(network.parameters, change, out=network.parameters)
    return loss


def _last_finite(run: _Run, before: list[np.ndarray], rows: np.ndarray) -> tuple[int, int]:
    """Bring back the last finite weights; returns the step of the epoch and the layer that failed.

    before: the epoch's batches up to the one, rows, whose step failed. A fused step adds to the
    weights before anyone can look, and looking each time would cost every run. So here the steps of
    an epoch that has failed are taken once more, from its first weights, until one spoils them.
    """
    network, kept = run.network, run.scratch
    if np.isfinite(network.parameters).all():
        outputs = run.workspaces(len(rows)).outputs[1:]
        wanted = split(network.parameters + run.scratch, network.sizes)
        layer = _first_not_finite(outputs) or _first_not_finite(wanted) or len(outputs)
        return len(before) + 1, layer
    network.parameters[...] = kept
    step = 0
    while np.isfinite(network.parameters).all():
        kept[...] = network.parameters
        _step(run, before[step])
        step += 1
    layer = _first_not_finite(network.layers)
    network.parameters[...] = kept
    return step, layer


def _first_not_finite(layers: Sequence[np.ndarray | Layer]) -> int:
    """The first layer, from 1, that is not finite; 0 where all are."""
    for i, arrays in enumerate(layers, start=1):
        if not all(np.isfinite(array).all() for array in arrays):
            return i
    return 0
