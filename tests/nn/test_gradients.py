"""Every gradient against finite differences, over the tables: a new entry is tested at once."""

import numpy as np
import pytest

from mlplab import nn

ROWS, SIZES = 7, (4, 5, 3, 3)


def targets(loss: str, rng: np.random.Generator) -> np.ndarray:
    if nn.LOSSES[loss].takes_classes:
        return rng.integers(0, SIZES[-1], ROWS)
    return rng.integers(0, 2, (ROWS, SIZES[-1])).astype(float)


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("loss", nn.LOSSES)
@pytest.mark.parametrize("output_activation", nn.ACTIVATIONS)
@pytest.mark.parametrize("activation", nn.ACTIVATIONS)
def test_gradients_equal_finite_differences(activation, output_activation, loss, l2):
    rng = np.random.default_rng(0)
    network = nn.initialize(
        SIZES,
        activation=activation,
        output_activation=output_activation,
        loss=loss,
        initializer="normal",
        rng=rng,
        dtype=np.float64,
    )
    network.parameters[...] += rng.normal(size=network.parameters.size) / 10  # biases too
    X, Y = rng.normal(size=(ROWS, SIZES[0])), targets(loss, rng)

    _, layers = nn.gradients(network, X, Y, l2=l2)
    gradient = np.concatenate([np.ravel(array) for layer in layers for array in layer])

    differences = np.empty_like(gradient)
    for i in range(gradient.size):
        kept, losses = network.parameters[i], []
        for step in (-1e-6, 1e-6):
            network.parameters[i] = kept + step
            losses.append(nn.gradients(network, X, Y, l2=l2)[0])
        network.parameters[i] = kept
        differences[i] = (losses[1] - losses[0]) / 2e-6
    np.testing.assert_allclose(gradient, differences, rtol=1e-6, atol=1e-8)
