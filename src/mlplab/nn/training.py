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
        super().__init__(f"diverged at step {step} (epoch {epoch}): layer {layer} is not finite")
        self.step, self.epoch, self.layer = step, epoch, layer


def gradients(
    network: Network, X: np.ndarray, Y: np.ndarray, *, l2: float = 0.0
) -> tuple[float, list[Layer]]:
    """The mean loss over the rows of X and its gradient, by the code that training runs.

    l2 adds l2 / (2 n) times the sum of the squared weights (biases not) to the loss, as
    scikit-learn's alpha does.
    """
    X = check_inputs(network, X)
    Y = check_targets(network, Y, len(X))
    workspace, gradient = allocate(network, len(X)), np.zeros_like(network.parameters)
    layers = split(gradient, network.sizes)
    workspace.outputs[0][...] = X
    loss = _loss(network, workspace, Y, None, l2 / len(X))
    backpropagate(network, workspace, layers, keep=0.0, scale=1.0, l2=l2 / len(X))
    return loss, layers


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

    Parameters
    ----------
    X: (n, inputs). Y: class indices (n,) for cross_entropy, otherwise (n, outputs).
    batch_size: rows a step; the last step of an epoch takes what is left.
    rng: np.random.Generator (or RandomState) that orders the rows anew each epoch where shuffle.
    l2: the penalty of `gradients`, n being the rows of the batch (the sum of their weights).
    sample_weight: (n,), each row's share in the mean loss of its batch.
    state: the optimiser's, to go on from an earlier run; changed in place.

    Raises InputError at once where shapes do not fit, Divergence where a step is not finite.
    """
    X = check_inputs(network, X)
    Y = check_targets(network, Y, len(X))
    if batch_size < 1 or not len(X):
        raise InputError(f"batch_size must be 1 or more, of 1 or more rows, got {batch_size!r}")
    if sample_weight is not None:
        sample_weight = np.asarray(sample_weight, network.dtype)
    if state is None:
        state = optimizer.init(network.parameters)
    workspaces = cache(lambda rows: allocate(network, rows))
    scratch = np.empty_like(network.parameters)
    run = _Run(network, X, Y, sample_weight, l2, optimizer, state, workspaces, scratch)
    return _epochs(run, batch_size, epochs, rng if shuffle else None)


@dataclass(frozen=True)
class _Run:
    """What all steps of a run share. scratch is a vector like the network's parameters: the weights
    at the start of the epoch where the optimiser is fused, otherwise gradient and new weights."""

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
            order = order[rng.permutation(n)]
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
        steps += len(batches)
        yield total / n


def _step(run: _Run, rows: np.ndarray) -> float:
    """One step on these rows; returns their mean loss, or NaN where nothing finite can be done."""
    network, workspace = run.network, run.workspaces(len(rows))
    np.take(run.X, rows, axis=0, out=workspace.outputs[0], mode="clip")  # unlike "raise" in place
    weights = None if run.sample_weight is None else run.sample_weight[rows]
    l2 = run.l2 and run.l2 / (len(rows) if weights is None else float(weights.sum()))
    loss = _loss(network, workspace, run.Y[rows], weights, l2)
    if not isfinite(loss):
        return loss
    if run.optimizer.rate is not None:
        rate = run.optimizer.rate
        backpropagate(network, workspace, network.layers, keep=1.0, scale=-rate, l2=l2)
        return loss
    layers = split(run.scratch, network.sizes)
    backpropagate(network, workspace, layers, keep=0.0, scale=1.0, l2=l2)
    run.optimizer.update(run.scratch, run.state)
    squares = run.scratch @ run.scratch  # where finite, the sum below is, without looking at it
    if not isfinite(squares) and not np.isfinite(network.parameters + run.scratch).all():
        return nan
    np.add(network.parameters, run.scratch, out=network.parameters)
    return loss


def _last_finite(run: _Run, before: list[np.ndarray], rows: np.ndarray) -> tuple[int, int]:
    """Bring back the last finite weights; returns the step of the epoch and the layer that failed.

    before: the epoch's batches up to the one, rows, whose step failed. A fused step adds to the
    weights before anyone can look. Looking each time would cost every run: here the steps of an
    epoch that has failed are taken once more, from its first weights, until one spoils them.
    """
    network, kept = run.network, run.scratch
    if _finite(network.parameters):
        outputs = run.workspaces(len(rows)).outputs[1:]
        wanted = split(network.parameters + run.scratch, network.sizes)
        return len(before) + 1, _first_not_finite(outputs, wanted)
    network.parameters[...] = kept
    step = 0
    while _finite(network.parameters):
        kept[...] = network.parameters
        _step(run, before[step])
        step += 1
    layer = _first_not_finite(network.layers)
    network.parameters[...] = kept
    return step, layer


def _loss(
    network: Network,
    workspace: Workspace,
    targets: np.ndarray,
    weights: np.ndarray | None,
    l2: float,
) -> float:
    """The forward pass and the loss with its penalty; its gradient goes into the last deltas."""
    scores, delta = propagate(network, workspace), workspace.deltas[-1]
    loss = network.loss.value(scores, targets, delta, weights)
    return loss + 0.5 * l2 * sum(float(np.vdot(w, w)) for w, _ in network.layers) if l2 else loss


def _finite(vector: np.ndarray) -> bool:
    """Whether every number is finite; their squares' sum says so in a third of the time, mostly."""
    return isfinite(vector @ vector) or bool(np.isfinite(vector).all())


def _first_not_finite(*stacks: Sequence[np.ndarray | Layer]) -> int:
    """The first layer, from 1, that is not finite, in the first stack that has one; or the last."""
    for stack in stacks:
        for i, arrays in enumerate(stack, start=1):
            if not all(np.isfinite(array).all() for array in arrays):
                return i
    return len(stacks[0])
