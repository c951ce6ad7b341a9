"""Initial weights: functions (rng, fan_in, fan_out) -> float64 array of shape (fan_in, fan_out).

rng is a np.random.Generator, or a RandomState where the draws have to equal scikit-learn's.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Initializer = Callable[[Any, int, int], np.ndarray]


def zero(rng: Any, fan_in: int, fan_out: int) -> np.ndarray:
    """All zero: every unit of a layer then stays equal to its neighbors."""
    return np.zeros((fan_in, fan_out))


def random(rng: Any, fan_in: int, fan_out: int) -> np.ndarray:
    """Uniform(-0.5, 0.5), for any size of the layer (the report's "random")."""
    return rng.uniform(-0.5, 0.5, (fan_in, fan_out))


def normal(rng: Any, fan_in: int, fan_out: int) -> np.ndarray:
    """N(0, 1), unscaled (the report's "normal")."""
    return rng.normal(0.0, 1.0, (fan_in, fan_out))


def variance_scaling(scale: float, fan: str, distribution: str) -> Initializer:
    """Make an initializer that draws with mean 0 and variance scale / fan.

    Parameters
    ----------
    scale : float
    fan : {"in", "avg"}
        The inputs of the layer, or the mean of its inputs and outputs.
    distribution : {"normal", "uniform"}
    """

    def initializer(rng: Any, fan_in: int, fan_out: int) -> np.ndarray:
        variance = scale / {"in": fan_in, "avg": (fan_in + fan_out) / 2}[fan]
        if distribution == "normal":
            return rng.normal(0.0, np.sqrt(variance), (fan_in, fan_out))
        bound = np.sqrt(3 * variance)
        return rng.uniform(-bound, bound, (fan_in, fan_out))

    return initializer


INITIALIZERS: dict[str, Initializer] = {
    "zero": zero,
    "random": random,
    "normal": normal,
    # Glorot and Bengio (2010), for sigmoid and tanh; He et al. (2015), for ReLU.
    "glorot_uniform": variance_scaling(1.0, "avg", "uniform"),
    "glorot_normal": variance_scaling(1.0, "avg", "normal"),
    "he_uniform": variance_scaling(2.0, "in", "uniform"),
    "he_normal": variance_scaling(2.0, "in", "normal"),
}
