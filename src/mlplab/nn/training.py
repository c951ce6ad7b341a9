"""Mini-batch training: a generator with one mean loss an epoch."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
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
    workspace, layers = (
        allocate(network, len(X)),
        split(np.zeros_like(network.parameters), network.sizes),
    )
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
    if batch_size < 1:
        raise InputError(f"batch_size must be at least 1, got {batch_size!r}")
    if sample_weight is not None:
        sample_weight = np.asarray(sample_weight, network.dtype)
    if state is None:
        state = optimizer.init(network.parameters)
    scratch = np.empty_like(network.parameters)
    step = _stepper(network, X, Y, sample_weight, optimizer, state, scratch, l2)
    return _epochs(network, step, scratch, len(X), batch_size, epochs, rng if shuffle else None)


def _epochs(
    network: Network,
    step: Callable[[np.ndarray], float],
    scratch: np.ndarray,
    n: int,
    batch_size: int,
    epochs: int,
    rng: Any,
) -> Iterator[float]:
    order, steps = np.arange(n), 0
    for epoch in range(1, epochs + 1):
        if rng is not None:
            order = order[rng.permutation(n)]
        batches = [order[start : start + batch_size] for start in range(0, n, batch_size)]
        start_of_epoch = network.parameters.copy()
        done, total = 0, 0.0
        try:
            with np.errstate(all="ignore"):  # what is not finite is found and raised
                for rows in batches:
                    done += 1
                    total += step(rows) * len(rows)
        except _NotFinite as fault:
            layer = fault.layer
            if not np.isfinite(network.parameters).all():
                done, layer = _return_to_finite(network, step, batches, start_of_epoch)
            raise Divergence(steps + done, epoch, layer) from None
        steps += done
        yield total / n


class _NotFinite(ArithmeticError):
    """A step stops here, at this layer, counted from 1."""

    def __init__(self, layer: int) -> None:
        super().__init__(layer)
        self.layer = layer


def _stepper(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    sample_weight: np.ndarray | None,
    optimizer: Optimizer,
    state: State,
    scratch: np.ndarray,
    l2: float,
) -> Callable[[np.ndarray], float]:
    """The function that takes one step on the rows that it is given and returns their mean loss."""
    workspaces = cache(lambda n: allocate(network, n))
    scratch_layers = split(scratch, network.sizes)

    def step(rows: np.ndarray) -> float:
        workspace = workspaces(len(rows))
        # mode="clip" gathers without a buffer between
        np.take(X, rows, axis=0, out=workspace.outputs[0], mode="clip")
        weights = None if sample_weight is None else sample_weight[rows]
        penalty = l2 and l2 / (len(rows) if weights is None else float(weights.sum()))
        loss = _loss(network, workspace, Y[rows], weights, penalty)
        if not np.isfinite(loss):
            raise _NotFinite(_first_not_finite(workspace.outputs[1:]))
        if optimizer.rate is not None:
            backpropagate(
                network, workspace, network.layers, keep=1.0, scale=-optimizer.rate, l2=penalty
            )
            return loss
        backpropagate(network, workspace, scratch_layers, keep=0.0, scale=1.0, l2=penalty)
        optimizer.update(scratch, state)
        np.add(scratch, network.parameters, out=scratch)
        if not np.isfinite(scratch @ scratch) and not np.isfinite(scratch).all():
            raise _NotFinite(_first_not_finite(scratch_layers))
        network.parameters[...] = scratch
        return loss

    return step


def _return_to_finite(
    network: Network,
    step: Callable[[np.ndarray], float],
    batches: list[np.ndarray],
    start_of_epoch: np.ndarray,
) -> tuple[int, int]:
    """Take the epoch's steps again, up to the first that gives weights that are not finite.

    The fused step adds to the weights before anyone can look: looking each time would cost every
    run, this costs one epoch of a run that has failed. Returns that step and layer, from 1.
    """
    network.parameters[...] = start_of_epoch
    for done, rows in enumerate(batches, start=1):
        start_of_epoch[...] = network.parameters
        with np.errstate(all="ignore"):
            step(rows)
        if not np.isfinite(network.parameters).all():
            layer = _first_not_finite(network.layers)
            network.parameters[...] = start_of_epoch
            return done, layer
    raise AssertionError("the same steps gave other weights")


def _loss(
    network: Network,
    workspace: Workspace,
    targets: np.ndarray,
    weights: np.ndarray | None,
    l2: float,
) -> float:
    """The forward pass and the loss with its penalty; its gradient goes into the last deltas."""
    loss = network.loss.value(propagate(network, workspace), targets, workspace.deltas[-1], weights)
    if l2:
        loss += 0.5 * l2 * sum(float(np.vdot(w, w)) for w, _ in network.layers)
    return loss


def _first_not_finite(layers: Sequence[np.ndarray | Layer]) -> int:
    """The place, from 1, of the first layer that is not finite, or of the last one."""
    for i, arrays in enumerate(layers, start=1):
        if not all(np.isfinite(array).all() for array in arrays):
            return i
    return len(layers)
