"""What both estimators share: parameters, the network behind coefs_, and the run over epochs."""

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from mlplab import nn
from mlplab.errors import InputError

LOSSES = {
    "softmax": "cross_entropy",
    "logistic": "binary_cross_entropy",
    "identity": "squared_error",
}
LEAST = {"alpha": 0, "max_iter": 1, "tol": 0, "n_iter_no_change": 1}


class DivergenceWarning(ConvergenceWarning):
    """Training stopped at a step that is not finite; the last finite weights are kept."""


class Perceptron(BaseEstimator):
    """A multilayer perceptron with scikit-learn's parameters, and more:

    activation: also "leaky_relu", an nn.Activation, or a list with one for each hidden layer.
    slope: of "leaky_relu" where z < 0.
    initializer: "auto" draws weights and biases as scikit-learn does; a name in nn.INITIALIZERS or
        a function (rng, fan_in, fan_out) -> weights leaves the biases zero.
    early_stopping: True watches the validation score, as scikit-learn does; "loss" watches the
        validation loss. Both bring back the weights of the best epoch.

    With a validation set, cut off by early_stopping or given to fit, validation_loss_curve_ (the
    mean loss without the penalty) and validation_scores_ (accuracy or R^2) have an entry an epoch.
    """

    n_outputs_: int
    out_activation_: str
    _best: float
    _stalled: int  # epochs since the last that was better than the best one by tol
    _state: nn.State

    def __init__(
        self,
        hidden_layer_sizes: int | Sequence[int] = (100,),
        activation: Any = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: int | str = "auto",
        learning_rate_init: float = 0.001,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: Any = None,
        tol: float = 1e-4,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool | str = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: int = 10,
        slope: float = 0.01,
        initializer: Any = "auto",
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.slope = slope
        self.initializer = initializer

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, *, X_val: Any = None, y_val: Any = None
    ) -> Self:
        """Fit to X (n, features) and y (n,) or (n, outputs), until the loss stops falling."""
        return self._fit(X, y, sample_weight, validation=None if X_val is None else (X_val, y_val))

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

    def _fit(
        self, X: Any, y: Any, sample_weight: Any, validation: Any = None, incremental: bool = False
    ) -> Self:
        self._check_parameters(incremental)
        going_on = hasattr(self, "coefs_") and (incremental or self.warm_start)
        X, Y = self._read(X, y, reset=not going_on, incremental=incremental)
        rng = check_random_state(self.random_state)
        if not going_on:
            self._start(X, rng)
        data = [X, Y]
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, X, dtype=X.dtype)
            data = [array[sample_weight > 0] for array in (X, Y, sample_weight)]
        if validation is not None:
            validation = self._read(validation[0], validation[1], reset=False, incremental=False)
        elif self.early_stopping:
            binary = self.out_activation_ == "logistic" and self.n_outputs_ == 1
            parts = train_test_split(
                *data,
                random_state=rng,
                test_size=self.validation_fraction,
                stratify=data[1] if binary else None,
            )
            data, validation = parts[::2], parts[1:4:2]
        network = self._network()
        if not (incremental and self._state):
            self._state = self._optimizer().init(network.parameters)
        rows = len(data[0])
        epochs = nn.train(
            network,
            *data[:2],
            sample_weight=data[2] if len(data) > 2 else None,
            optimizer=self._optimizer(),
            batch_size=min(200 if isinstance(self.batch_size, str) else self.batch_size, rows),
            epochs=1 if incremental else self.max_iter,
            rng=rng,
            shuffle=self.shuffle,
            l2=self.alpha,
            state=self._state,
        )
        self._run(network, epochs, validation, incremental)
        self.coefs_ = [layer.weights for layer in network.layers]
        self.intercepts_ = [layer.bias for layer in network.layers]
        return self

    def _run(
        self, network: nn.Network, epochs: Iterator[float], validation: Any, incremental: bool
    ) -> None:
        """Run epochs until nothing improves, and record them."""
        outputs = self.n_outputs_ if self.out_activation_ == "identity" else 1
        best, self.n_iter_ = network.parameters.copy(), 0
        try:
            for loss in epochs:
                self.n_iter_ += 1
                self.loss_curve_.append(loss / outputs)
                if validation is not None:
                    loss, score = nn.evaluate(network, *validation)
                    self.validation_loss_curve_.append(loss / outputs)
                    self.validation_scores_.append(score)
                if self._improves():
                    best[...] = network.parameters
                if self._stalled > self.n_iter_no_change:
                    break
            else:
                if not incremental:
                    text = f"{self.max_iter} epochs have passed and the loss still falls"
                    warnings.warn(text, ConvergenceWarning, stacklevel=4)
        except nn.Divergence as fault:
            self._state = {}  # a momentum that led there
            warnings.warn(f"{fault}: training stopped there", DivergenceWarning, stacklevel=4)
        if self.early_stopping:
            network.parameters[...] = best

    def _improves(self) -> bool:
        """Whether the last epoch is the best so far; counts epochs since one was so by tol."""
        curve, sign = {
            False: (self.loss_curve_, -1),
            True: (self.validation_scores_, 1),
            "loss": (self.validation_loss_curve_, -1),
        }[self.early_stopping]
        value = sign * curve[-1]
        self._stalled = self._stalled + 1 if value < self._best + self.tol else 0
        improves, self._best = value > self._best, max(value, self._best)
        return improves

    def _start(self, X: np.ndarray, rng: Any) -> None:
        """First weights, and empty curves."""
        sizes = [X.shape[1], *np.ravel(self.hidden_layer_sizes).tolist(), self.n_outputs_]
        if min(sizes) < 1:
            raise InputError(f"hidden_layer_sizes must be > 0, got {self.hidden_layer_sizes!r}")
        layers = [self._draw(rng, fan_in, fan_out) for fan_in, fan_out in pairwise(sizes)]
        self.coefs_ = [weights.astype(X.dtype) for weights, _ in layers]
        self.intercepts_ = [bias.astype(X.dtype) for _, bias in layers]
        self.n_layers_ = len(sizes)
        self.loss_curve_: list[float] = []
        self.validation_loss_curve_: list[float] = []
        self.validation_scores_: list[float] = []
        self._best, self._stalled, self._state = -np.inf, 0, {}

    def _draw(self, rng: Any, fan_in: int, fan_out: int) -> tuple[np.ndarray, np.ndarray]:
        """A layer's first weights and bias; scikit-learn draws both, Glorot-uniform."""
        if self.initializer != "auto":
            draw = nn.find("initializer", self.initializer, nn.INITIALIZERS)
            return draw(rng, fan_in, fan_out), np.zeros(fan_out)
        bound = np.sqrt((2 if self.activation == "logistic" else 6) / (fan_in + fan_out))
        return rng.uniform(-bound, bound, (fan_in, fan_out)), rng.uniform(-bound, bound, fan_out)

    def _network(self) -> nn.Network:
        """A network of its own from coefs_ and intercepts_."""
        check_is_fitted(self)
        table = {"logistic": nn.ACTIVATIONS["sigmoid"], **nn.ACTIVATIONS}
        table["leaky_relu"] = nn.leaky_relu(self.slope)
        each, hidden = self.activation, len(self.coefs_) - 1
        names = [each] * hidden if isinstance(each, str | nn.Activation) else [*each]
        return nn.Network(
            [nn.Layer(*layer) for layer in zip(self.coefs_, self.intercepts_, strict=True)],
            [nn.find("activation", name, table) for name in [*names, "identity"]],
            nn.LOSSES[LOSSES[self.out_activation_]],
        )

    def _optimizer(self) -> nn.Optimizer:
        make = nn.find("solver", self.solver, {"sgd": self._sgd, "adam": self._adam})
        return make()

    def _sgd(self) -> nn.Optimizer:
        return nn.sgd(self.learning_rate_init, self.momentum, self.nesterovs_momentum)

    def _adam(self) -> nn.Optimizer:
        return nn.adam(self.learning_rate_init, self.beta_1, self.beta_2, self.epsilon)

    def _check_parameters(self, incremental: bool) -> None:
        for name, least in LEAST.items():
            if not getattr(self, name) >= least:
                raise InputError(f"{name} must be {least} or more, got {getattr(self, name)!r}")
        if isinstance(self.batch_size, str) and self.batch_size != "auto":
            raise InputError(f"batch_size must be 'auto' or 1 or more, got {self.batch_size!r}")
        if self.early_stopping not in (False, True, "loss"):
            raise InputError(
                f"early_stopping must be one of False, True, 'loss', got {self.early_stopping!r}"
            )
        if self.early_stopping and incremental:
            raise InputError("early_stopping must be False for partial_fit, got True")

    def _read(
        self, X: Any, y: Any, reset: bool, incremental: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """X and the targets as the engine takes them; where reset, what they are is noted."""
        raise NotImplementedError

    def _inputs(self, X: Any) -> np.ndarray:
        return validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
