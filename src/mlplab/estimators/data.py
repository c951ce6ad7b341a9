"""The rows that a fit trains on and those that it is watched on, with their weights."""

from typing import Any, NamedTuple

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight
from sklearn.utils.validation import _check_sample_weight

from mlplab.errors import require


class Data(NamedTuple):
    """X (n, features) and Y as the engine takes them, and maybe a weight for each row, (n,)."""

    X: Any
    Y: np.ndarray
    sample_weight: np.ndarray | None = None


def weigh(data: Data, sample_weight: Any, class_weights: np.ndarray | None) -> Data:
    """Give each row its weight times that of its class; rows of weight zero are left out."""
    if sample_weight is None and class_weights is None:
        return data
    X, Y, _ = data
    weights = _check_sample_weight(sample_weight, X, dtype=X.dtype)
    if class_weights is not None:
        weights = weights * class_weights.astype(X.dtype)
    kept = weights != 0
    require(kept.any(), "sample_weight must not be 0 in every row", 0)
    return Data(X[kept], Y[kept], weights[kept])


def require_weight(data: Data) -> None:
    """Refuse rows whose weights cancel: they have no mean loss."""
    if data.sample_weight is not None:
        total = float(data.sample_weight.sum())
        require(total, "sample_weight must not sum to 0", total)


def weigh_classes(class_weight: Any, y: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Find the weight of each row's class, or the product of those of its labels, (n,).

    Not all classes need be in y: a batch of partial_fit, say, has some.
    """
    if class_weight == "balanced":
        return compute_sample_weight("balanced", y)
    if y.ndim == 1 or y.shape[1] == 1:
        return _look_up(class_weight, y.ravel(), classes)
    fits = isinstance(class_weight, list) and len(class_weight) == y.shape[1]
    require(fits, "class_weight must be 'balanced' or a list of a dict a label", class_weight)
    labels = zip(class_weight, (y != 0).astype(int).T, strict=True)
    return np.prod([_look_up(weight, label, np.arange(2)) for weight, label in labels], axis=0)


def _look_up(class_weight: dict[Any, float], y: np.ndarray, classes: np.ndarray) -> np.ndarray:
    weights = compute_class_weight(class_weight, classes=classes, y=y)
    require(np.isfinite(weights).all(), "class_weight must hold finite numbers", class_weight)
    return weights[np.searchsorted(classes, y)]


def split_validation(data: Data, size: float, stratify: Any, rng: Any) -> tuple[Data, Data]:
    """Split data into training data and a validation set with this share of the rows."""
    arrays = [array for array in data if array is not None]
    parts = train_test_split(*arrays, random_state=rng, test_size=size, stratify=stratify)
    rule = "The validation set is too small: validation_fraction must leave it two rows or more"
    require(len(parts[3]) > 1, rule, size)
    return Data(*parts[::2]), Data(*parts[1::2])
