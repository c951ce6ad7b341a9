"""What all stages left, read for those that show it: the pictures and the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlplab import artifacts
from mlplab.params import Params
from stages.cells import cells

if TYPE_CHECKING:
    import pandas as pd

REFERENCE = Path("reference/report.yaml")
SHOWN_IMAGES = 10


@dataclass(frozen=True)
class Records:
    """The study's results.

    metrics: by the name of the file below metrics/, without its ending. curves: the means over the seeds, by stage and
    cell. predictions: actual and predicted class of the test images, by activation. tuning: a row a setting. images and
    labels: the first test images of the fashion data. originals and reconstructions: the autoencoders', by activation.
    """

    params: Params
    metrics: Mapping[str, Any]
    curves: Mapping[str, Mapping[str, "pd.DataFrame"]]
    predictions: Mapping[str, "pd.DataFrame"]
    tuning: "pd.DataFrame"
    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    originals: np.ndarray
    reconstructions: Mapping[str, np.ndarray]


def read_reference() -> list[dict[str, Any]]:
    """Every printed value, with its tolerance."""
    return artifacts.read_yaml(REFERENCE)["printed_values"]


def read_metrics(params: Params, *names: str) -> dict[str, Any]:
    """The metrics of every cell, of the stages without cells, and of these `names`."""
    files = ["worked_examples", "kfold_tuning", *names]
    files += [f"{stage}/{key}" for stage, keys in cells(params).items() for key in keys]
    return {name: artifacts.read_json(Path(f"metrics/{name}.json")) for name in files}


def read_records(params: Params) -> Records:
    """Read the results of the cells that `params` names."""
    splits = artifacts.read_splits(artifacts.FASHION)
    rebuilt = {
        key: artifacts.read_arrays(Path(f"data/reconstructions/{key}.npz"))
        for key in params.autoencoder.activations
    }
    return Records(
        params=params,
        metrics=read_metrics(params, "normalize", "summary", "reproduction"),
        curves={
            stage: {
                key: artifacts.read_table(Path(f"plots/{stage}/mean/{key}.csv")) for key in keys
            }
            for stage, keys in cells(params).items()
        },
        predictions={
            key: artifacts.read_table(
                Path(f"plots/activation_comparison/confusion/{key}.csv"), ("actual", "predicted")
            )
            for key in params.activation_comparison.activations
        },
        tuning=artifacts.read_table(Path("plots/kfold_tuning/results.csv")),
        images=splits.test_images[:SHOWN_IMAGES],
        labels=splits.test_labels[:SHOWN_IMAGES],
        class_names=splits.class_names,
        originals=next(iter(rebuilt.values()))["originals"],
        reconstructions={key: arrays["reconstructions"] for key, arrays in rebuilt.items()},
    )
