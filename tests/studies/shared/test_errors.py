"""The standard errors of scores over the images."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from mlplab import nn
from mlplab.studies.shared.errors import loss_error, score_errors


def test_the_error_of_a_loss_is_that_of_a_mean():
    rng = np.random.default_rng(0)
    network = nn.initialize([4, 5, 3], activation="tanh", initializer="normal", rng=rng)
    X, y = rng.normal(size=(50, 4)).astype(np.float32), rng.integers(0, 3, 50)
    losses = [nn.evaluate(network, X[i : i + 1], y[i : i + 1])[0] for i in range(50)]
    assert loss_error(network, X, y) == pytest.approx(np.std(losses, ddof=1) / 50**0.5, rel=1e-4)


def test_the_error_of_f1_is_that_of_resampled_images():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, 200)
    predictions = np.where(rng.random(200) < 0.7, labels, rng.integers(0, 3, 200))
    errors = score_errors(labels, predictions)
    drawn = [rng.integers(0, 200, 200) for _ in range(400)]
    scores = [f1_score(labels[rows], predictions[rows], average="macro") for rows in drawn]
    assert errors["test_macro_f1"] == pytest.approx(np.std(scores), rel=0.15)
    assert errors == score_errors(labels, predictions)
    accuracy = np.mean(labels == predictions)
    assert errors["test_accuracy"] == pytest.approx((accuracy * (1 - accuracy) / 200) ** 0.5)
