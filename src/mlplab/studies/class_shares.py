"""Which numbers of training images have the class shares that the report prints?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mlplab import data
from mlplab.params import Split

# Where the report prints the shares of classes: the training accuracies of networks that learned nothing.
SHARES = {
    "commonest": "scratch_mlp/zero-relu:train_accuracy",
    "class_0": "scratch_mlp/normal-relu:nan_argmax.train_accuracy",
}
ROUNDING = 0.5e-4 * (1 + 1e-9)  # half a unit of their last digit


def class_shares(
    dataset: data.Dataset,
    split: Split,
    sizes: Sequence[int],
    printed_values: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Which numbers of training images have the class shares that the report gives away?

    It prints them as the training accuracies of networks that learned nothing: zero weights score
    the share of the commonest class, the argmax of NaN that of class 0.

    Returns
    -------
    dict
        `printed`, the report's shares of the `commonest` class and of `class_0`; `sizes`, those of
        each of `sizes`; `fitting`, the `sizes` that have the printed ones to the last digit; and
        how many of all numbers from 1 to `largest` do, `fitting_of_all`.
    """
    by_name = {printed["name"]: printed["report"] for printed in printed_values}
    printed = {share: by_name[name] for share, name in SHARES.items()}
    largest = len(dataset.labels) - split.val - (split.test if split.test_from == "train" else 0)
    whole = data.split(
        _labels_of(dataset), **dict(split) | {"train": largest}, key="normalize.digits"
    )
    classes = np.eye(len(dataset.class_names), dtype=int)[whole.train_labels]
    shares = np.cumsum(classes, axis=0) / np.arange(1, largest + 1)[:, None]
    found = {"commonest": shares.max(axis=1), "class_0": shares[:, 0]}
    fits = np.all([abs(found[s] - value) <= ROUNDING for s, value in printed.items()], axis=0)
    return {
        "printed": printed,
        "sizes": {str(n): {s: float(found[s][n - 1]) for s in found} for n in sizes},
        "fitting": [n for n in sizes if fits[n - 1]],
        "fitting_of_all": int(np.sum(fits)),
        "largest": largest,
    }


def _labels_of(dataset: data.Dataset) -> data.Dataset:
    """The data set with one pixel an image: who needs the labels alone copies no images."""
    test = dataset.test_images
    return replace(
        dataset,
        images=dataset.images[:, :1, :1],
        test_images=None if test is None else test[:, :1, :1],
    )
