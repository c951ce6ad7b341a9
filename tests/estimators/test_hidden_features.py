"""Features for another model: the outputs of a hidden layer."""

import numpy as np
import pytest
from scipy import sparse

import mlplab
from mlplab.errors import InputError
from tests.estimators.examples import QUICK, digits

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


@pytest.mark.parametrize("dense", [True, False])
def test_hidden_features_are_the_outputs_of_that_layer(dense):
    X, y = digits()
    classifier = mlplab.MLPClassifier(**QUICK | {"hidden_layer_sizes": (16, 8)}).fit(X, y)
    first = np.maximum(X @ classifier.coefs_[0] + classifier.intercepts_[0], 0)
    last = np.maximum(first @ classifier.coefs_[1] + classifier.intercepts_[1], 0)
    inputs = X if dense else sparse.csr_array(X)
    for layer, expected in ((0, first), (-2, first), (1, last), (-1, last)):
        np.testing.assert_allclose(classifier.hidden_features(inputs, layer), expected, atol=1e-12)
    np.testing.assert_allclose(classifier.hidden_features(inputs), last, atol=1e-12)
    for layer in (2, -3, 0.5):
        with pytest.raises(InputError, match=f"layer must be an integer from -2 to 1, got {layer}"):
            classifier.hidden_features(X, layer)
