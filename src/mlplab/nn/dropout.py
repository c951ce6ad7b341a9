"""Dropout: in training each hidden output is zero with some probability, anew in every batch."""

from typing import Any

import numpy as np

from mlplab.nn.activations import Activation
from mlplab.nn.network import Network


def with_dropout(network: Network, rate: float, rng: Any) -> Network:
    """Make the network to train in place of this one; both share their layers.

    Parameters
    ----------
    network : Network
    rate : float
        How probable it is that a hidden unit's output is zero, from 0 to below 1.
    rng : numpy.random.Generator or numpy.random.RandomState

    References
    ----------
    Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), Dropout: a simple way to
    prevent neural networks from overfitting.
    """
    *hidden, last = network.activations
    activations = [_dropped(activation, rate, rng) for activation in hidden]
    return Network(network.layers, [*activations, last], network.loss)


def _dropped(activation: Activation, rate: float, rng: Any) -> Activation:
    """Wrap an activation: what is not dropped is divided by 1 - rate, so that the mean is kept."""
    keep = 1 - rate
    mask = np.empty(0)

    def forward(z: np.ndarray) -> None:
        nonlocal mask
        activation.forward(z)
        mask = (rng.random(z.shape) < keep) * z.dtype.type(1 / keep)
        z *= mask

    def backward(kept: np.ndarray, delta: np.ndarray) -> None:
        delta *= mask
        if not activation.needs_z:
            kept *= keep  # f(z) again, where it was not dropped
        activation.backward(kept, delta)

    return Activation(activation.name, forward, backward, activation.needs_z)
