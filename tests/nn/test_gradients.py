"""Every gradient against finite differences: the tests run over the tables, new entries included."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.nn.backpropagation import Workspace

ROWS, SIZES = 7, (4, 5, 3, 3)


def softplus(z):
    z[...] = np.logaddexp(0, z)


def softplus_backward(z, delta):
    delta /= 1 + np.exp(-z)


# One that is not in the table, with a derivative in terms of z, as a user may write it.
OWN = nn.Activation("softplus", softplus, softplus_backward, needs_z=True)
ACTIVATIONS = {**nn.ACTIVATIONS, "softplus": OWN}


def targets(loss: str, rng: np.random.Generator) -> np.ndarray:
    if nn.LOSSES[loss].takes_classes:
        return rng.integers(0, SIZES[-1], ROWS)
    return rng.integers(0, 2, (ROWS, SIZES[-1])).astype(float)


@pytest.mark.parametrize("l2", [0.0, 0.7])
@pytest.mark.parametrize("loss", nn.LOSSES)
@pytest.mark.parametrize(
    ("activation", "output_activation"),
    [*((name, "identity") for name in ACTIVATIONS), *(("tanh", name) for name in ACTIVATIONS)],
)
def test_gradients_equal_finite_differences(activation, output_activation, loss, l2):
    rng = np.random.default_rng(0)
    network = nn.initialize(
        SIZES,
        activation=ACTIVATIONS[activation],
        output_activation=ACTIVATIONS[output_activation],
        loss=loss,
        initializer="normal",
        rng=rng,
        dtype=np.float64,
    )
    network.layers.vector[...] += rng.normal(size=network.layers.vector.size) / 10  # biases too
    X, Y = rng.normal(size=(ROWS, SIZES[0])), targets(loss, rng)

    _, layers = nn.gradients(network, X, Y, l2=l2)
    gradient = np.concatenate([np.ravel(array) for layer in layers for array in layer])

    differences = np.empty_like(gradient)
    for i in range(gradient.size):
        kept, losses = network.layers.vector[i], []
        for step in (-1e-6, 1e-6):
            network.layers.vector[i] = kept + step
            losses.append(nn.gradients(network, X, Y, l2=l2)[0])
        network.layers.vector[i] = kept
        differences[i] = (losses[1] - losses[0]) / 2e-6
    np.testing.assert_allclose(gradient, differences, rtol=1e-6, atol=1e-8)


def test_only_an_activation_that_needs_z_gets_an_array_for_it():
    for activation in ACTIVATIONS.values():
        network = nn.initialize(
            SIZES, activation=activation, initializer="zero", rng=np.random.default_rng(0)
        )
        batch = Workspace(network, ROWS)
        for output, kept in zip(batch.outputs[1:-1], batch.kept[:-1], strict=True):
            assert np.shares_memory(output, kept) is not activation.needs_z
