"""Are the accuracies beside a NaN loss "the last predictions", or what argmax makes of NaN?"""

from typing import Any

import numpy as np

from mlplab.params import Params
from mlplab.studies.claims.finding import Finding, Images

CLAIM = (
    "The accuracies are probably calculated as the last predictions (before exploding gradients) "
    "are obtained."
)
PARTS = ("train", "val", "test")


def examine(params: Params, images: Images) -> Finding:
    """Compare the accuracy of the argmax of NaN scores with class 0's share.

    The claim is refuted where the two are equal on every part: the argmax of a row of NaN is index
    0, whatever the network saw or would have predicted.
    """
    splits = images.splits["digits"]
    rows: list[dict[str, Any]] = []
    for part in PARTS:
        labels = getattr(splits, f"{part}_labels")
        scores = np.full((len(labels), len(splits.class_names)), np.nan)
        accuracy = float(np.mean(scores.argmax(axis=1) == labels))
        share = float(np.bincount(labels)[0] / len(labels))
        rows.append({"part": part, "nan_accuracy": accuracy, "class_0_share": share})
    identical = all(row["nan_accuracy"] == row["class_0_share"] for row in rows)
    numbers = {row["part"]: row["nan_accuracy"] for row in rows}
    return Finding("refuted" if identical else "undecided", numbers, rows)
