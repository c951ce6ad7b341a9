"""What is done to a gradient before the optimizer sees it: a limit to its norm, a factor."""

from collections.abc import Callable
from math import isfinite, sqrt

import numpy as np

from mlplab.blas import squared_norm
from mlplab.errors import require
from mlplab.nn.optimizers import Optimizer, State


def clip_norm(optimizer: Optimizer, largest: float) -> Optimizer:
    """Scale each gradient down to the norm `largest` where its own is larger.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks.
    """
    require(largest > 0, "clip_norm must be a positive number", largest)

    def clip(gradient: np.ndarray) -> None:
        if not isfinite(squared_norm(gradient)):  # too large to be squared, maybe not infinite
            gradient /= np.abs(gradient).max() / largest
        norm = sqrt(squared_norm(gradient))
        if norm > largest:
            gradient *= largest / norm

    return _preceded(optimizer, clip)


def scale_gradient(optimizer: Optimizer, factor: Callable[[], float]) -> Optimizer:
    """Multiply each gradient by what factor() returns, as a schedule of learning rates does.

    Momentum then sums steps of the rates that they were taken with, as in scikit-learn.
    """

    def scale(gradient: np.ndarray) -> None:
        gradient *= factor()

    return _preceded(optimizer, scale)


def _preceded(optimizer: Optimizer, transform: Callable[[np.ndarray], None]) -> Optimizer:
    def update(gradient: np.ndarray, state: State) -> float:
        transform(gradient)
        return optimizer.update(gradient, state)

    return Optimizer(optimizer.init, update)
