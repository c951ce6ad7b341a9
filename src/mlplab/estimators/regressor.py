"""The regressor: one value a row, or several."""

from dataclasses import KW_ONLY, dataclass
from numbers import Real
from typing import Any, ClassVar, Self

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.metrics import r2_score
from sklearn.utils._param_validation import Interval
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import column_or_1d

from mlplab import nn
from mlplab.errors import require
from mlplab.estimators.documentation import document
from mlplab.estimators.hyperparameters import Hyperparameters, is_stochastic
from mlplab.estimators.network import network_of, regression_loss
from mlplab.estimators.perceptron import Perceptron


@document
@dataclass(eq=False, repr=False)
class MLPRegressor(RegressorMixin, Perceptron):
    """Multilayer perceptron that predicts numbers, one or several a row.

    It takes the place of sklearn.neural_network.MLPRegressor.

    Parameters
    ----------
    loss : str or nn.Loss, default='squared_error'
        What is minimized: 'squared_error' (half of it) or 'poisson' (half the deviance, for counts:
        y >= 0, and the output is the logarithm of the value). Not in scikit-learn:
        'absolute_error', 'huber', 'quantile', or one such as `nn.huber(2.0)`.

    $parameters

    quantile : float, default=0.5
        The level of the 'quantile' loss, between 0 and 1. (Not in scikit-learn.)

    Attributes
    ----------
    $attributes

    Methods
    -------
    $methods

    See Also
    --------
    MLPClassifier : Multilayer perceptron that classifies.
    mlplab.estimators.network_of : The network of a fitted estimator, for fast repeated predictions.
    sklearn.neural_network.MLPRegressor : What this takes the place of.

    Notes
    -----
    $notes

    With several outputs the squared error that is reported is averaged over them, but its gradient
    is that of their sum; both as in scikit-learn. The other losses are sums in both.

    Examples
    --------
    >>> from mlplab import MLPRegressor
    >>> from sklearn.datasets import make_regression
    >>> from sklearn.model_selection import train_test_split
    >>> X, y = make_regression(n_samples=200, n_features=20, random_state=1)
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
    >>> regressor = MLPRegressor(random_state=1, max_iter=2000, tol=0.1)
    >>> regressor.fit(X_train, y_train)
    MLPRegressor(max_iter=2000, random_state=1, tol=0.1)
    >>> regressor.predict(X_test[:2]).round()
    array([  29., -291.])
    >>> round(regressor.score(X_test, y_test), 2)
    0.98
    """

    loss: Any = "squared_error"
    hidden_layer_sizes: Any = (100,)
    activation: Any = "relu"
    _: KW_ONLY
    quantile: float = 0.5

    _parameter_constraints: ClassVar = {
        **Hyperparameters._parameter_constraints,
        "loss": [str, nn.Loss],
        "quantile": [Interval(Real, 0, 1, closed="neither")],
    }

    @available_if(is_stochastic)
    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train for one epoch.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.
        y : array-like of shape (n_samples,) or (n_samples, n_outputs)
            The targets.
        sample_weight : array-like of shape (n_samples,), default=None
            Rows of weight zero are left out.

        Returns
        -------
        self : object
            The trained estimator.
        """
        return self._fit(X, y, sample_weight, partial=True)

    def predict(self, X: Any) -> np.ndarray:
        """Predict values.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_outputs)
            The values.
        """
        return self._decode(nn.predict(network_of(self), self._check_inputs(X)))

    def _define_outputs(self, y: np.ndarray, partial: bool) -> None:
        counts = regression_loss(self).name == "poisson"
        self.out_activation_ = "exp" if counts else "identity"
        self.n_outputs_ = 1 if y.ndim == 1 else y.shape[1]

    def _encode(self, y: np.ndarray) -> np.ndarray:
        if self.out_activation_ == "exp":
            require(y.min() >= 0, "y must be 0 or more with loss='poisson'", float(y.min()))
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        return y if y.ndim == 2 else y[:, None]

    def _decode(self, values: np.ndarray) -> np.ndarray:
        return values if self.n_outputs_ > 1 else values.ravel()

    @staticmethod
    def _metric(targets: np.ndarray, predictions: np.ndarray, sample_weight: Any) -> float:
        return r2_score(targets, predictions, sample_weight=sample_weight)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags
