"""A classifier trained over its epochs, on the images' pixels or on features of them."""

from dataclasses import dataclass

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import EstimatorFit
from mlplab.studies.shared.curves import evaluated_rows
from mlplab.studies.shared.estimators import (
    classifier_network,
    make_estimator,
    require_finite,
    train_epochs,
)
from mlplab.studies.shared.scores import classification_scores

CURVE_METRICS = ("train_loss", "val_loss", "val_accuracy")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of CURVE_METRICS an epoch, the final scores, and the predicted class of every test image.

    The row's training loss is of the training images of `evaluated_rows`, the final one of all.
    """

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float]
    predictions: np.ndarray


def fit_classifier(
    features: dict[str, np.ndarray],
    splits: Splits,
    params: EstimatorFit,
    activation: str,
    seed: int,
) -> Run:
    """Train one classifier on features of the images: arrays (n, d) of the train, val and test part."""
    classes = np.arange(len(splits.class_names))
    estimator = make_estimator("MLPClassifier", params, activation, seed)
    X, y = features["train"], splits.train_labels
    rows = evaluated_rows(splits)
    curve = []
    for epoch in train_epochs(estimator, X, y, params.epochs, classes):
        network = classifier_network(estimator)
        train_loss, _ = nn.evaluate(network, X[rows], y[rows])
        val_loss, predictions = nn.evaluate(network, features["val"], splits.val_labels)
        val_accuracy = float(np.mean(predictions == splits.val_labels))
        metrics = {"train_loss": train_loss, "val_loss": val_loss, "val_accuracy": val_accuracy}
        require_finite(np.isfinite([*metrics.values()]), epoch, estimator)
        curve.append({"epoch": epoch, "seed": seed, **metrics})
    train_loss, _ = nn.evaluate(network, X, y)
    scores = {"train_loss": train_loss, "val_loss": val_loss}
    predictions = nn.predict(network, features["test"])
    return Run(
        seed,
        curve,
        scores | classification_scores(splits.test_labels, predictions),
        predictions,
    )
