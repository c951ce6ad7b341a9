"""Section A, part a: three steps of backpropagation by hand, run through the engine.

The network is 1-1-1 with ReLU on both layers: h = ReLU(w1 x + b1) and y_hat = ReLU(w2 h + b2).
Its loss is (y_hat - y)^2 / 2.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mlplab import nn


def run_steps(
    weight: float, bias: float, learning_rate: float, samples: Sequence[Sequence[float]]
) -> list[dict[str, Any]]:
    """One step of gradient descent a sample (x, y), in float64, each with every value on the way.

    A step holds x and y, the weights before it (w1, b1, w2, b2), the forward values (h, w2_h,
    y_hat, squared_error, loss), `gradients` of the loss with respect to y_hat, w2, b2, h, w1 and b1, and the
    `increments` and the `updated` weights.
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
                "w2_h": before["w2"] * h,
                "y_hat": y_hat,
                "squared_error": (y_hat - y) ** 2,
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
        after = _weights(network)
        steps[-1]["increments"] = {name: after[name] - before[name] for name in after}
        steps[-1]["updated"] = after
    return steps


def _weights(network: nn.Network) -> dict[str, float]:
    first, second = network.layers
    return {
        "w1": first.weights.item(),
        "b1": first.bias.item(),
        "w2": second.weights.item(),
        "b2": second.bias.item(),
    }
