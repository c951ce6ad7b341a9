"""Losses: each knows its value, its gradient, and what a network's scores predict.

Scores are the outputs of the last layer, (n, outputs).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from .activations import ACTIVATIONS

Array = np.ndarray


@dataclass(frozen=True)
class Loss:
    """A loss as three functions.

    value(scores, targets, delta, weights) returns the mean loss a row, weighted where weights
        (n,) is not None, and writes its gradient with respect to scores into delta.
    probabilities(scores) turns scores into probabilities, in place.
    decide(scores) gives predictions.
    takes_classes: targets are class indices (n,), otherwise an array (n, outputs).
    """

    name: str
    value: Callable[[Array, Array, Array, Array | None], float]
    probabilities: Callable[[Array], None]
    decide: Callable[[Array], Array]
    takes_classes: bool = False


def _mean(losses: Array, delta: Array, weights: Array | None) -> float:
    """The mean of one loss a row, (n,); delta, (n, outputs), becomes that mean's gradient."""
    if weights is None:
        delta *= 1 / len(losses)
        return float(losses.sum()) / len(losses)
    shares = weights / weights.sum()
    delta *= shares[:, None]
    return float((losses * shares).sum())


def _cross_entropy(scores: Array, targets: Array, delta: Array, weights: Array | None) -> float:
    """-log softmax(scores)[target] by log-sum-exp; its gradient is softmax(scores) - one-hot."""
    z = scores.T.copy()  # NumPy sums over the few outputs four times as fast with rows as columns
    chosen = targets, np.arange(len(targets))
    z -= z.max(axis=0)
    chosen_z = z[chosen]
    np.exp(z, out=z)
    sums = z.sum(axis=0)
    z /= sums
    z[chosen] -= 1
    delta[...] = z.T
    return _mean(np.log(sums) - chosen_z, delta, weights)


def _binary_cross_entropy(
    scores: Array, targets: Array, delta: Array, weights: Array | None
) -> float:
    """log(1 + exp(s)) - y s summed over outputs; its gradient is sigmoid(s) - y."""
    losses = (np.logaddexp(0, scores) - targets * scores).sum(axis=1)
    delta[...] = scores
    SIGMOID(delta)
    delta -= targets
    return _mean(losses, delta, weights)


def _squared_error(scores: Array, targets: Array, delta: Array, weights: Array | None) -> float:
    """1/2 (s - y)^2 summed over outputs; its gradient is s - y."""
    np.subtract(scores, targets, out=delta)
    return _mean(0.5 * np.vecdot(delta, delta), delta, weights)


def _softmax(scores: Array) -> None:
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)


def _positive(scores: Array) -> Array:
    return (scores > 0).astype(int)


SIGMOID, IDENTITY = ACTIVATIONS["sigmoid"].forward, ACTIVATIONS["identity"].forward
LARGEST: Callable[[Array], Any] = partial(np.argmax, axis=1)
LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("cross_entropy", _cross_entropy, _softmax, LARGEST, takes_classes=True),
        # Each output is 0 or 1, whatever the others are (multilabel).
        Loss("binary_cross_entropy", _binary_cross_entropy, SIGMOID, _positive),
        # With one output this is 1/2 (yhat - y)^2. With several the gradient is MLPRegressor's in
        # scikit-learn, where the loss reported is this one over their number.
        Loss("squared_error", _squared_error, IDENTITY, np.asarray),
    )
}
