"""Losses: each knows its value, its gradient, and what a network's scores predict.

Scores are the outputs of the last layer, (n, outputs).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from mlplab.nn.activations import ACTIVATIONS


@dataclass(frozen=True)
class Loss:
    """A loss as three functions.

    Attributes
    ----------
    name : str
    value_and_gradient : function (scores, targets, delta, sample_weight) -> float
        Returns the mean loss a row, weighted where sample_weight (n,) is not None, and writes its
        gradient with respect to scores into delta.
    probabilities : function (scores) -> None
        Turns scores into probabilities, in place.
    decide : function (scores) -> ndarray
        Makes predictions of scores.
    takes_classes : bool
        Whether targets are class indices (n,), otherwise an array (n, outputs).
    """

    name: str
    value_and_gradient: Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray | None], float]
    probabilities: Callable[[np.ndarray], None]
    decide: Callable[[np.ndarray], np.ndarray]
    takes_classes: bool = False


def _mean(losses: np.ndarray, delta: np.ndarray, sample_weight: np.ndarray | None) -> float:
    """Average the losses of the rows, (n,); delta, (n, outputs), becomes the mean's gradient."""
    if sample_weight is None:
        delta *= 1 / len(losses)
        return float(losses.sum()) / len(losses)
    shares = sample_weight / sample_weight.sum()
    delta *= shares[:, None]
    return float((losses * shares).sum())


def _cross_entropy(
    scores: np.ndarray, targets: np.ndarray, delta: np.ndarray, sample_weight: np.ndarray | None
) -> float:
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
    return _mean(np.log(sums) - chosen_z, delta, sample_weight)


def _binary_cross_entropy(
    scores: np.ndarray, targets: np.ndarray, delta: np.ndarray, sample_weight: np.ndarray | None
) -> float:
    """log(1 + exp(s)) - y s summed over outputs; its gradient is sigmoid(s) - y."""
    losses = (np.logaddexp(0, scores) - targets * scores).sum(axis=1)
    delta[...] = scores
    SIGMOID(delta)
    delta -= targets
    return _mean(losses, delta, sample_weight)


def _squared_error(
    scores: np.ndarray, targets: np.ndarray, delta: np.ndarray, sample_weight: np.ndarray | None
) -> float:
    """1/2 (s - y)^2 summed over outputs; its gradient is s - y."""
    np.subtract(scores, targets, out=delta)
    return _mean(0.5 * np.vecdot(delta, delta), delta, sample_weight)


def _softmax(scores: np.ndarray) -> None:
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)


def _positive(scores: np.ndarray) -> np.ndarray:
    return (scores > 0).astype(int)


SIGMOID, IDENTITY = ACTIVATIONS["sigmoid"].forward, ACTIVATIONS["identity"].forward
LARGEST: Callable[[np.ndarray], Any] = partial(np.argmax, axis=1)
LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("cross_entropy", _cross_entropy, _softmax, LARGEST, takes_classes=True),
        # Each output is 0 or 1, independent of the others (multilabel).
        Loss("binary_cross_entropy", _binary_cross_entropy, SIGMOID, _positive),
        # With one output this is 1/2 (yhat - y)^2. With several the gradient is MLPRegressor's in
        # scikit-learn, where the loss reported is this one over their number.
        Loss("squared_error", _squared_error, IDENTITY, np.asarray),
    )
}
