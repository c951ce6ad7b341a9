"""The report's section A: a 1-1-1 network worked by hand, three steps of gradient descent."""

import numpy as np
import pytest

from mlplab import nn


def one_one_one() -> nn.Network:
    half = nn.Layer(np.full((1, 1), 0.5), np.full(1, 0.5))
    return nn.Network([half, half], [nn.ACTIVATIONS["relu"]] * 2, nn.LOSSES["squared_error"])


def test_the_first_step_has_the_gradients_worked_by_hand():
    loss, (hidden, output) = nn.gradients(one_one_one(), np.array([[1.0]]), np.array([[3.0]]))
    assert loss == pytest.approx(2)
    assert [g.item() for g in (*output, *hidden)] == pytest.approx([-2, -2, -1, -1])


def test_three_steps_give_the_losses_and_the_weights_worked_by_hand():
    network = one_one_one()
    X, Y = np.array([[1.0], [2.0], [3.0]]), np.array([[3.0], [4.0], [5.0]])
    losses = [
        nn.fit(
            network,
            X[[i]],
            Y[[i]],
            optimizer=nn.sgd(0.01),
            batch_size=1,
            epochs=1,
            rng=np.random.default_rng(0),
        )[0]
        for i in range(3)
    ]
    assert losses == pytest.approx([2, 3.603002, 5.293435], abs=5e-7)
    parameters = [array.item() for layer in network.layers for array in layer]
    assert parameters == pytest.approx([0.592685, 0.542215, 0.630627, 0.579381], abs=5e-7)
