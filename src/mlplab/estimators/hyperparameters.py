"""The parameters that a user sets before fit, and what the engine makes of them."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from sklearn import neural_network
from sklearn.base import BaseEstimator
from sklearn.utils._param_validation import Interval, StrOptions

from mlplab import nn
from mlplab.errors import find


@dataclass(eq=False, repr=False)
class Hyperparameters(BaseEstimator):
    """scikit-learn's parameters and defaults without lbfgs, schedules, loss and verbose.

    Parameters
    ----------
    activation : str, nn.Activation or list of these
        scikit-learn's names and those in nn.ACTIVATIONS; a list has one for each hidden layer.
    slope : float
        The slope of "leaky_relu" where z < 0, from 0 to 1.
    initializer : str or function (rng, fan_in, fan_out) -> weights
        "auto" draws weights and biases as scikit-learn does; a name in nn.INITIALIZERS or a
        function leaves the biases zero.
    early_stopping : bool or "loss"
        True watches the validation score, as scikit-learn does; "loss" watches the validation
        loss. Both bring back the weights of the best epoch.

    Notes
    -----
    All other parameters are those of sklearn.neural_network.MLPClassifier.
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

    _parameter_constraints: ClassVar = {  # read by BaseEstimator._validate_params
        **neural_network.MLPRegressor._parameter_constraints,
        "activation": [str, nn.Activation, list, tuple],
        "solver": [StrOptions({"sgd", "adam"})],
        "early_stopping": ["boolean", StrOptions({"loss"})],
        "slope": [Interval(Real, 0, 1, closed="both")],
        "initializer": [str, callable],
    }

    def _optimizer(self) -> nn.Optimizer:
        rate = self.learning_rate_init
        if self.solver == "sgd":
            return nn.sgd(rate, self.momentum, self.nesterovs_momentum)
        return nn.adam(rate, self.beta_1, self.beta_2, self.epsilon)

    def _draw(self, rng: Any, fan_in: int, fan_out: int) -> tuple[np.ndarray, np.ndarray]:
        """Draw a layer's first weights and bias; scikit-learn draws both, Glorot-uniform."""
        draw = find("initializer", self.initializer, {"auto": None, **nn.INITIALIZERS})
        if draw is not None:
            return draw(rng, fan_in, fan_out), np.zeros(fan_out)
        scale = 2 if self.activation in ("logistic", "sigmoid") else 6
        bound = np.sqrt(scale / (fan_in + fan_out))
        return rng.uniform(-bound, bound, (fan_in, fan_out)), rng.uniform(-bound, bound, fan_out)
