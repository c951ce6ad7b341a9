"""What a user sets before fit, and finds after it."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from mlplab import nn
from mlplab.errors import InputError

LEAST = {"alpha": 0, "max_iter": 1, "tol": 0, "n_iter_no_change": 1}


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

    def _check_parameters(self, incremental: bool) -> None:
        """What nothing further down refuses, or not by the parameter's name."""
        for name, least in LEAST.items():
            if not getattr(self, name) >= least:
                raise InputError(f"{name} must be {least} or more, got {getattr(self, name)!r}")
        if not self.learning_rate_init > 0:
            raise InputError(f"learning_rate_init must be > 0, got {self.learning_rate_init!r}")
        if isinstance(self.batch_size, str) and self.batch_size != "auto":
            raise InputError(f"batch_size must be 'auto' or 1 or more, got {self.batch_size!r}")
        if self.early_stopping not in (False, True, "loss"):
            allowed = "False, True or 'loss'"
            raise InputError(f"early_stopping must be {allowed}, got {self.early_stopping!r}")
        if self.early_stopping and incremental:
            raise InputError(
                f"early_stopping must be False to partial_fit, got {self.early_stopping!r}"
            )
