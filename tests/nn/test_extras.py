"""Dropout, transforms of the gradient, and losses that take a number."""

from types import SimpleNamespace

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError
from mlplab.nn.dropout import with_dropout


def network(activation="tanh", loss="squared_error", sizes=(4, 6, 5, 2)):
    rng = np.random.default_rng(0)
    return nn.initialize(
        sizes, activation=activation, initializer="normal", rng=rng, loss=loss, dtype=np.float64
    )


def rows(n=7):
    rng = np.random.default_rng(1)
    return rng.normal(size=(n, 4)), rng.normal(size=(n, 2))


@pytest.mark.parametrize("activation", nn.ACTIVATIONS)
def test_the_gradient_under_dropout_equals_finite_differences(activation):
    same = SimpleNamespace(random=lambda shape: np.random.default_rng(shape[1]).random(shape))
    net = with_dropout(network(activation), 0.4, same)
    (X, Y), vector = rows(), net.layers.vector
    vector += np.random.default_rng(2).normal(size=vector.size) / 10  # biases too
    _, layers = nn.gradients(net, X, Y)
    gradient = np.concatenate([np.ravel(array) for layer in layers for array in layer])
    differences = np.empty_like(gradient)
    for i in range(gradient.size):
        kept, losses = vector[i], []
        for step in (-1e-6, 1e-6):
            vector[i] = kept + step
            losses.append(nn.gradients(net, X, Y)[0])
        vector[i] = kept
        differences[i] = (losses[1] - losses[0]) / 2e-6
    np.testing.assert_allclose(gradient, differences, rtol=1e-5, atol=1e-7)


def test_dropout_keeps_the_mean_of_the_outputs_and_drops_that_share():
    net = with_dropout(network("sigmoid", sizes=(4, 20_000, 2)), 0.25, np.random.default_rng(0))
    X = np.zeros((1, 4))
    hidden = nn.forward(net, X)[1]
    assert np.mean(hidden == 0) == pytest.approx(0.25, abs=0.02)
    assert hidden.mean() == pytest.approx(0.5, abs=0.02)


def test_dropout_is_for_training_alone():
    X, Y = rows(40)
    net = network()
    rng = np.random.default_rng(0)
    nn.fit(net, X, Y, optimizer=nn.adam(), batch_size=8, epochs=3, rng=rng, dropout=0.5)
    np.testing.assert_array_equal(nn.predict(net, X), nn.predict(net, X))
    with pytest.raises(InputError, match="dropout must be a number from 0 to below 1, got 1"):
        nn.train(net, X, Y, optimizer=nn.adam(), batch_size=8, epochs=1, rng=rng, dropout=1)


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
        (lambda: nn.clip_norm(nn.adam(), -1), "clip_norm must be a positive number, got -1"),
    ],
)
def test_a_number_out_of_its_range_is_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()
