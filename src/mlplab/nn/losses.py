"""Losses: each knows its value, its gradient, and what a network's scores predict.

Scores are the outputs of the last layer, (n, outputs).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from mlplab.errors import require
from mlplab.nn.activations import ACTIVATIONS

SIGMOID, IDENTITY = ACTIVATIONS["sigmoid"].forward, ACTIVATIONS["identity"].forward


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


def _mean(
    rows: Callable[..., np.ndarray],
    scores: np.ndarray,
    targets: np.ndarray,
    delta: np.ndarray,
    sample_weight: np.ndarray | None,
) -> float:
    """Average the losses (n,) that rows returns; delta, the gradient of each, becomes the mean's."""
    losses = rows(scores, targets, delta)
    if sample_weight is None:
        delta *= 1 / len(losses)
        return float(losses.sum()) / len(losses)
    shares = sample_weight / sample_weight.sum()
    delta *= shares[:, None]
    return float((losses * shares).sum())


def _cross_entropy(scores: np.ndarray, targets: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """-log softmax(scores)[target] by log-sum-exp; its gradient is softmax(scores) - one-hot."""
    z = scores.T.copy()  # NumPy sums over the few outputs four times as fast with rows as columns
    chosen, flat = targets * len(targets) + np.arange(len(targets)), z.reshape(-1)
    z -= np.maximum.reduce(z)
    chosen_z = flat.take(chosen)
    np.exp(z, out=z)
    sums = np.add.reduce(z)
    z /= sums
    flat[chosen] -= 1
    delta[...] = z.T
    return np.log(sums) - chosen_z


def _binary_cross_entropy(scores: np.ndarray, targets: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """log(1 + exp(s)) - y s summed over outputs; its gradient is sigmoid(s) - y."""
    delta[...] = scores
    SIGMOID(delta)
    delta -= targets
    return (np.logaddexp(0, scores) - targets * scores).sum(axis=1)


def _squared_error(scores: np.ndarray, targets: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """1/2 (s - y)^2 summed over outputs; its gradient is s - y."""
    np.subtract(scores, targets, out=delta)
    return 0.5 * np.vecdot(delta, delta)


def _poisson(scores: np.ndarray, targets: np.ndarray, delta: np.ndarray) -> np.ndarray:
    """Half the Poisson deviance, exp(s) - y s and a term of y, summed; its gradient is exp(s) - y."""
    logs = np.log(targets, where=targets > 0, out=np.zeros_like(targets))
    np.exp(scores, out=delta)
    losses = targets * (logs - scores - 1) + delta
    delta -= targets
    return losses.sum(axis=1)


def _absolute(scores: np.ndarray, targets: np.ndarray, delta: np.ndarray) -> np.ndarray:
    errors = scores - targets
    np.sign(errors, out=delta)
    return np.abs(errors).sum(axis=1)


def _huber(
    threshold: float, scores: np.ndarray, targets: np.ndarray, delta: np.ndarray
) -> np.ndarray:
    errors = scores - targets
    np.clip(errors, -threshold, threshold, out=delta)
    return (delta * (errors - delta / 2)).sum(axis=1)


def _quantile(
    level: float, scores: np.ndarray, targets: np.ndarray, delta: np.ndarray
) -> np.ndarray:
    errors = scores - targets
    delta[...] = slope = np.where(errors > 0, 1 - level, -level)
    return (slope * errors).sum(axis=1)


def huber(threshold: float = 1.0) -> Loss:
    """1/2 (s - y)^2 up to an error of threshold, linear beyond it (Huber, 1964)."""
    require(threshold > 0, "threshold must be a positive number", threshold)
    return _loss("huber", partial(_huber, threshold))


def quantile(level: float = 0.5) -> Loss:
    """The pinball loss, whose least is the quantile of that level (Koenker and Bassett, 1978)."""
    require(0 < level < 1, "level must be a number between 0 and 1", level)
    return _loss("quantile", partial(_quantile, level))


def _loss(
    name: str, rows: Any, probabilities: Any = IDENTITY, decide: Any = np.asarray, **others: Any
) -> Loss:
    return Loss(name, partial(_mean, rows), probabilities, decide, **others)


def _softmax(scores: np.ndarray) -> None:
    z = scores.T.copy()  # by columns, as in _cross_entropy
    z -= np.maximum.reduce(z)
    np.exp(z, out=z)
    np.divide(z, np.add.reduce(z), out=scores.T)


def _exp(scores: np.ndarray) -> None:
    np.exp(scores, out=scores)


def _positive(scores: np.ndarray) -> np.ndarray:
    return (scores > 0).astype(int)


LARGEST: Callable[[np.ndarray], Any] = partial(np.argmax, axis=1)
LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        _loss("cross_entropy", _cross_entropy, _softmax, LARGEST, takes_classes=True),
        # Each output is 0 or 1, independent of the others (multilabel).
        _loss("binary_cross_entropy", _binary_cross_entropy, SIGMOID, _positive),
        # With one output this is 1/2 (yhat - y)^2. With several the gradient is MLPRegressor's in
        # scikit-learn, where the loss reported is this one over their number.
        _loss("squared_error", _squared_error),
        _loss("absolute_error", _absolute),
        huber(),
        quantile(),
        # Counts, y >= 0. The score is the logarithm of the value predicted.
        _loss("poisson", _poisson, _exp, np.exp),
    )
}
