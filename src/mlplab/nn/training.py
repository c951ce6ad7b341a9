"""Mini-batch training: a generator that yields one mean loss an epoch."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np

from mlplab.blas import is_sparse, threads_for
from mlplab.errors import require
from mlplab.nn.backpropagation import Workspace, propagate
from mlplab.nn.divergence import Watch
from mlplab.nn.dropout import with_dropout
from mlplab.nn.inference import check_inputs, check_targets, check_weights
from mlplab.nn.network import Network
from mlplab.nn.optimizers import Optimizer, State
from mlplab.nn.steps import fused_step, optimizer_step


def fit(network: Network, X: np.ndarray, Y: np.ndarray, **settings: Any) -> list[float]:
    """Run `train` to its end; return the mean loss of each epoch."""
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
    dropout: float = 0.0,
) -> Iterator[float]:
    """Train a network in place.

    Parameters
    ----------
    network : Network
    X : ndarray or sparse matrix of shape (n, inputs)
        Copied only where its dtype is not the network's. A sparse one never becomes dense.
    Y : ndarray
        Class indices (n,) for cross_entropy, otherwise (n, outputs).
    optimizer : Optimizer
    batch_size : int
        Rows a step; the last step of an epoch takes what is left.
    epochs : int
    rng : numpy.random.Generator or numpy.random.RandomState
        Shuffles the rows before each epoch.
    shuffle : bool
    l2 : float
        The penalty of `gradients`, n being the rows of the batch (the sum of their weights).
    sample_weight : ndarray of shape (n,), optional
        Each row's share in the mean loss of its batch; their sum must not be 0 in any batch.
    state : State, optional
        The optimizer's, to continue an earlier run; changed in place.
    dropout : float
        How probable it is that a hidden unit's output is zero in a batch.

    Yields
    ------
    float
        Each epoch's mean loss over its rows, each taken before the step on its batch.

    Raises
    ------
    InputError
        Shapes do not fit: raised at once, before the first epoch. Or the weights of a batch cancel.
    Divergence
        A loss or a weight is not finite. The network keeps the weights of the epoch's start.
    """
    X = check_inputs(network, X)
    rows = X.shape[0]
    Y, weights = check_targets(network, Y, rows), check_weights(network, sample_weight, rows)
    require(batch_size >= 1, "batch_size must be 1 or more", batch_size)
    require(0 <= dropout < 1, "dropout must be a number from 0 to below 1", dropout)
    if dropout:
        network = with_dropout(network, dropout, rng)
    if state is None:
        state = optimizer.init(network.layers.vector)
    if optimizer.rate is None:
        step = optimizer_step(network, optimizer, state, l2)
    else:
        step = fused_step(network, optimizer.rate, l2)
    batches = batch_reader(network, X, Y, weights, batch_size)
    watch, threads = Watch(network), threads_for(min(batch_size, rows), network.layers)

    def run() -> Iterator[float]:
        order = np.arange(rows)
        for _ in range(epochs):
            if shuffle:
                rng.shuffle(order)
            total = 0.0
            watch.begin_epoch()
            with np.errstate(all="ignore"), threads:
                for batch in batches(order):
                    loss = propagate(network, batch, l2)
                    watch.begin_step(loss, batch)
                    step(batch)
                    total += loss * len(batch)
                watch.end_epoch()
            yield total / len(order)

    return run()


def batch_reader(
    network: Network,
    X: np.ndarray,
    Y: np.ndarray,
    sample_weight: np.ndarray | None,
    batch_size: int,
) -> Callable[[np.ndarray], Iterator[Workspace]]:
    """Make a function that yields the rows of X and Y, in a given order, as batches."""
    sparse = is_sparse(X)

    @cache
    def workspace(n: int) -> Workspace:
        batch = Workspace(network, n)
        if not sparse:
            batch.read(np.empty((n, X.shape[1]), network.dtype))
        return batch

    def batches(order: np.ndarray) -> Iterator[Workspace]:
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            batch = workspace(len(rows))
            if sparse:
                batch.read(X[rows])
            else:
                X.take(rows, axis=0, out=batch.outputs[0], mode="clip")  # "raise" would copy
            batch.targets = batch.outputs[0] if Y is X else Y[rows]
            if sample_weight is not None:
                batch.sample_weight = weights = sample_weight[rows]
                require(
                    weights.sum(), "sample_weight must not sum to 0 in a batch", weights.tolist()
                )
            yield batch

    return batches
