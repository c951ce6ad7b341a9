"""Losses that take a number, and counts."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError


@pytest.mark.parametrize(("level", "expected"), [(0.1, 1.0), (0.5, 5.0), (0.9, 9.0)])
def test_the_best_constant_for_the_pinball_loss_is_the_quantile(level, expected):
    targets, loss = np.arange(11.0)[:, None], nn.quantile(level)
    values = [
        loss.value_and_gradient(np.full_like(targets, s), targets, np.empty_like(targets), None)
        for s in range(11)
    ]
    assert np.argmin(values) == expected


def test_huber_is_quadratic_up_to_its_threshold_and_linear_beyond():
    errors = np.array([[0.5], [-1.0], [3.0], [-4.0]])
    losses = [
        nn.huber(2.0).value_and_gradient(e, np.zeros_like(e), np.empty_like(e), None)
        for e in errors[:, None]
    ]
    assert losses == pytest.approx([0.125, 0.5, 4.0, 6.0])


def test_half_the_poisson_deviance_is_zero_where_the_prediction_is_right():
    targets = np.array([[0.5], [3.0]])
    delta = np.empty_like(targets)
    assert nn.LOSSES["poisson"].value_and_gradient(np.log(targets), targets, delta, None) == (
        pytest.approx(0, abs=1e-15)
    )
    np.testing.assert_allclose(delta, 0, atol=1e-15)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: nn.quantile(1), "level must be a number between 0 and 1, got 1"),
        (lambda: nn.huber(0), "threshold must be a positive number, got 0"),
    ],
)
def test_a_number_out_of_its_range_is_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()


def test_row_weights_of_another_shape_are_refused():
    rng = np.random.default_rng(0)
    network = nn.initialize((3, 2), activation="relu", initializer="random", rng=rng)
    X, y = np.ones((4, 3)), np.array([0, 1, 0, 1])
    for weights in (np.ones(1), np.ones((4, 1)), 2.0):
        for compute in (nn.evaluate, nn.gradients):
            with pytest.raises(InputError, match=r"sample_weight must have shape \(4,\)"):
                compute(network, X, y, sample_weight=weights)


def test_the_sum_of_row_weights_does_not_overflow_in_a_small_dtype():
    rng = np.random.default_rng(0)
    network = nn.initialize((3, 2), activation="relu", initializer="random", rng=rng)
    X, y, weights = np.ones((70_000, 3)), np.zeros(70_000, int), np.ones(70_000, np.float16)
    expected = nn.evaluate(network, X, y)[0]
    assert nn.evaluate(network, X, y, weights)[0] == pytest.approx(expected)
    assert nn.gradients(network, X, y, sample_weight=weights)[0] == pytest.approx(expected)
