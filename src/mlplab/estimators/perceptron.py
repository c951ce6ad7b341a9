"""What both estimators share: the network behind coefs_, and the run over epochs."""

import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any, Self

import numpy as np
from sklearn import config_context
from sklearn.base import is_regressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from mlplab import nn
from mlplab.errors import require
from mlplab.nn.network import find_activations

from .parameters import Parameters

Data = tuple[np.ndarray, ...]  # X, targets, and maybe a weight for each row
FLOATS = (np.float64, np.float32)
LOSSES = {
    "softmax": "cross_entropy",
    "logistic": "binary_cross_entropy",
    "identity": "squared_error",
}


class DivergenceWarning(ConvergenceWarning):
    """Training stopped at a step that is not finite; the weights kept are finite ones from before."""


class Perceptron(Parameters):
    """The two estimators but for what they read, predict and score.

    Attributes are scikit-learn's, and validation_loss_curve_, without the penalty. This and
    validation_scores_ (accuracy or R^2) have an entry for each epoch that had a validation set.
    """

    _targets: Callable[..., np.ndarray]  # (y, reset, once) -> y as the engine takes it
    _metric: Callable[..., float]  # (targets, predictions, sample_weight) -> score

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, *, X_val: Any = None, y_val: Any = None
    ) -> Self:
        """Fit to X (n, features) and y (n,) or (n, outputs), until the loss stops falling.

        With X_val and y_val each epoch is evaluated on these, and early_stopping cuts nothing off.
        Rows of weight zero are left out.
        """
        together = (X_val is None) == (y_val is None)
        require(
            together, "X_val and y_val must come together", "y_val" if X_val is None else "X_val"
        )
        return self._fit(X, y, sample_weight, None if X_val is None else (X_val, y_val))

    def _fit(
        self, X: Any, y: Any, weights: Any, validation: Any = None, once: bool = False
    ) -> Self:
        """Fit, or with once go on for one epoch; validation is the user's own set, unread."""
        self._validate_params()
        rule = "early_stopping must be False to partial_fit"
        require(not (once and self.early_stopping), rule, self.early_stopping)
        reset = not (hasattr(self, "coefs_") and (once or self.warm_start))
        X, Y = self._read(X, y, reset, once)
        if validation is not None:
            X_val, y_val = validation
            validation = self._read(X_val, y_val, False, once)
        rng = check_random_state(self.random_state)
        if reset:
            self._start(X, rng)
        data: Data = (X, Y)
        if weights is not None:
            weights = _check_sample_weight(weights, X, dtype=X.dtype)
            data = tuple(array[weights != 0] for array in (X, Y, weights))
        if validation is None and self.early_stopping:
            data, validation = self._cut_off(data, rng)
        network = self._network()
        try:
            self._run(network, data, validation, rng, once)
        finally:  # Ctrl-C, too, keeps what is learnt
            self.coefs_, self.intercepts_ = map(list, zip(*network.layers, strict=True))
        self.loss_ = next(reversed(self.loss_curve_), np.inf)
        self.best_loss_ = None if self.early_stopping else min(self.loss_curve_, default=np.inf)
        self.best_validation_score_ = max(self.validation_scores_, default=None)
        return self

    def _read(self, X: Any, y: Any, reset: bool, once: bool) -> tuple[np.ndarray, np.ndarray]:
        """X and y as the engine takes them; with reset they say what the network is to look like."""
        rules: Any = {"dtype": FLOATS, "multi_output": True, "y_numeric": is_regressor(self)}
        X, y = validate_data(self, X, y, reset=reset, **rules)
        return X, self._targets(y, reset, once)

    def _inputs(self, X: Any) -> np.ndarray:
        return validate_data(self, X, dtype=FLOATS, reset=False)

    def _start(self, X: np.ndarray, rng: Any) -> None:
        """First weights, and empty curves."""
        sizes = [X.shape[1], *np.ravel(self.hidden_layer_sizes).tolist(), self.n_outputs_]
        require(min(sizes) > 0, "hidden_layer_sizes must be > 0", self.hidden_layer_sizes)
        self._activations(len(sizes) - 2)  # refuses before anything is kept
        layers = [self._draw(rng, fan_in, fan_out) for fan_in, fan_out in pairwise(sizes)]
        self.coefs_ = [weights.astype(X.dtype) for weights, _ in layers]
        self.intercepts_ = [bias.astype(X.dtype) for _, bias in layers]
        self.n_layers_, self.t_ = len(sizes), 0
        self.loss_curve_: list[float] = []
        self.validation_loss_curve_: list[float] = []
        self.validation_scores_: list[float] = []
        # The best of what is watched, the larger the better, and the epochs since one beat it by tol.
        self._best, self._stalled = -np.inf, 0
        self._state: nn.State = {}

    def _cut_off(self, data: Data, rng: Any) -> tuple[Data, Data]:
        """Training data without validation_fraction of the rows, and these rows."""
        binary = self.out_activation_ == "logistic" and self.n_outputs_ == 1
        stratify = data[1] if binary else None
        size = self.validation_fraction
        parts = train_test_split(*data, random_state=rng, test_size=size, stratify=stratify)
        require(len(parts[1]) > 1, "validation_fraction must leave two rows or more", size)
        return tuple(parts[::2]), tuple(parts[1::2])

    def _network(self) -> nn.Network:
        """A network of its own from coefs_ and intercepts_."""
        check_is_fitted(self)
        layers = [nn.Layer(*layer) for layer in zip(self.coefs_, self.intercepts_, strict=True)]
        activations = [*self._activations(len(layers) - 1), nn.ACTIVATIONS["identity"]]
        return nn.Network(layers, activations, nn.LOSSES[LOSSES[self.out_activation_]])

    def _activations(self, hidden: int) -> list[nn.Activation]:
        table = {"logistic": nn.ACTIVATIONS["sigmoid"], **nn.ACTIVATIONS}
        table["leaky_relu"] = nn.leaky_relu(self.slope)
        return find_activations(self.activation, hidden, table)

    def _run(
        self, network: nn.Network, data: Data, validation: Data | None, rng: Any, once: bool
    ) -> None:
        """Run epochs until nothing improves, and record them."""
        optimizer = self._optimizer()
        fresh = optimizer.init(network.parameters)
        if not (once and self._state.keys() == fresh.keys()):  # partial_fit keeps its momentum
            self._state = fresh
        batch_size: Any = 200 if self.batch_size == "auto" else self.batch_size
        epochs = nn.train(
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
        outputs = self.n_outputs_ if self.out_activation_ == "identity" else 1
        best, self.n_iter_ = network.parameters.copy(), 0
        try:
            for loss in epochs:
                self.n_iter_ += 1
                self.t_ += len(data[0])
                self.loss_curve_.append(loss / outputs)
                if validation is not None:
                    X, Y, *weights = validation
                    loss, predictions = nn.evaluate(network, X, Y)
                    self.validation_loss_curve_.append(loss / outputs)
                    with config_context(assume_finite=True):  # a score that is NaN is no error
                        score = self._metric(
                            Y, predictions, sample_weight=next(iter(weights), None)
                        )
                    self.validation_scores_.append(score)
                if self._improves() and self.early_stopping:
                    best[...] = network.parameters
                if self._stalled > self.n_iter_no_change:
                    break
            else:
                if not once:
                    text = f"{self.max_iter} epochs have passed without convergence"
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
        stalls = value < self._best + self.tol or not np.isfinite(value)
        self._stalled = self._stalled + 1 if stalls else 0
        improves = value > self._best
        self._best = max(self._best, value)
        return improves
