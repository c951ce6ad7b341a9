"""Optimisers: how a gradient becomes a step."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from mlplab.errors import require

from .blas import add_scaled

State = dict[str, Any]


@dataclass(frozen=True)
class Optimizer:
    """A pair of functions on flat vectors, as in optax.

    init(parameters) returns a fresh state.
    update(gradient, state) replaces gradient, in place, by a direction, and returns its length: the
        step is to add length * direction to the parameters.
    rate: where update does nothing but return -rate, that rate: training then lets the matrix
        product of the weight gradient add straight to the weights. Otherwise None.
    """

    init: Callable[[np.ndarray], State]
    update: Callable[[np.ndarray, State], float]
    rate: float | None = None


@dataclass
class DecayingSum:
    """sum <- beta * sum + new, kept as scale * vector: only the scale decays, which saves a pass.

    It also keeps the sum of a unit that gets no gradient any more (a dead ReLU, say) from decaying
    into subnormal numbers, which some processors are ten times as slow with.
    """

    vector: np.ndarray
    scale: float = 1.0

    def add(self, new: np.ndarray, beta: float) -> None:
        self.scale *= beta
        if self.scale < 1e-3:
            kind = np.finfo(self.vector.dtype)
            self.vector *= self.scale
            self.vector += kind.tiny / kind.eps  # rounds to zero what is below kind.tiny
            self.vector -= kind.tiny / kind.eps
            self.scale = 1.0
        add_scaled(self.vector, new, 1 / self.scale)


def sgd(learning_rate: float, momentum: float = 0.0, nesterov: bool = False) -> Optimizer:
    """Gradient descent: v <- momentum v + g; w <- w - learning_rate v.

    With nesterov it looks ahead: w <- w - learning_rate (g + momentum v) (Sutskever et al., 2013).
    """
    require(0 < learning_rate < np.inf, "learning_rate must be a positive number", learning_rate)
    require(0 <= momentum <= 1, "momentum must be a number from 0 to 1", momentum)
    if momentum == 0:
        return Optimizer(lambda parameters: {}, lambda g, state: -learning_rate, learning_rate)

    def init(parameters: np.ndarray) -> State:
        return {"velocity": DecayingSum(np.zeros_like(parameters))}

    def update(gradient: np.ndarray, state: State) -> float:
        velocity = state["velocity"]
        velocity.add(gradient, momentum)
        if nesterov:
            add_scaled(gradient, velocity.vector, momentum * velocity.scale)
            return -learning_rate
        gradient[...] = velocity.vector
        return -learning_rate * velocity.scale

    return Optimizer(init, update)


def adam(
    learning_rate: float = 1e-3, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-8
) -> Optimizer:
    """Adam (Kingma and Ba, 2015): running means of gradients, over the root of that of squares."""
    require(0 < learning_rate < np.inf, "learning_rate must be a positive number", learning_rate)
    require(0 <= beta_1 < 1, "beta_1 must be a number from 0 to below 1", beta_1)
    require(0 <= beta_2 < 1, "beta_2 must be a number from 0 to below 1", beta_2)
    require(0 < epsilon < np.inf, "epsilon must be a positive number", epsilon)

    def init(parameters: np.ndarray) -> State:
        m, v = DecayingSum(np.zeros_like(parameters)), DecayingSum(np.zeros_like(parameters))
        return {"step": 0, "m": m, "v": v}

    def update(gradient: np.ndarray, state: State) -> float:
        state["step"] += 1
        m, v = state["m"], state["v"]
        m.add(gradient, beta_1)
        v.add(np.square(gradient, out=gradient), beta_2)
        root = sqrt(v.scale * (1 - beta_2))  # sqrt(v.vector) times this is the paper's sqrt(v)
        np.sqrt(v.vector, out=gradient)
        gradient += epsilon / root
        np.divide(m.vector, gradient, out=gradient)
        unbiased = sqrt(1 - beta_2 ** state["step"]) / (1 - beta_1 ** state["step"])
        return -learning_rate * unbiased * m.scale * (1 - beta_1) / root

    return Optimizer(init, update)
