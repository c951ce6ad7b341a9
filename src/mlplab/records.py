"""The results of all stages, read for the stages that show them: the summary, the pictures and the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlplab import artifacts, paths
from mlplab.cells import MATRICES, cell_keys
from mlplab.params import Params
from mlplab.versions import require_scores

if TYPE_CHECKING:
    import pandas as pd

SHOWN_IMAGES = 10
# The studies whose metrics are scores over the seeds.
SCORED = ("scratch_mlp", "activation_comparison", "kfold_tuning", "autoencoder", "feature_transfer")
# What the summary reads beside their cells.
SUMMARIZED = ("normalize", "worked_examples", "kfold_tuning", "baseline_encoders")
# The columns that are shown of each table.
CURVES = {
    "scratch_mlp": ("epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy"),
    "activation_comparison": ("epoch", "train_loss", "val_loss"),
    "autoencoder": ("epoch", "train_mse", "val_mse"),
    "feature_transfer": ("epoch", "train_loss", "val_loss"),
}
REBUILT = ("originals", "reconstructions", "image_mse")
TUNING = ("setting", "solver", "batch_size", "learning_rate", "mean_macro_f1", "sd_macro_f1")
UNSTATED = ("train_size", "weight_scale", "epochs", "chosen_by", "judged_by")


@dataclass(frozen=True)
class Records:
    """The study's results.

    Attributes
    ----------
    params : Params
    metrics : by the name of the file below metrics/, without its ending
    curves : the means over the seeds, by study and cell: a row an epoch
    predictions : actual and predicted class of the test images, by activation
    tuning : a row a setting
    measurements : what each tested claim measured, by its name
    unstated : a row a setting that section B does not state
    images, labels : (n, h, w) and (n,), the first test images of the fashion data
    class_names : by label
    originals : (n, h, w), the images that were rebuilt
    reconstructions : (n, h, w), by activation, and PCA's as `pca`
    image_mse : (n,), the error of each of these images
    """

    params: Params
    metrics: Mapping[str, Any]
    curves: Mapping[str, Mapping[str, "pd.DataFrame"]]
    predictions: Mapping[str, "pd.DataFrame"]
    tuning: "pd.DataFrame"
    measurements: Mapping[str, "pd.DataFrame"]
    unstated: "pd.DataFrame"
    images: np.ndarray
    labels: np.ndarray
    class_names: tuple[str, ...]
    originals: np.ndarray
    reconstructions: Mapping[str, np.ndarray]
    image_mse: Mapping[str, np.ndarray]

    def cells(self, study: str) -> dict[str, Any]:
        """The metrics of a study's cells, by key."""
        return {key: self.metrics[f"{study}/{key}"] for key in cell_keys(self.params)[study]}

    @property
    def best_activation(self) -> str:
        """The compared activation of the lowest mean validation loss."""
        losses = {
            key: self.metrics[f"activation_comparison/{key}"]["val_loss"]["mean"]
            for key in self.predictions
        }
        return min(losses, key=lambda key: losses[key])

    def confusion_shares(self) -> dict[str, np.ndarray]:
        """By activation, the share of each true class (row) that was taken for each (column), as `class_names` go."""
        ranks = {name: rank for rank, name in enumerate(self.class_names)}
        shares = {}
        for key, table in self.predictions.items():
            counts = np.zeros((len(ranks), len(ranks)))
            pairs = [table[name].map(ranks) for name in ("actual", "predicted")]
            np.add.at(counts, tuple(pair.to_numpy() for pair in pairs), 1)
            shares[key] = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        return shares


def read_reference() -> dict[str, Any]:
    """The report: section A's `exercise`, and the `printed_values` with their tolerances."""
    return artifacts.read_yaml(paths.REFERENCE)


def read_metrics(params: Params) -> dict[str, Any]:
    """The metrics of every cell that `params` names, and those of the other stages that have run."""
    names = [f"{study}/{key}" for study, keys in cell_keys(params).items() for key in keys]
    others = [*Params.model_fields, "baseline_encoders", "summary", "reproduction"]
    names += [name for name in others if name not in MATRICES and paths.metrics(name).exists()]
    return _read_all(names)


def read_summarized(params: Params) -> dict[str, Any]:
    """The metrics that the stage summary depends on, and no others: a stage beside it may be writing those anew."""
    cells = {study: keys for study, keys in cell_keys(params).items() if study in SCORED}
    names = [f"{study}/{key}" for study, keys in cells.items() for key in keys]
    return _read_all([*names, *SUMMARIZED])


def _read_all(names: Iterable[str]) -> dict[str, Any]:
    records = {name: artifacts.read_json(paths.metrics(name)) for name in names}
    for name, record in records.items():
        if name.partition("/")[0] in SCORED:
            require_scores(paths.metrics(name), record)
    return records


def read_curves(study: str, keys: list[str]) -> dict[str, "pd.DataFrame"]:
    """The mean learning curves of a study's cells, by key; a cell that diverged at once has none of its rows."""
    table = artifacts.read_table(paths.mean_curves(study), ["cell"], CURVES[study])
    rows = table.drop(columns="cell")
    return {key: rows[table["cell"] == key].reset_index(drop=True) for key in keys}


def read_records(params: Params) -> Records:
    """Read the results of the cells that `params` names."""
    splits = artifacts.read_splits(paths.normalized("fashion"))
    rebuilt = {
        key: artifacts.read_arrays(paths.cell("autoencoder", key) / "reconstructions.npz", REBUILT)
        for key in params.autoencoder.activations
    }
    rebuilt["pca"] = artifacts.read_arrays(paths.PCA_RECONSTRUCTIONS, REBUILT)
    comparison = "activation_comparison"
    return Records(
        params=params,
        metrics=read_metrics(params),
        curves={
            study: read_curves(study, keys)
            for study, keys in cell_keys(params).items()
            if study != "claims"
        },
        predictions={
            key: artifacts.read_table(paths.predictions(comparison, key), ("actual", "predicted"))
            for key in params.activation_comparison.activations
        },
        tuning=artifacts.read_table(paths.TUNING_RESULTS, others=TUNING),
        images=splits.test_images[:SHOWN_IMAGES],
        labels=splits.test_labels[:SHOWN_IMAGES],
        class_names=splits.class_names,
        measurements={
            key: artifacts.read_table(paths.measurements("claims", key))
            for key in params.claims.tested
        },
        unstated=artifacts.read_table(paths.UNSTATED_COUNTS, others=UNSTATED),
        originals=rebuilt["pca"]["originals"],
        reconstructions={key: arrays["reconstructions"] for key, arrays in rebuilt.items()},
        image_mse={key: arrays["image_mse"] for key, arrays in rebuilt.items()},
    )
