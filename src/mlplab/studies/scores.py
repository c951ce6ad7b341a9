"""How well a classifier does: its accuracy and the macro averages over classes, as scikit-learn defines them."""

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support


def classification_scores(labels: np.ndarray, predictions: np.ndarray) -> dict[str, float]:
    """Accuracy and macro F1, precision and recall on the test images; a class never predicted counts as 0."""
    precision, recall, f1, _ = precision_recall_fscore_support(
        labels, predictions, average="macro", zero_division=0
    )
    return {
        "test_accuracy": float(accuracy_score(labels, predictions)),
        "test_macro_f1": float(f1),
        "test_macro_precision": float(precision),
        "test_macro_recall": float(recall),
    }


def count_confusions(
    actual: Sequence[str], predicted: Sequence[str], class_names: Sequence[str]
) -> np.ndarray:
    """How often each class was predicted as each: integers (actual, predicted), in the order of `class_names`."""
    return confusion_matrix(actual, predicted, labels=list(class_names))
