"""Section A, part a: three steps of backpropagation by hand, run through the engine.

The network is 1-1-1 with ReLU on both layers: h = ReLU(w1 x + b1) and y_hat = ReLU(w2 h + b2).
Its loss is (y_hat - y)^2 / 2.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlplab import nn


def run_steps(
    weight: float, bias: float, learning_rate: float, samples: Sequence[Sequence[float]]
) -> list[dict[str, Any]]:
    """One step of gradient descent a sample (x, y), in float64, each with every value on the way.

    A step holds x and y, the weights before it (w1, b1, w2, b2), the forward values (h, y_hat, loss), `gradients`
    of the loss with respect to y_hat, w2, b2, h, w1 and b1, and the `updated` weights.
    """
    layers = [nn.Layer(np.array([[weight]]), np.array([bias])) for _ in range(2)]
    relu = nn.ACTIVATIONS["relu"]
    network = nn.Network(layers, [relu, relu], nn.LOSSES["squared_error"])
    steps = []
    for x, y in samples:
        X, Y = np.array([[x]], dtype=float), np.array([[y]], dtype=float)
        before = _weights(network)
        _, h, y_hat = (float(values.item()) for values in nn.forward(network, X))
        loss, gradients = nn.gradients(network, X, Y)
        first, second = gradients
        # A ReLU passes the gradient on where its output is positive: a bias' gradient is that of its layer's sum.
        steps.append(
            {
                "x": x,
                "y": y,
                **before,
                "h": h,
                "y_hat": y_hat,
                "loss": float(loss),
                "gradients": {
                    "y_hat": y_hat - y,
                    "w2": second.weights.item(),
                    "b2": second.bias.item(),
                    "h": second.bias.item() * before["w2"],
                    "w1": first.weights.item(),
                    "b1": first.bias.item(),
                },
            }
        )
        rng = np.random.default_rng(0)  # not drawn from: there is one sample, and no shuffling
        optimizer = nn.sgd(learning_rate)
        nn.fit(network, X, Y, optimizer=optimizer, batch_size=1, epochs=1, rng=rng, shuffle=False)
        steps[-1]["updated"] = _weights(network)
    return steps


def with_intermediates(step: Mapping[str, Any]) -> dict[str, Any]:
    """A step with what the report writes down between its values: w2 h, (y_hat - y)^2, the weights' increments."""
    return {
        **step,
        "w2_h": step["w2"] * step["h"],
        "squared_error": (step["y_hat"] - step["y"]) ** 2,
        "increments": {name: after - step[name] for name, after in step["updated"].items()},
    }


def _weights(network: nn.Network) -> dict[str, float]:
    first, second = network.layers
    return {
        "w1": first.weights.item(),
        "b1": first.bias.item(),
        "w2": second.weights.item(),
        "b2": second.bias.item(),
    }
