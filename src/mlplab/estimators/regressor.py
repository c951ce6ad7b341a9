"""The regressor: one value a row, or several."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils.validation import column_or_1d

from mlplab import nn
from mlplab.estimators.network import network_of
from mlplab.estimators.perceptron import Perceptron


@dataclass(eq=False, repr=False)
class MLPRegressor(RegressorMixin, Perceptron):
    """A multilayer perceptron with squared error, as sklearn.neural_network.MLPRegressor.

    The reported losses are half the squared error averaged over outputs, but the gradient is that
    of the sum over outputs; both as in scikit-learn. The parameters are those of Hyperparameters,
    the attributes those of Perceptron.
    """

    _metric = staticmethod(r2_score)

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train for one epoch.

        Parameters
        ----------
        X : array-like of shape (n, features)
        y : array-like of shape (n,) or (n, outputs)
        sample_weight : array-like of shape (n,), optional
        """
        return self._fit(X, y, sample_weight, partial=True)

    def predict(self, X: Any) -> np.ndarray:
        """Predict values (n,) or (n, outputs)."""
        values = nn.predict(network_of(self), self._check_inputs(X))
        return values if self.n_outputs_ > 1 else values.ravel()

    def _targets(self, y: np.ndarray, fresh: bool, partial: bool) -> np.ndarray:
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        Y = y if y.ndim == 2 else y[:, None]
        if fresh:
            self.n_outputs_, self.out_activation_ = Y.shape[1], "identity"
        return Y

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
