"""The classifier: two classes, several, or several labels a row."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.metrics import accuracy_score
from sklearn.utils.multiclass import (
    _check_partial_fit_first_call,
    check_classification_targets,
    type_of_target,
    unique_labels,
)
from sklearn.utils.validation import column_or_1d

from mlplab import nn
from mlplab.errors import require
from mlplab.estimators.network import network_of
from mlplab.estimators.perceptron import Perceptron


@dataclass(eq=False, repr=False)
class MLPClassifier(ClassifierMixin, Perceptron):
    """A multilayer perceptron with cross-entropy, as sklearn.neural_network.MLPClassifier.

    Two classes and labels end in independent logistic outputs, three classes and more in a softmax.
    The parameters are those of Hyperparameters, the attributes those of Perceptron.
    """

    _metric = staticmethod(accuracy_score)

    def partial_fit(self, X: Any, y: Any, sample_weight: Any = None, classes: Any = None) -> Self:
        """Train for one epoch.

        Parameters
        ----------
        X : array-like of shape (n, features)
        y : array-like of shape (n,) or (n, labels)
        sample_weight : array-like of shape (n,), optional
        classes : array-like of shape (classes,), optional
            All classes that will ever come. The first call needs them.
        """
        _check_partial_fit_first_call(self, classes)
        return self._fit(X, y, sample_weight, partial=True)

    def predict(self, X: Any) -> np.ndarray:
        """Predict classes (n,), or 0 and 1 for each label (n, labels)."""
        decisions = nn.predict(network_of(self), self._check_inputs(X))
        if decisions.ndim == 2 and decisions.shape[1] > 1:
            return decisions
        return self.classes_.take(decisions.ravel(), mode="clip")  # a single class is class 0

    def predict_proba(self, X: Any) -> np.ndarray:
        """Predict probabilities (n, classes), in the order of classes_."""
        proba = nn.predict_proba(network_of(self), self._check_inputs(X))
        return proba if proba.shape[1] > 1 else np.hstack([1 - proba, proba])

    def predict_log_proba(self, X: Any) -> np.ndarray:
        """Predict the logarithms of predict_proba."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    def _targets(self, y: np.ndarray, fresh: bool, partial: bool) -> np.ndarray:
        check_classification_targets(y)
        labels = y.ndim == 2 and type_of_target(y).startswith("multilabel")
        if fresh:
            if not partial:  # partial_fit is given the classes
                self.classes_ = unique_labels(y)
            several = len(self.classes_) > 2
            self.out_activation_ = "softmax" if several and not labels else "logistic"
            self.n_outputs_ = len(self.classes_) if several or labels else 1
        if labels:
            return (y != 0).astype(int)
        y = column_or_1d(y, warn=True)
        indices = np.searchsorted(self.classes_, y)
        unknown = np.unique(y[self.classes_.take(indices, mode="clip") != y]).tolist()
        require(not unknown, f"y must hold classes in {self.classes_}", unknown)
        return indices if self.out_activation_ == "softmax" else indices[:, None]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags
