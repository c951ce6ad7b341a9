"""What both estimators share: from the data that a user gives to a trained network."""

from collections.abc import Callable
from itertools import pairwise
from math import isfinite
from numbers import Integral
from typing import Any, Self

import numpy as np
from sklearn.base import is_regressor
from sklearn.utils import check_random_state
from sklearn.utils.validation import validate_data

from mlplab import nn
from mlplab.errors import require
from mlplab.estimators import conversion
from mlplab.estimators.data import Data, split_validation, weigh
from mlplab.estimators.documentation import DOCS
from mlplab.estimators.epochs import RECORDS, fit_epochs
from mlplab.estimators.hyperparameters import Hyperparameters
from mlplab.estimators.lbfgs import fit_lbfgs
from mlplab.estimators.network import hidden_activations, network_of, network_settings

READ: Any = {"dtype": (np.float64, np.float32), "accept_sparse": ["csr", "csc"]}


class Perceptron(Hyperparameters):
    """The two estimators except for how they read targets, predict and score.

    Notes
    -----
    Training changes the arrays in coefs_ and intercepts_ in place, as scikit-learn's does; `fit`
    makes new ones unless warm_start is set.
    """

    _doc_link_module = "mlplab"  # read by scikit-learn's HTML representation
    _doc_link_template = DOCS

    hidden_layer_sizes: Any
    activation: Any
    _define_outputs: Callable[..., None]  # (y, partial): set what y decides about the network
    _encode: Callable[..., np.ndarray]  # y -> targets as the engine takes them
    _decode: Callable[..., np.ndarray]  # targets or predictions of the engine -> y
    _metric: Callable[..., float]  # (targets, predictions, sample_weight) -> score

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        *,
        X_val: Any = None,
        y_val: Any = None,
        sample_weight_val: Any = None,
    ) -> Self:
        """Fit until the loss stops falling.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.
        y : {array-like, sparse matrix} of shape (n_samples,) or (n_samples, n_outputs)
            The targets: classes, labels as 0 and 1, or numbers. Only labels may be sparse.
        sample_weight : array-like of shape (n_samples,), default=None
            Rows of weight zero are left out.
        X_val, y_val : array-like, default=None
            Each epoch is evaluated on these, and early_stopping then sets no rows of X apart.
        sample_weight_val : array-like of shape (n_val_samples,), default=None
            The weights of X_val's rows in its loss and score.

        Returns
        -------
        self : object
            The fitted estimator.

        Raises
        ------
        ValueError
            A parameter or the data are not allowed.
        """
        together = (X_val is None) == (y_val is None)
        alone = "y_val" if X_val is None else "X_val"
        require(together, "X_val and y_val must come together", alone)
        rule = "sample_weight_val must come with X_val"
        require(X_val is not None or sample_weight_val is None, rule, "it alone")
        given = None if X_val is None else (X_val, y_val, sample_weight_val)
        return self._fit(X, y, sample_weight, given)

    def _fit(
        self, X: Any, y: Any, sample_weight: Any, given: Any = None, partial: bool = False
    ) -> Self:
        """Fit, or with partial train one epoch more; given is the user's own validation set."""
        fresh = not (hasattr(self, "coefs_") and (partial or self.warm_start))
        if fresh or not partial:  # scikit-learn too leaves this out between partial fits
            self._validate_params()
        self._check_together(partial, given is not None)
        X, y = self._read(X, y, fresh)
        if fresh:
            self._define_outputs(y, partial)
        else:
            self._check_sizes_kept()
            if not partial:
                self._check_resumed(y)
        data = self._rows(X, y, sample_weight)
        validation = None
        if given is not None:
            X_val, y_val, sample_weight_val = given
            validation = self._rows(*self._read(X_val, y_val, fresh=False), sample_weight_val)
        rng = check_random_state(self.random_state)
        if fresh:
            self._initialize(X, rng)
        if validation is None and self.early_stopping and self.solver != "lbfgs":
            stratify = self._strata(data.Y)
            data, validation = split_validation(data, self.validation_fraction, stratify, rng)
        network = self._keep_network()
        if self.solver == "lbfgs":
            fit_lbfgs(self, network, data)
        else:
            fit_epochs(self, network, data, validation, rng, partial)
        return self

    def _read(self, X: Any, y: Any, fresh: bool) -> tuple[Any, Any]:
        """Check X and y; with fresh they decide the names and number of the features."""
        rules = READ | {"multi_output": True, "y_numeric": is_regressor(self)}
        X, y = validate_data(self, X, y, reset=fresh, **rules)
        return X, y.toarray() if hasattr(y, "toarray") else y

    def _rows(self, X: Any, y: np.ndarray, sample_weight: Any) -> Data:
        X = X.tocsr() if hasattr(X, "tocsr") else X
        data = Data(X, self._encode(y))
        return weigh(data, sample_weight, self._class_weights(y))

    def _keep_network(self) -> nn.Network:
        """Make the network of coefs_ and intercepts_, which become its own arrays from now on."""
        network = network_of(self)
        self.coefs_, self.intercepts_ = map(list, zip(*network.layers, strict=True))
        self._network = network, network_settings(self)
        return network

    def _check_inputs(self, X: Any) -> Any:
        """Check X as scikit-learn does, which takes longer than a small network's prediction.

        It would return a matrix of finite numbers as it is: such a one is told at once.
        """
        if type(X) is np.ndarray and X.ndim == 2 and X.dtype in READ["dtype"] and len(X):
            named = hasattr(self, "feature_names_in_")  # scikit-learn then warns
            if not named and X.shape[1] == getattr(self, "n_features_in_", None):
                with np.errstate(all="ignore"):
                    if isfinite(X.sum()):
                        return X
        return validate_data(self, X, reset=False, **READ)

    def _class_weights(self, y: np.ndarray) -> np.ndarray | None:
        """Return the weight of each row's class."""
        return None

    def _check_sizes_kept(self) -> None:
        """Refuse other sizes of hidden layers than those of the network that training goes on with."""
        kept = [len(bias) for bias in self.intercepts_[:-1]]
        rule = f"hidden_layer_sizes must stay {kept} where training goes on"
        require(np.ravel(self.hidden_layer_sizes).tolist() == kept, rule, self.hidden_layer_sizes)

    def _check_resumed(self, y: np.ndarray) -> None:
        """Refuse targets that a warm start cannot go on with."""

    def _strata(self, Y: np.ndarray) -> np.ndarray | None:
        """Return what the validation set is to have the same shares of."""
        return None

    def _initialize(self, X: Any, rng: Any) -> None:
        """Draw the first weights, and forget the last fit."""
        sizes = [X.shape[1], *np.ravel(self.hidden_layer_sizes).tolist(), self.n_outputs_]
        require(min(sizes) > 0, "hidden_layer_sizes must be > 0", self.hidden_layer_sizes)
        hidden_activations(self, len(sizes) - 2)  # refuses before anything is kept
        layers = [self._draw(rng, fan_in, fan_out) for fan_in, fan_out in pairwise(sizes)]
        self.coefs_ = [np.asarray(weights, X.dtype) for weights, _ in layers]
        self.intercepts_ = [np.asarray(bias, X.dtype) for _, bias in layers]
        self.n_layers_, self.t_ = len(sizes), 0
        for name in RECORDS:
            self.__dict__.pop(name, None)

    def hidden_features(self, X: Any, layer: int = -1) -> np.ndarray:
        """Compute what a hidden layer makes of X, for another model, say.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.
        layer : int, default=-1
            Which hidden layer, from 0; -1 is the last one.

        Returns
        -------
        features : ndarray of shape (n_samples, n_units)
            The layer's outputs, after its activation.
        """
        network = network_of(self)
        hidden = len(network.layers) - 1
        rule = f"layer must be an integer from {-hidden} to {hidden - 1}"
        require(isinstance(layer, Integral) and -hidden <= layer < hidden, rule, layer)
        return nn.forward(network, self._check_inputs(X))[1:-1][layer]

    def to_sklearn(self) -> Any:
        """Make scikit-learn's estimator with these parameters and, if fitted, these weights.

        Returns
        -------
        estimator : sklearn.neural_network.MLPClassifier or MLPRegressor
            It predicts the same.

        Raises
        ------
        ValueError
            A parameter is set to what scikit-learn's estimator does not have.
        """
        return conversion.to_sklearn(self)

    @classmethod
    def from_sklearn(cls, estimator: Any) -> Self:
        """Make this estimator from scikit-learn's of the same name.

        Parameters
        ----------
        estimator : sklearn.neural_network.MLPClassifier or MLPRegressor
            Fitted or not.

        Returns
        -------
        estimator : object
            It predicts the same, from copies of the weights.
        """
        return conversion.from_sklearn(cls, estimator)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the network: coefs_ and intercepts_ would not come back as views of its vector."""
        return {name: value for name, value in super().__getstate__().items() if name != "_network"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Keep a network again, so that predictions need not copy the weights.

        But a shallow copy shares the arrays of the estimator that it is a copy of.
        """
        super().__setstate__(state)
        arrays = [*getattr(self, "coefs_", ()), *getattr(self, "intercepts_", ())]
        shared = len({id(array.base) for array in arrays}) == 1 and arrays[0].base is not None
        if arrays and not shared:
            self._keep_network()
