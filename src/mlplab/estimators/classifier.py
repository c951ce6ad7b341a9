"""The classifier: two classes, several, or several labels a row."""

from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar, Self

import numpy as np
from scipy import sparse
from sklearn.base import ClassifierMixin
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import (
    _check_partial_fit_first_call,
    check_classification_targets,
    type_of_target,
    unique_labels,
)
from sklearn.utils.validation import column_or_1d

from mlplab import nn
from mlplab.errors import InputError, require
from mlplab.estimators.data import weigh_classes
from mlplab.estimators.documentation import document
from mlplab.estimators.hyperparameters import Hyperparameters, is_stochastic
from mlplab.estimators.network import network_of
from mlplab.estimators.perceptron import Perceptron


@document
@dataclass(eq=False, repr=False)
class MLPClassifier(ClassifierMixin, Perceptron):
    """Multilayer perceptron that classifies, trained with cross-entropy.

    It takes the place of sklearn.neural_network.MLPClassifier. Two classes and labels end in
    independent logistic outputs, three classes and more in a softmax.

    Parameters
    ----------
    $parameters

    class_weight : dict, list of dicts, 'balanced' or None, default=None
        A weight for the rows of each class, times `sample_weight`. 'balanced' gives each class the
        same share of the loss. Several labels take a list with a dict for each. The rows of a
        validation set are weighted too. (Not in scikit-learn.)

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes, in the order of the probabilities.

    $attributes

    Methods
    -------
    $methods

    See Also
    --------
    MLPRegressor : Multilayer perceptron for numbers.
    mlplab.estimators.network_of : The network of a fitted estimator, for fast repeated predictions.
    sklearn.neural_network.MLPClassifier : What this takes the place of.

    Notes
    -----
    $notes

    Examples
    --------
    >>> from mlplab import MLPClassifier
    >>> from sklearn.datasets import make_classification
    >>> from sklearn.model_selection import train_test_split
    >>> X, y = make_classification(n_samples=100, random_state=1)
    >>> X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=1)
    >>> classifier = MLPClassifier(random_state=1, max_iter=300).fit(X_train, y_train)
    >>> classifier.predict_proba(X_test[:1]).round(2)
    array([[0.04, 0.96]])
    >>> classifier.predict(X_test[:5, :])
    array([1, 0, 1, 0, 1])
    >>> float(classifier.score(X_test, y_test))
    0.88
    """

    hidden_layer_sizes: Any = (100,)
    activation: Any = "relu"
    _: KW_ONLY
    class_weight: Any = None

    _parameter_constraints: ClassVar = {
        **Hyperparameters._parameter_constraints,
        "class_weight": [dict, list, StrOptions({"balanced"}), None],
    }

    @available_if(is_stochastic)
    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None, classes: Any = None) -> Self:
        """Train for one epoch.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.
        y : {array-like, sparse matrix} of shape (n_samples,) or (n_samples, n_labels)
            The classes, or the labels as 0 and 1.
        sample_weight : array-like of shape (n_samples,), default=None
            Rows of weight zero are left out.
        classes : array-like of shape (n_classes,), default=None
            All classes that will ever come. The first call needs them.

        Returns
        -------
        self : object
            The trained estimator.
        """
        rule = "class_weight must not be 'balanced' in partial_fit, which sees a part of the rows"
        require(self.class_weight != "balanced", rule, self.class_weight)
        _check_partial_fit_first_call(self, classes)
        return self._fit(X, y, sample_weight, partial=True)

    def predict(self, X: Any) -> np.ndarray:
        """Predict classes.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.

        Returns
        -------
        y : ndarray of shape (n_samples,) or (n_samples, n_labels)
            The most probable class, or 0 and 1 for each label; sparse if the labels were in fit.
        """
        y = self._decode(nn.predict(network_of(self), self._check_inputs(X)))
        return sparse.csr_matrix(y) if getattr(self, "_sparse_labels", False) else y

    def predict_proba(self, X: Any) -> np.ndarray:
        """Predict probabilities.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.

        Returns
        -------
        probabilities : ndarray of shape (n_samples, n_classes)
            In the order of classes_.
        """
        proba = nn.predict_proba(network_of(self), self._check_inputs(X))
        return proba if proba.shape[1] > 1 else np.hstack([1 - proba, proba])

    def predict_log_proba(self, X: Any) -> np.ndarray:
        """Predict the logarithms of the probabilities.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_samples, n_features)
            The input data.

        Returns
        -------
        logarithms : ndarray of shape (n_samples, n_classes)
            In the order of classes_.
        """
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    def _read(self, X: Any, y: Any, fresh: bool) -> tuple[Any, Any]:
        if fresh:
            self._sparse_labels = sparse.issparse(y)
        return super()._read(X, y, fresh)

    def _define_outputs(self, y: np.ndarray, partial: bool) -> None:
        check_classification_targets(y)
        labels = _has_labels(y)
        if not partial:  # partial_fit is given the classes
            self.classes_ = unique_labels(y)
        several = len(self.classes_) > 2
        self.out_activation_ = "softmax" if several and not labels else "logistic"
        self.n_outputs_ = len(self.classes_) if several or labels else 1

    def _check_resumed(self, y: np.ndarray) -> None:
        classes = unique_labels(y)
        if set(classes) != set(self.classes_):
            raise InputError(
                "warm_start can only be used where `y` has the same classes as in the previous "
                f"call to fit. Previously got {self.classes_}, `y` has {classes}"
            )

    def _encode(self, y: np.ndarray) -> np.ndarray:
        if _has_labels(y):
            return y != 0
        y = column_or_1d(y, warn=True)
        indices = np.searchsorted(self.classes_, y)
        unknown = self.classes_.take(indices, mode="clip") != y
        if unknown.any():  # only then: a message takes long to format
            given = np.unique(y[unknown]).tolist()
            raise InputError(f"y must hold classes in {self.classes_}, got {given}")
        return indices if self.out_activation_ == "softmax" else indices[:, None] > 0

    def _decode(self, targets: np.ndarray) -> np.ndarray:
        if targets.ndim == 2 and targets.shape[1] > 1:
            return targets.astype(int, copy=False)
        return self.classes_.take(targets.ravel().astype(int), mode="clip")  # one class is class 0

    def _strata(self, Y: np.ndarray) -> np.ndarray | None:
        # With early_stopping=True scikit-learn stratifies two classes alone; the split is to be its own.
        as_there = self._watched() == "validation score"
        return Y if self.n_outputs_ == 1 or (Y.ndim == 1 and not as_there) else None

    def _class_weights(self, y: np.ndarray) -> np.ndarray | None:
        if self.class_weight is None:
            return None
        return weigh_classes(self.class_weight, y, self.classes_)

    @staticmethod
    def _metric(targets: np.ndarray, predictions: np.ndarray, sample_weight: Any) -> float:
        """Compute the accuracy: a row is right where all its labels are."""
        hits = predictions == targets
        return np.average(hits.all(axis=1) if hits.ndim == 2 else hits, weights=sample_weight)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags


def _has_labels(y: np.ndarray) -> bool:
    return y.ndim == 2 and type_of_target(y).startswith("multilabel")
