"""Section C, part 2: which activation classifies Fashion-MNIST best?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from mlplab.data import Splits
from mlplab.params import SklearnFit
from mlplab.studies.scores import classification_scores
from mlplab.studies.sklearn_training import settings, train_epochs

FIGURES = ("train_loss", "val_loss", "val_accuracy")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of FIGURES an epoch, the final scores, and the predicted class of every test image."""

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float]
    predictions: np.ndarray


def fit_seed(splits: Splits, params: SklearnFit, activation: str, seed: int) -> Run:
    """Train one classifier on the images."""
    images = {part: splits.rows(part) for part in ("train", "val", "test")}
    return fit_classifier(images, splits, params, activation, seed)


def fit_classifier(
    features: dict[str, np.ndarray], splits: Splits, params: SklearnFit, activation: str, seed: int
) -> Run:
    """Train one classifier on features of the images: arrays (n, d) of the train, val and test part."""
    classes = np.arange(len(splits.class_names))
    estimator = MLPClassifier(**settings(params, activation, seed))
    X, y = features["train"], splits.train_labels
    curve = []
    for epoch in train_epochs(estimator, X, y, params.epochs, classes):
        train = estimator.predict_proba(X)
        val = estimator.predict_proba(features["val"])
        curve.append(
            {
                "epoch": epoch,
                "seed": seed,
                "train_loss": float(log_loss(y, train, labels=classes)),
                "val_loss": float(log_loss(splits.val_labels, val, labels=classes)),
                "val_accuracy": float(np.mean(val.argmax(axis=1) == splits.val_labels)),
            }
        )
    predictions = estimator.predict(features["test"])
    scores = {name: curve[-1][name] for name in ("train_loss", "val_loss")}
    return Run(
        seed,
        curve,
        scores | classification_scores(splits.test_labels, predictions),
        predictions,
    )


def prediction_rows(runs: Sequence[Run], splits: Splits) -> list[dict[str, Any]]:
    """One row a test image and seed: its actual and its predicted class, by name."""
    names = splits.class_names
    return [
        {"seed": run.seed, "actual": names[actual], "predicted": names[predicted]}
        for run in runs
        for actual, predicted in zip(splits.test_labels, run.predictions, strict=True)
    ]
