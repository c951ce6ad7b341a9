"""What both estimators share: reading the data, and the run over epochs."""

import warnings
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from sklearn import config_context
from sklearn.base import is_regressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, validate_data

from mlplab import nn
from mlplab.errors import require
from mlplab.estimators.hyperparameters import Hyperparameters
from mlplab.estimators.network import hidden_activations, network_of

FLOATS = (np.float64, np.float32)


class DivergenceWarning(ConvergenceWarning):
    """Training stopped at a step that is not finite; the weights kept are finite ones from before."""


class Data(NamedTuple):
    """X (n, features) and Y as the engine takes them, and maybe a weight for each row, (n,)."""

    X: np.ndarray
    Y: np.ndarray
    sample_weight: np.ndarray | None = None


class Perceptron(Hyperparameters):
    """The two estimators except for how they read targets, predict and score.

    Notes
    -----
    Attributes are scikit-learn's, and validation_loss_curve_, without the penalty. This and
    validation_scores_ (accuracy or R^2) have an entry for each epoch that had a validation set.

    Training changes the arrays in coefs_ and intercepts_ in place, as scikit-learn's does; `fit`
    makes new ones unless warm_start is set.
    """

    _targets: Callable[..., np.ndarray]  # (y, fresh, partial) -> y as the engine takes it
    _metric: Callable[..., float]  # (targets, predictions, sample_weight) -> score

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, *, X_val: Any = None, y_val: Any = None
    ) -> Self:
        """Fit until the loss stops falling.

        Parameters
        ----------
        X : array-like of shape (n, features)
        y : array-like of shape (n,) or (n, outputs)
        sample_weight : array-like of shape (n,), optional
            Rows of weight zero are left out.
        X_val, y_val : array-like, optional
            Each epoch is evaluated on these, and early_stopping then sets no rows of X apart.

        Raises
        ------
        ValueError
            A parameter or the data are not allowed.
        """
        together = (X_val is None) == (y_val is None)
        alone = "y_val" if X_val is None else "X_val"
        require(together, "X_val and y_val must come together", alone)
        return self._fit(X, y, sample_weight, None if X_val is None else (X_val, y_val))

    def _fit(
        self, X: Any, y: Any, sample_weight: Any, validation: Any = None, partial: bool = False
    ) -> Self:
        """Fit, or with partial train one epoch more; validation is the user's own (X_val, y_val)."""
        self._validate_params()
        rule = "early_stopping must be False to partial_fit"
        require(not (partial and self.early_stopping), rule, self.early_stopping)
        fresh = not (hasattr(self, "coefs_") and (partial or self.warm_start))
        data = self._read(X, y, fresh, partial)
        if validation is not None:
            X_val, y_val = validation
            validation = self._read(X_val, y_val, fresh=False, partial=partial)
        rng = check_random_state(self.random_state)
        if fresh:
            self._initialize(data.X, rng)
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, data.X, dtype=data.X.dtype)
            data = Data(*(array[sample_weight != 0] for array in (data.X, data.Y, sample_weight)))
        if validation is None and self.early_stopping:
            data, validation = self._split_validation(data, rng)
        network = network_of(self)
        self._layers = network.layers
        self.coefs_, self.intercepts_ = map(list, zip(*network.layers, strict=True))
        self._run(network, data, validation, rng, partial)
        self.loss_ = next(reversed(self.loss_curve_), np.inf)
        self.best_loss_ = None if self.early_stopping else min(self.loss_curve_, default=np.inf)
        self.best_validation_score_ = max(self.validation_scores_, default=None)
        return self

    def _read(self, X: Any, y: Any, fresh: bool, partial: bool) -> Data:
        """Read X and y; with fresh they determine the sizes of the network."""
        rules: Any = {"dtype": FLOATS, "multi_output": True, "y_numeric": is_regressor(self)}
        X, y = validate_data(self, X, y, reset=fresh, **rules)
        return Data(X, self._targets(y, fresh, partial))

    def _check_inputs(self, X: Any) -> np.ndarray:
        return validate_data(self, X, dtype=FLOATS, reset=False)

    def _initialize(self, X: np.ndarray, rng: Any) -> None:
        """Draw the first weights, and empty the curves."""
        sizes = [X.shape[1], *np.ravel(self.hidden_layer_sizes).tolist(), self.n_outputs_]
        require(min(sizes) > 0, "hidden_layer_sizes must be > 0", self.hidden_layer_sizes)
        hidden_activations(self, len(sizes) - 2)  # refuses before anything is kept
        layers = [self._draw(rng, fan_in, fan_out) for fan_in, fan_out in pairwise(sizes)]
        self.coefs_ = [weights.astype(X.dtype) for weights, _ in layers]
        self.intercepts_ = [bias.astype(X.dtype) for _, bias in layers]
        self.n_layers_, self.t_ = len(sizes), 0
        self.loss_curve_: list[float] = []
        self.validation_loss_curve_: list[float] = []
        self.validation_scores_: list[float] = []
        # The best value watched, larger is better, and the epochs since one beat it by tol.
        self._best, self._stalled = -np.inf, 0
        self._state: nn.State = {}

    def _split_validation(self, data: Data, rng: Any) -> tuple[Data, Data]:
        """Split data into training data and validation_fraction of the rows."""
        binary = self.out_activation_ == "logistic" and self.n_outputs_ == 1
        stratify = data.Y if binary else None
        size = self.validation_fraction
        arrays = [array for array in data if array is not None]
        parts = train_test_split(*arrays, random_state=rng, test_size=size, stratify=stratify)
        require(len(parts[1]) > 1, "validation_fraction must leave two rows or more", size)
        return Data(*parts[::2]), Data(*parts[1::2])

    def _run(
        self, network: nn.Network, data: Data, validation: Data | None, rng: Any, partial: bool
    ) -> None:
        """Run epochs until nothing improves, and record them."""
        best, self.n_iter_ = network.layers.vector.copy(), 0
        try:
            for loss in self._epochs(network, data, rng, partial):
                self.n_iter_ += 1
                self.t_ += len(data.X)
                self._record(network, loss, validation)
                if self._update_best() and self.early_stopping:
                    best[...] = network.layers.vector
                if self._stalled > self.n_iter_no_change:
                    break
            else:
                if not partial:
                    text = f"{self.max_iter} epochs have passed without convergence"
                    warnings.warn(text, ConvergenceWarning, stacklevel=4)
        except nn.Divergence as fault:
            self._state = {}  # a momentum that led there
            warnings.warn(f"{fault}: training stopped there", DivergenceWarning, stacklevel=4)
        if self.early_stopping:
            network.layers.vector[...] = best

    def _epochs(self, network: nn.Network, data: Data, rng: Any, partial: bool) -> Iterator[float]:
        """Start the engine's training; partial_fit goes on with the optimizer's state."""
        optimizer = self._optimizer()
        state = optimizer.init(network.layers.vector)
        if not (partial and self._state.keys() == state.keys()):
            self._state = state
        batch_size: Any = 200 if self.batch_size == "auto" else self.batch_size
        return nn.train(
            network,
            data.X,
            data.Y,
            sample_weight=data.sample_weight,
            optimizer=optimizer,
            batch_size=min(batch_size, len(data.X)),
            epochs=1 if partial else self.max_iter,
            rng=rng,
            shuffle=self.shuffle,
            l2=self.alpha,
            state=self._state,
        )

    def _record(self, network: nn.Network, loss: float, validation: Data | None) -> None:
        """Add an epoch to the curves."""
        outputs = self.n_outputs_ if self.out_activation_ == "identity" else 1
        self.loss_curve_.append(loss / outputs)
        if validation is None:
            return
        loss, predictions = nn.evaluate(network, validation.X, validation.Y)
        self.validation_loss_curve_.append(loss / outputs)
        with config_context(assume_finite=True):  # a score that is NaN is no error
            score = self._metric(validation.Y, predictions, sample_weight=validation.sample_weight)
        self.validation_scores_.append(score)

    def _update_best(self) -> bool:
        """Tell whether the last epoch is the best so far; count the epochs since one was by tol."""
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

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the layers kept: coefs_ and intercepts_ would not come back as their views."""
        return {name: value for name, value in super().__getstate__().items() if name != "_layers"}
