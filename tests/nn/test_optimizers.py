"""Each optimizer against steps written out by hand."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError

GRADIENTS = np.random.default_rng(0).normal(size=(3, 5))


def changes(optimizer):
    state, steps = optimizer.init(np.zeros(5)), GRADIENTS.copy()
    for step in steps:
        step *= optimizer.update(step, state)
    return steps


def test_sgd_steps_against_the_gradient():
    np.testing.assert_allclose(changes(nn.sgd(0.1)), -0.1 * GRADIENTS)


@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_steps_along_a_decaying_sum(nesterov):
    velocity = np.zeros(5)
    for gradient, change in zip(GRADIENTS, changes(nn.sgd(0.1, 0.9, nesterov)), strict=True):
        velocity = 0.9 * velocity - 0.1 * gradient
        expected = 0.9 * velocity - 0.1 * gradient if nesterov else velocity
        np.testing.assert_allclose(change, expected)


def test_adam_steps_as_the_paper_says():
    m, v = np.zeros(5), np.zeros(5)
    steps = changes(nn.adam(0.1, 0.8, 0.95, 1e-12))
    for t, (gradient, change) in enumerate(zip(GRADIENTS, steps, strict=True), start=1):
        m = 0.8 * m + 0.2 * gradient
        v = 0.95 * v + 0.05 * gradient**2
        expected = -0.1 * (m / (1 - 0.8**t)) / (np.sqrt(v / (1 - 0.95**t)) + 1e-12)
        np.testing.assert_allclose(change, expected, rtol=1e-9)


def test_adam_is_the_same_whatever_the_length_of_the_vector():
    gradient = np.random.default_rng(1).normal(size=20001)
    optimizer, parts = nn.adam(0.1), []
    for part in (gradient, gradient[:9], gradient[-9:]):
        change = part.copy()
        change *= optimizer.update(change, optimizer.init(change))
        parts.append(change)
    np.testing.assert_array_equal(parts[0][:9], parts[1])
    np.testing.assert_array_equal(parts[0][-9:], parts[2])


@pytest.mark.parametrize("optimizer", [nn.sgd(0.1, 0.9), nn.sgd(0.1, 0.9, True), nn.adam(0.1)])
def test_the_sums_of_a_dead_unit_end_at_zero_and_not_in_subnormal_numbers(optimizer):
    gradient = np.ones(3, np.float32)
    state = optimizer.init(gradient)
    for _ in range(2000):
        optimizer.update(gradient, state)
        gradient[:] = 0, 0, 1
    first = next(value for value in state.values() if not isinstance(value, int))
    dead, _, alive = first.vector
    assert (dead, alive > 0) == (0, True)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: nn.sgd(0), "learning_rate must be a positive number, got 0"),
        (lambda: nn.sgd(float("nan")), "learning_rate must be a positive number, got nan"),
        (lambda: nn.sgd(0.1, 1.5), "momentum must be a number from 0 to 1, got 1.5"),
        (lambda: nn.adam(-1), "learning_rate must be a positive number, got -1"),
        (lambda: nn.adam(beta_1=1), "beta_1 must be a number from 0 to below 1, got 1"),
        (lambda: nn.adam(beta_2=-0.1), "beta_2 must be a number from 0 to below 1, got -0.1"),
        (lambda: nn.adam(epsilon=0), "epsilon must be a positive number, got 0"),
    ],
)
def test_a_setting_out_of_range_is_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()


@pytest.mark.parametrize("size", [1.0, 1e30])
def test_a_clipped_gradient_keeps_its_direction_and_has_the_largest_norm(size):
    gradient = np.array([3.0, -4.0], np.float32) * np.float32(size)
    length = nn.clip_norm(nn.sgd(1.0), 0.5).update(gradient, {})
    np.testing.assert_allclose(length * gradient, [-0.3, 0.4], rtol=1e-6)


def test_a_small_gradient_is_not_clipped_and_one_that_is_not_finite_stays_so():
    small, wild = np.array([0.3, -0.4]), np.array([np.inf, 1.0])
    optimizer = nn.clip_norm(nn.sgd(1.0), 0.6)
    optimizer.update(small, {})
    np.testing.assert_array_equal(small, [0.3, -0.4])
    with np.errstate(invalid="ignore"):
        optimizer.update(wild, {})
    assert not np.isfinite(wild).all()


def test_the_momentum_sums_steps_of_the_rates_that_they_were_taken_with():
    rates = iter([1.0, 0.1])
    optimizer = nn.sgd(1.0, 0.5, schedule=lambda: next(rates))
    state, steps = optimizer.init(np.zeros(1)), []
    for _ in range(2):
        gradient = np.ones(1)
        steps.append(optimizer.update(gradient, state) * gradient)
    np.testing.assert_allclose(np.ravel(steps), [-1.0, -0.6])


def test_a_norm_that_is_not_positive_is_refused():
    with pytest.raises(InputError, match="clip_norm must be a positive number, got -1"):
        nn.clip_norm(nn.adam(), -1)
