"""Small data and settings that the tests of the estimators share."""

import numpy as np
from sklearn.datasets import load_digits

QUICK = {"hidden_layer_sizes": (16,), "max_iter": 15, "learning_rate_init": 0.02, "random_state": 0}


def digits(rows=400):
    X, y = load_digits(return_X_y=True)
    return X[:rows] / 16, y[:rows]


def skewed(rows=600):
    """One feature, and targets that are skewed around it."""
    rng = np.random.default_rng(0)
    X = rng.uniform(-1, 1, (rows, 1))
    return X, 2 * X[:, 0] + rng.exponential(size=rows)


def assert_same_weights(one, other):
    for mine, others in zip(one.coefs_, other.coefs_, strict=True):
        np.testing.assert_array_equal(mine, others)
