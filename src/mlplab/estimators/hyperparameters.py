"""The parameters that both estimators share, and what the engine makes of them."""

from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from sklearn import neural_network
from sklearn.base import BaseEstimator
from sklearn.metrics import get_scorer_names
from sklearn.utils._param_validation import Interval

from mlplab import nn
from mlplab.errors import InputError, find, require


@dataclass(eq=False, repr=False, kw_only=True)
class Hyperparameters(BaseEstimator):
    """Names, defaults and ranges: scikit-learn's, then this package's own."""

    solver: str = "adam"
    alpha: float = 0.0001
    batch_size: int | str = "auto"
    learning_rate: str = "constant"
    learning_rate_init: float = 0.001
    power_t: float = 0.5
    max_iter: int = 200
    shuffle: bool = True
    random_state: Any = None
    tol: float = 1e-4
    verbose: bool | int = False
    warm_start: bool = False
    momentum: float = 0.9
    nesterovs_momentum: bool = True
    early_stopping: Any = False
    validation_fraction: float = 0.1
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    n_iter_no_change: float = 10
    max_fun: int = 15000
    slope: float = 0.01
    initializer: Any = "auto"
    dropout: float = 0.0
    clip_norm: float | None = None

    _parameter_constraints: ClassVar = {  # read by BaseEstimator._validate_params
        **neural_network.MLPClassifier._parameter_constraints,
        "activation": [str, nn.Activation, list, tuple],
        "early_stopping": ["boolean", str, callable],
        "slope": [Interval(Real, 0, 1, closed="both")],
        "initializer": [str, callable],
        "dropout": [Interval(Real, 0, 1, closed="left")],
        "clip_norm": [Interval(Real, 0, None, closed="neither"), None],
    }

    def _check_together(self, partial: bool, validation: bool) -> None:
        """Refuse parameters that do not go with each other."""
        if partial and self.early_stopping:
            refused = f"partial_fit does not support early_stopping={self.early_stopping!r}"
            raise InputError(f"{refused}: it must be False")
        if isinstance(self.early_stopping, str):
            rule = "early_stopping must be True, False, 'loss', a scorer's name or callable"
            require(self.early_stopping in ("loss", *get_scorer_names()), rule, self.early_stopping)
        if self.solver == "lbfgs":
            require(not self.dropout, "dropout must be 0 with solver='lbfgs'", self.dropout)
            require(not validation, "solver must be sgd or adam with X_val", self.solver)

    def _watched(self) -> str:
        """Name what decides when to stop, and which epoch's weights are kept."""
        if isinstance(self.early_stopping, str):
            return "validation loss" if self.early_stopping == "loss" else "scorer"
        if callable(self.early_stopping):
            return "scorer"
        return "validation score" if self.early_stopping else "training loss"

    def _draw(self, rng: Any, fan_in: int, fan_out: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw a layer's first weights and bias; scikit-learn draws both, Glorot-uniform."""
        draw = find("initializer", self.initializer, {"auto": None, **nn.INITIALIZERS})
        if draw is not None:
            return draw(rng, fan_in, fan_out), np.zeros(fan_out)
        scale = 2 if self.activation in ("logistic", "sigmoid") else 6
        bound = np.sqrt(scale / (fan_in + fan_out))
        return rng.uniform(-bound, bound, (fan_in, fan_out)), rng.uniform(-bound, bound, fan_out)


def is_stochastic(estimator: Any) -> bool:
    """Tell whether the solver trains by epochs; partial_fit is hidden where it does not."""
    if estimator.solver == "lbfgs":
        raise AttributeError(
            f"partial_fit is only available for stochastic optimizers. {estimator.solver} is not stochastic."
        )
    return True
