"""Split each data set into a training, a validation and a test part, and scale its pixels to [0, 1]."""

from typing import Any

import numpy as np

from mlplab import artifacts, data, paths
from mlplab.console import announce
from mlplab.errors import InputError
from mlplab.params import Normalize, load_params

NAME = "normalize"


def run(params: Normalize, datasets: dict[str, data.Dataset]) -> dict[str, data.Splits]:
    """The parts of every data set, of the sizes in `normalize`.

    Raises
    ------
    InputError
        There are too few images, or those to train on are all alike: nothing can be learned from them.
    """
    parts = {
        name: data.split(datasets[name], **dict(split), key=f"normalize.{name}")
        for name, split in params
    }
    for name, splits in parts.items():
        X = splits.rows("train")
        if (X[0] == X).all():
            raise InputError(
                f"normalize.{name}: the training images must differ, got {len(X)} equal ones"
            )
    return parts


def describe(splits: data.Splits) -> dict[str, Any]:
    """What one data set holds: its parts' sizes, the images' shape, the pixels' range and the share of each class."""
    parts = {part: splits.rows(part) for part in ("train", "val", "test")}
    counts = np.bincount(splits.train_labels, minlength=len(splits.class_names))
    return {
        "images": {part: len(rows) for part, rows in parts.items()},
        "height": splits.train_images.shape[1],
        "width": splits.train_images.shape[2],
        "min": min(float(rows.min()) for rows in parts.values()),
        "max": max(float(rows.max()) for rows in parts.values()),
        "train_mean": float(parts["train"].mean()),
        "train_class_shares": dict(zip(splits.class_names, counts / counts.sum(), strict=True)),
    }


def main() -> None:
    """Split and scale both data sets, and write them and what they hold."""
    datasets = {name: artifacts.read_dataset(paths.raw(name)) for name in paths.DATASETS}
    results = run(load_params().normalize, datasets)
    for name, splits in results.items():
        artifacts.write_splits(paths.normalized(name), splits)
    metrics = {name: describe(splits) for name, splits in results.items()}
    artifacts.write_json(paths.metrics(NAME), metrics)
    announce(f"{', '.join(results)}: pixels in [0, 1], described in {paths.metrics(NAME)}")
