"""How well a classifier does: its accuracy and the macro averages over classes, as scikit-learn defines them."""

import numpy as np
from sklearn.metrics import accuracy_score, precision_recall_fscore_support


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
