"""What a user sets before fit, and finds after it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from mlplab import nn
from mlplab.errors import InputError

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


class Fitted(BaseEstimator):
    """What fit leaves behind; of the validation curves, an entry for each epoch that had a set."""

    coefs_: list[np.ndarray]
    intercepts_: list[np.ndarray]
    n_iter_: int
    n_layers_: int
    n_outputs_: int
    out_activation_: str
    loss_curve_: list[float]
    validation_loss_curve_: list[float]  # without the penalty
    validation_scores_: list[float]  # accuracy or R^2
    _best: float  # of what is watched for an improvement, the larger the better
    _stalled: int  # epochs since one was better than the best by tol
    _state: nn.State

    @property
    def loss_(self) -> float:
        """The last epoch's loss, penalty included."""
        return self.loss_curve_[-1]

    @property
    def best_loss_(self) -> float | None:
        """The lowest loss of an epoch; None with early_stopping."""
        return None if self.early_stopping else min(self.loss_curve_, default=np.inf)

    @property
    def best_validation_score_(self) -> float | None:
        """The highest validation score of an epoch; None without a validation set."""
        return max(self.validation_scores_, default=None)


@dataclass(eq=False, repr=False)
class Parameters(Fitted):
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

    def _check_parameters(self, once: bool) -> None:
        for name, (allows, allowed) in RULES.items():
            value = getattr(self, name)
            with suppress(TypeError):
                if allows(value):
                    continue
            raise InputError(f"{name} must be {allowed}, got {value!r}")
        if self.early_stopping and once:
            given = self.early_stopping
            raise InputError(f"early_stopping must be False to partial_fit, got {given!r}")
