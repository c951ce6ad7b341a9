"""What is done to a gradient before the optimizer sees it."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError


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


def test_a_scaled_gradient_has_the_rate_of_its_step_in_the_momentum():
    rates = iter([1.0, 0.1])
    optimizer = nn.scale_gradient(nn.sgd(1.0, 0.5), lambda: next(rates))
    state, steps = optimizer.init(np.zeros(1)), []
    for _ in range(2):
        gradient = np.ones(1)
        steps.append(optimizer.update(gradient, state) * gradient)
    np.testing.assert_allclose(np.ravel(steps), [-1.0, -0.6])


def test_a_norm_that_is_not_positive_is_refused():
    with pytest.raises(InputError, match="clip_norm must be a positive number, got -1"):
        nn.clip_norm(nn.adam(), -1)
