"""Section C, part 2: which activation classifies Fashion-MNIST best?"""

from collections.abc import Sequence
from typing import Any

from mlplab.data import Splits
from mlplab.params import EstimatorFit
from mlplab.studies.shared.classifier import Run, fit_classifier


def fit_seed(splits: Splits, params: EstimatorFit, activation: str, seed: int) -> Run:
    """Train one classifier on the images."""
    images = {part: splits.rows(part) for part in ("train", "val", "test")}
    return fit_classifier(images, splits, params, activation, seed)


def prediction_rows(runs: Sequence[Run], splits: Splits) -> list[dict[str, Any]]:
    """One row a test image and seed: its actual and its predicted class, by name."""
    names = splits.class_names
    return [
        {"seed": run.seed, "actual": names[actual], "predicted": names[predicted]}
        for run in runs
        for actual, predicted in zip(splits.test_labels, run.predictions, strict=True)
    ]
