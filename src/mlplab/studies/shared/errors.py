"""The standard errors of scores: how far they would be off on as many other images."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any, Protocol

import numpy as np

from mlplab import nn
from mlplab.studies.shared.seeds import summarize

RESAMPLES = 1000
SEED = 0  # of the resamples: equal predictions have equal errors


class Run(Protocol):
    """One seed's run."""

    @property
    def scores(self) -> Any: ...
    @property
    def standard_errors(self) -> dict[str, float]: ...


def summarize_with_errors(runs: Sequence[Run]) -> dict[str, Any]:
    """The mean and sd of every score over the seeds, and beside them the mean standard errors."""
    names = runs[0].standard_errors
    errors = {name: fmean(run.standard_errors[name] for run in runs) for name in names}
    return {**summarize([run.scores for run in runs]), "standard_error": errors}


def loss_error(network: nn.Network, X: np.ndarray, y: np.ndarray) -> float:
    """The standard error of the mean cross-entropy over the rows of X, (n, inputs)."""
    scores = nn.forward(network, X)[-1].astype(float)
    losses = np.logaddexp.reduce(scores, axis=1) - scores[np.arange(len(y)), y]
    return mean_error(losses)


def reconstruction_error(rebuilt: np.ndarray, X: np.ndarray) -> float:
    """The standard error of the mean squared error of images (n, pixels) as they were rebuilt."""
    return mean_error(np.mean(np.square(rebuilt - X, dtype=float), axis=1))


def mean_error(values: np.ndarray) -> float:
    """The standard error of the mean of one value an image, (n,): sd / sqrt(n), or NaN of one image."""
    if len(values) < 2:
        return float("nan")
    return float(values.std(ddof=1) / np.sqrt(len(values)))


def score_errors(labels: np.ndarray, predictions: np.ndarray) -> dict[str, float]:
    """The standard errors of the accuracy, sqrt(p (1 - p) / n), and of the macro F1, by bootstrap over the images."""
    accuracy = float(np.mean(labels == predictions))
    classes = int(max(labels.max(), predictions.max())) + 1
    pairs = np.bincount(labels * classes + predictions, minlength=classes**2)
    # So many images of each pair of classes does a sample of as many images with replacement have.
    rng = np.random.default_rng(SEED)
    counts = rng.multinomial(len(labels), pairs / len(labels), RESAMPLES)
    scores = _macro_f1(counts.reshape(RESAMPLES, classes, classes))
    return {
        "test_accuracy": float(np.sqrt(accuracy * (1 - accuracy) / len(labels))),
        "test_macro_f1": float(scores.std(ddof=1)),
    }


def _macro_f1(confusions: np.ndarray) -> np.ndarray:
    """The macro F1 of each confusion matrix (..., actual, predicted), over the classes that occur in it."""
    hits = np.diagonal(confusions, axis1=-2, axis2=-1)
    totals = confusions.sum(axis=-1) + confusions.sum(axis=-2)
    f1 = 2 * hits / np.maximum(totals, 1)
    return np.asarray(f1.sum(axis=-1) / np.count_nonzero(totals, axis=-1))
