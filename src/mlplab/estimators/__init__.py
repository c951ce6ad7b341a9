"""scikit-learn estimators on the engine: MLPClassifier and MLPRegressor.

Parameters, defaults, attributes and random draws are those of scikit-learn's estimators of the same
name, for dense arrays: equal random_state gives equal networks. `coefs_` and `intercepts_` have the
same layout, and a fitted estimator predicts from them alone: assign those of another estimator, and
it predicts what that one does.
"""

from mlplab.estimators.classifier import MLPClassifier
from mlplab.estimators.network import network_of
from mlplab.estimators.perceptron import DivergenceWarning
from mlplab.estimators.regressor import MLPRegressor

__all__ = ["DivergenceWarning", "MLPClassifier", "MLPRegressor", "network_of"]
