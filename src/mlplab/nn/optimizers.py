"""Optimisers: how a gradient becomes a change of the parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from mlplab.errors import InputError

State = dict[str, Any]


@dataclass(frozen=True)
class Optimizer:
    """A pair of functions on flat vectors, as in optax.

    init(parameters) returns a fresh state.
    update(gradient, state) replaces gradient, in place, by the change to add to the parameters.
    rate: where update does no more than multiply by -rate, that rate: training then lets the matrix
        product of the weight gradient add straight to the weights. Otherwise None.
    """

    init: Callable[[np.ndarray], State]
    update: Callable[[np.ndarray, State], None]
    rate: float | None = None


def sgd(learning_rate: float, momentum: float = 0.0, nesterov: bool = False) -> Optimizer:
    """Gradient descent: v <- momentum v - learning_rate g; w <- w + v.

    With nesterov it looks ahead: w <- w + momentum v - learning_rate g (Sutskever et al., 2013).
    """
    _check("learning_rate", learning_rate, 0 < learning_rate < np.inf, "a positive number")
    _check("momentum", momentum, 0 <= momentum <= 1, "a number from 0 to 1")
    if momentum == 0:
        return Optimizer(
            lambda parameters: {}, lambda g, _: np.multiply(g, -learning_rate, out=g), learning_rate
        )

    def init(parameters: np.ndarray) -> State:
        return {"velocity": np.zeros_like(parameters)}

    def update(gradient: np.ndarray, state: State) -> None:
        velocity = state["velocity"]
        gradient *= -learning_rate
        velocity *= momentum
        velocity += gradient
        if nesterov:
            gradient += momentum * velocity
        else:
            gradient[...] = velocity

    return Optimizer(init, update)


def adam(
    learning_rate: float = 1e-3, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-8
) -> Optimizer:
    """Adam (Kingma and Ba, 2015): running means of gradients, over the root of that of squares.

    m and v are kept divided by 1 - beta_1 and 1 - beta_2, which saves two passes over the vectors.
    """
    _check("learning_rate", learning_rate, 0 < learning_rate < np.inf, "a positive number")
    _check("beta_1", beta_1, 0 <= beta_1 < 1, "a number from 0 to below 1")
    _check("beta_2", beta_2, 0 <= beta_2 < 1, "a number from 0 to below 1")
    _check("epsilon", epsilon, 0 < epsilon < np.inf, "a positive number")

    def init(parameters: np.ndarray) -> State:
        return {"step": 0, "m": np.zeros_like(parameters), "v": np.zeros_like(parameters)}

    def update(gradient: np.ndarray, state: State) -> None:
        state["step"] += 1
        m, v = state["m"], state["v"]
        m *= beta_1
        m += gradient
        v *= beta_2
        v += np.square(gradient, out=gradient)
        np.sqrt(v, out=gradient)
        gradient += epsilon / sqrt(1 - beta_2)
        np.divide(m, gradient, out=gradient)
        unbiased = sqrt(1 - beta_2 ** state["step"]) / (1 - beta_1 ** state["step"])
        gradient *= -learning_rate * unbiased * (1 - beta_1) / sqrt(1 - beta_2)

    return Optimizer(init, update)


def _check(argument: str, value: float, right: bool, allowed: str) -> None:
    if not right:
        raise InputError(f"{argument} must be {allowed}, got {value!r}")
