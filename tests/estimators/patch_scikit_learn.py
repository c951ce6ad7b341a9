"""A pytest plugin: whoever imports scikit-learn's MLPs afterwards gets this package's."""

import sklearn.neural_network
from sklearn.neural_network import _multilayer_perceptron

import mlplab

for module in (sklearn.neural_network, _multilayer_perceptron):
    module.MLPClassifier = mlplab.MLPClassifier
    module.MLPRegressor = mlplab.MLPRegressor
