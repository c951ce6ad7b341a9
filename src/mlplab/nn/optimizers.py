"""Optimizers: how a gradient becomes a step."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any

import numpy as np

from mlplab.blas import add_scaled, squared_norm
from mlplab.errors import require

State = dict[str, Any]


@dataclass(frozen=True)
class Optimizer:
    """A pair of functions on flat vectors, as in optax.

    Attributes
    ----------
    init : function (parameters) -> State
        Returns a fresh state.
    update : function (gradient, state) -> float
        Replaces gradient, in place, by a direction, and returns its length: the step is to add
        length * direction to the parameters.
    rate : function () -> float, or None
        Returns the learning rate, where update does nothing but return its negative. Training then
        lets the matrix products of the weight gradient add straight to the weights.
    """

    init: Callable[[np.ndarray], State]
    update: Callable[[np.ndarray, State], float]
    rate: Callable[[], float] | None = None


@dataclass
class DecayingSum:
    """A sum whose old terms decay, kept as scale * vector.

    Only the scale decays at each step, which saves a pass over the vector. The vector takes the
    scale over before it gets too small, and then rounds to zero what is nearly subnormal: the sum
    of a unit that gets no gradient any more (a dead ReLU, say) would otherwise decay into subnormal
    numbers, which slow some processors down tenfold.
    """

    vector: np.ndarray
    scale: float = 1.0

    def add(self, new: np.ndarray, decay: float) -> None:
        """sum <- decay * sum + new."""
        self.scale *= decay
        if self.scale < 1e-3:
            limits = np.finfo(self.vector.dtype)
            self.vector *= self.scale
            self.vector += limits.tiny / limits.eps  # rounds to zero what is below limits.tiny
            self.vector -= limits.tiny / limits.eps
            self.scale = 1.0
        add_scaled(self.vector, new, 1 / self.scale)


def sgd(
    learning_rate: float,
    momentum: float = 0.0,
    nesterov: bool = False,
    schedule: Callable[[], float] = lambda: 1.0,
) -> Optimizer:
    """Gradient descent: v <- momentum v + g, then w <- w - learning_rate v.

    Parameters
    ----------
    learning_rate : float
        > 0.
    momentum : float
        From 0 to 1.
    nesterov : bool
        Look ahead: w <- w - learning_rate (g + momentum v).
    schedule : function () -> float
        Returns the factor of each step's gradient g. The momentum then sums steps of the rates that
        they were taken with, as in scikit-learn.

    Raises
    ------
    InputError
        A number is out of its range.

    References
    ----------
    Sutskever, Martens, Dahl and Hinton (2013), On the importance of initialization and momentum in
    deep learning.
    """
    require(0 < learning_rate < np.inf, "learning_rate must be a positive number", learning_rate)
    require(0 <= momentum <= 1, "momentum must be a number from 0 to 1", momentum)

    def rate() -> float:
        return learning_rate * schedule()

    if momentum == 0:
        return Optimizer(lambda parameters: {}, lambda gradient, state: -rate(), rate)

    def init(parameters: np.ndarray) -> State:
        return {"velocity": DecayingSum(np.zeros_like(parameters))}

    def update(gradient: np.ndarray, state: State) -> float:
        velocity, factor = state["velocity"], schedule()
        if factor != 1:
            gradient *= factor
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
    """Adam: step along the mean of past gradients over the root of the mean of their squares.

    Parameters
    ----------
    learning_rate : float
        The paper's alpha, > 0.
    beta_1, beta_2 : float
        How much of the two means is kept at each step, from 0 to below 1.
    epsilon : float
        > 0; added to sqrt(v) before v's bias is corrected (the paper's epsilon hat), as
        scikit-learn does.

    Raises
    ------
    InputError
        A number is out of its range.

    References
    ----------
    Kingma and Ba (2015), Adam: a method for stochastic optimization, Algorithm 1.
    """
    require(0 < learning_rate < np.inf, "learning_rate must be a positive number", learning_rate)
    require(0 <= beta_1 < 1, "beta_1 must be a number from 0 to below 1", beta_1)
    require(0 <= beta_2 < 1, "beta_2 must be a number from 0 to below 1", beta_2)
    require(0 < epsilon < np.inf, "epsilon must be a positive number", epsilon)

    def init(parameters: np.ndarray) -> State:
        m, v = DecayingSum(np.zeros_like(parameters)), DecayingSum(np.zeros_like(parameters))
        return {"t": 0, "m": m, "v": v}

    def update(gradient: np.ndarray, state: State) -> float:
        t = state["t"] = state["t"] + 1
        m, v = state["m"], state["v"]
        m.add(gradient, beta_1)
        v.add(np.square(gradient, out=gradient), beta_2)
        # The paper's m is m_scale * m.vector, its unbiased m_hat * m.vector; and so for v.
        m_scale, v_scale = m.scale * (1 - beta_1), v.scale * (1 - beta_2)
        m_hat = m_scale / (1 - beta_1**t)
        v_hat = v_scale / (1 - beta_2**t)
        direction = np.sqrt(v.vector, out=gradient)
        direction += epsilon / sqrt(v_scale)
        np.divide(m.vector, direction, out=direction)
        return -learning_rate * m_hat / sqrt(v_hat)

    return Optimizer(init, update)


def clip_norm(optimizer: Optimizer, largest: float) -> Optimizer:
    """Scale each gradient down to the norm `largest` where its own is larger.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks.
    """
    require(largest > 0, "clip_norm must be a positive number", largest)

    def update(gradient: np.ndarray, state: State) -> float:
        if not isfinite(squared_norm(gradient)):  # too large to be squared, maybe not infinite
            gradient /= np.abs(gradient).max() / largest
        norm = sqrt(squared_norm(gradient))
        if norm > largest:
            gradient *= largest / norm
        return optimizer.update(gradient, state)

    return Optimizer(optimizer.init, update)
