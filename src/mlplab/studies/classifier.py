"""A classifier trained over its epochs, on the images' pixels or on features of them."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import log_loss

from mlplab.data import Splits
from mlplab.params import EstimatorFit
from mlplab.studies.curves import seen
from mlplab.studies.scores import classification_scores
from mlplab.studies.training import make_estimator, train_epochs

FIGURES = ("train_loss", "val_loss", "val_accuracy")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of FIGURES an epoch, the final scores, and the predicted class of every test image.

    The row's training loss is of the training images that are `seen`, the final one of all.
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
    rows = seen(splits)
    curve = []
    for epoch in train_epochs(estimator, X, y, params.epochs, classes):
        train = estimator.predict_proba(X[rows])
        val = estimator.predict_proba(features["val"])
        curve.append(
            {
                "epoch": epoch,
                "seed": seed,
                "train_loss": float(log_loss(y[rows], train, labels=classes)),
                "val_loss": float(log_loss(splits.val_labels, val, labels=classes)),
                "val_accuracy": float(np.mean(val.argmax(axis=1) == splits.val_labels)),
            }
        )
    predictions = estimator.predict(features["test"])
    scores = {
        "train_loss": float(log_loss(y, estimator.predict_proba(X), labels=classes)),
        "val_loss": curve[-1]["val_loss"],
    }
    return Run(
        seed,
        curve,
        scores | classification_scores(splits.test_labels, predictions),
        predictions,
    )
