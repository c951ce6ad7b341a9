"""The rows that a fit trains on and those that it is watched on, with their weights."""

from typing import Any, NamedTuple

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.utils.class_weight import compute_sample_weight
from sklearn.utils.validation import _check_sample_weight

from mlplab.errors import require


class Data(NamedTuple):
    """X (n, features) and Y as the engine takes them, and maybe a weight for each row, (n,)."""

    X: Any
    Y: np.ndarray
    sample_weight: np.ndarray | None = None


def weigh(data: Data, y: np.ndarray, sample_weight: Any, class_weight: Any) -> Data:
    """Give each row its weight times that of its class; rows of weight zero are left out."""
    if sample_weight is None and class_weight is None:
        return data
    X, Y, _ = data
    weights = _check_sample_weight(sample_weight, X, dtype=X.dtype)
    if class_weight is not None:
        weights = weights * compute_sample_weight(class_weight, y).astype(X.dtype)
    kept = weights != 0
    require(kept.any(), "sample_weight must not be 0 in every row", 0)
    return Data(X[kept], Y[kept], weights[kept])


def split_validation(data: Data, size: float, stratify: Any, rng: Any) -> tuple[Data, Data]:
    """Split data into training data and a validation set with this share of the rows."""
    arrays = [array for array in data if array is not None]
    parts = train_test_split(*arrays, random_state=rng, test_size=size, stratify=stratify)
    rule = "The validation set is too small: validation_fraction must leave it two rows or more"
    require(len(parts[3]) > 1, rule, size)
    return Data(*parts[::2]), Data(*parts[1::2])
