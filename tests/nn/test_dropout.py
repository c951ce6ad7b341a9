"""Dropout: its gradient, its share, and that predictions are free of it."""

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
