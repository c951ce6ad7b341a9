"""What both estimators share: the network behind coefs_, and the run over epochs."""

import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Self

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from mlplab import nn
from mlplab.errors import InputError

from .parameters import Parameters

Data = tuple[np.ndarray, ...]  # X, targets, and maybe a weight for each row
LOSSES = {
    "softmax": "cross_entropy",
    "logistic": "binary_cross_entropy",
    "identity": "squared_error",
}


class DivergenceWarning(ConvergenceWarning):
    """Training stopped at a step that is not finite; the last finite weights are kept."""


class Perceptron(Parameters):
    """The two estimators but for what they read and predict."""

    _read: Callable[..., Any]  # (X, y, reset, once) -> X and the targets as the engine takes them

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, *, X_val: Any = None, y_val: Any = None
    ) -> Self:
        """Fit to X (n, features) and y (n,) or (n, outputs), until the loss stops falling.

        With X_val and y_val each epoch is evaluated on these, and early_stopping cuts nothing off.
        """
        return self._fit(X, y, sample_weight, None if X_val is None else (X_val, y_val))

    def _fit(self, X: Any, y: Any, weights: Any, own: Any = None, once: bool = False) -> Self:
        """Fit, or with once go on for one epoch; own is the user's validation set."""
        self._check_parameters(once)
        going_on = hasattr(self, "coefs_") and (once or self.warm_start)
        X, Y = self._read(X, y, not going_on, once)
        rng = check_random_state(self.random_state)
        if not going_on:
            self._start(X, rng)
        data: Data = (X, Y)
        validation: Data | None = None
        if weights is not None:
            weights = _check_sample_weight(weights, X, dtype=X.dtype)
            data = tuple(array[weights > 0] for array in (X, Y, weights))
        if own is not None:
            validation = self._read(*own, False, once)
        elif self.early_stopping:
            data, validation = self._cut_off(data, rng)
        network = self._network()
        self._run(network, self._epochs(network, data, rng, once), validation, once)
        self.coefs_, self.intercepts_ = map(list, zip(*network.layers, strict=True))
        return self

    def _epochs(self, network: nn.Network, data: Data, rng: Any, once: bool) -> Iterator[float]:
        """The engine's run over the data."""
        optimizer = self._optimizer()
        if not (once and self._state):  # partial_fit keeps its momentum
            self._state = optimizer.init(network.parameters)
        batch_size: Any = 200 if self.batch_size == "auto" else self.batch_size
        return nn.train(
            network,
            *data[:2],
            sample_weight=data[2] if len(data) > 2 else None,
            optimizer=optimizer,
            batch_size=min(batch_size, len(data[0])),
            epochs=1 if once else self.max_iter,
            rng=rng,
            shuffle=self.shuffle,
            l2=self.alpha,
            state=self._state,
        )

    def _run(
        self, network: nn.Network, epochs: Iterator[float], validation: Data | None, once: bool
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
                if not once:
                    text = f"{self.max_iter} epochs have passed and the loss still falls"
                    warnings.warn(text, ConvergenceWarning, stacklevel=4)
        except nn.Divergence as fault:
            self._state = {}  # a momentum that led there
            warnings.warn(f"{fault}: training stopped there", DivergenceWarning, stacklevel=4)
        if self.early_stopping:
            network.parameters[...] = best

    def _improves(self) -> bool:
        """Whether the last epoch is the best so far; counts those since one was so by tol."""
        curve, sign = {
            False: (self.loss_curve_, -1),
            True: (self.validation_scores_, 1),
            "loss": (self.validation_loss_curve_, -1),
        }[self.early_stopping]
        value = sign * curve[-1]
        self._stalled = self._stalled + 1 if value < self._best + self.tol else 0
        improves, self._best = value > self._best, max(value, self._best)
        return improves

    def _cut_off(self, data: Data, rng: Any) -> tuple[Data, Data]:
        """Training data without validation_fraction of the rows, and these rows."""
        binary = self.out_activation_ == "logistic" and self.n_outputs_ == 1
        stratify = data[1] if binary else None
        size = self.validation_fraction
        parts = train_test_split(*data, random_state=rng, test_size=size, stratify=stratify)
        return tuple(parts[::2]), tuple(parts[1:4:2])

    def _start(self, X: np.ndarray, rng: Any) -> None:
        """First weights, and empty curves."""
        sizes = [X.shape[1], *np.ravel(self.hidden_layer_sizes).tolist(), self.n_outputs_]
        if min(sizes) < 1:
            raise InputError(f"hidden_layer_sizes must be > 0, got {self.hidden_layer_sizes!r}")
        layers = [self._draw(rng, fan_in, fan_out) for fan_in, fan_out in pairwise(sizes)]
        self.coefs_ = [weights.astype(X.dtype) for weights, _ in layers]
        self.intercepts_ = [bias.astype(X.dtype) for _, bias in layers]
        self.n_layers_ = len(sizes)
        self.loss_curve_, self.validation_loss_curve_, self.validation_scores_ = [], [], []
        self._best, self._stalled, self._state = -np.inf, 0, {}

    def _draw(self, rng: Any, fan_in: int, fan_out: int) -> tuple[np.ndarray, np.ndarray]:
        """A layer's first weights and bias; scikit-learn draws both, Glorot-uniform."""
        if self.initializer != "auto":
            draw = nn.find("initializer", self.initializer, nn.INITIALIZERS)
            return draw(rng, fan_in, fan_out), np.zeros(fan_out)
        scale = 2 if self.activation in ("logistic", "sigmoid") else 6
        bound = np.sqrt(scale / (fan_in + fan_out))
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
        rate = self.learning_rate_init
        solvers = {
            "sgd": lambda: nn.sgd(rate, self.momentum, self.nesterovs_momentum),
            "adam": lambda: nn.adam(rate, self.beta_1, self.beta_2, self.epsilon),
        }
        return nn.find("solver", self.solver, solvers)()

    def _inputs(self, X: Any) -> np.ndarray:
        return validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
