"""scikit-learn estimators on the engine: MLPClassifier and MLPRegressor.

Parameters, defaults, attributes and random draws are those of scikit-learn's estimators of the same
name, for dense arrays: equal random_state gives equal networks. `coefs_` and `intercepts_` have the same layout, and
are all that a fitted estimator predicts from: assign them, and a network has moved.
"""

from .classifier import MLPClassifier
from .perceptron import DivergenceWarning
from .regressor import MLPRegressor

__all__ = ["DivergenceWarning", "MLPClassifier", "MLPRegressor"]
