"""What a user sets before fit, and what it stands for."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from mlplab import nn
from mlplab.nn.checks import require

# What nothing further down refuses, or not by the parameter's name.
RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "alpha": (lambda value: value >= 0, "0 or more"),
    "max_iter": (lambda value: value >= 1, "1 or more"),
    "tol": (lambda value: value >= 0, "0 or more"),
    "n_iter_no_change": (lambda value: value >= 1, "1 or more"),
    "learning_rate_init": (lambda value: value > 0, "> 0"),
    "batch_size": (lambda value: value == "auto" or value >= 1, "'auto' or 1 or more"),
    "early_stopping": (lambda value: value in (False, True, "loss"), "False, True or 'loss'"),
}


@dataclass(eq=False, repr=False)
class Parameters(BaseEstimator):
    """scikit-learn's parameters with its defaults, but for lbfgs, schedules and verbose, and these:

    activation: also "leaky_relu", an nn.Activation, or a list with one for each hidden layer.
    slope: of "leaky_relu" where z < 0.
    initializer: "auto" draws weights and biases as scikit-learn does; a name in nn.INITIALIZERS or
        a function (rng, fan_in, fan_out) -> weights leaves the biases zero.
    early_stopping: True watches the validation score, as scikit-learn does; "loss" watches the
        validation loss. Both bring back the weights of the best epoch.
    """

    hidden_layer_sizes: int | Sequence[int] = (100,)
    activation: Any = "relu"
    _: KW_ONLY
    solver: str = "adam"
    alpha: float = 0.0001
    batch_size: int | str = "auto"
    learning_rate_init: float = 0.001
    max_iter: int = 200
    shuffle: bool = True
    random_state: Any = None
    tol: float = 1e-4
    warm_start: bool = False
    momentum: float = 0.9
    nesterovs_momentum: bool = True
    early_stopping: bool | str = False
    validation_fraction: float = 0.1
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    n_iter_no_change: int = 10
    slope: float = 0.01
    initializer: Any = "auto"

    def _check_parameters(self) -> None:
        for name, (allows, allowed) in RULES.items():
            value, right = getattr(self, name), False
            with suppress(TypeError):
                right = allows(value)
            require(right, f"{name} must be {allowed}", value)

    def _optimizer(self) -> nn.Optimizer:
        rate = self.learning_rate_init
        solvers = {
            "sgd": lambda: nn.sgd(rate, self.momentum, self.nesterovs_momentum),
            "adam": lambda: nn.adam(rate, self.beta_1, self.beta_2, self.epsilon),
        }
        return nn.find("solver", self.solver, solvers)()

    def _draw(self, rng: Any, fan_in: int, fan_out: int) -> tuple[np.ndarray, np.ndarray]:
        """A layer's first weights and bias; scikit-learn draws both, Glorot-uniform."""
        if self.initializer != "auto":
            draw = nn.find("initializer", self.initializer, nn.INITIALIZERS)
            return draw(rng, fan_in, fan_out), np.zeros(fan_out)
        scale = 2 if self.activation in ("logistic", "sigmoid") else 6
        bound = np.sqrt(scale / (fan_in + fan_out))
        return rng.uniform(-bound, bound, (fan_in, fan_out)), rng.uniform(-bound, bound, fan_out)
