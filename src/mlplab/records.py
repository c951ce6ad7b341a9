"""The results of all stages, read for the stages that show them: the summary, the pictures and the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from mlplab import artifacts, nn, paths
from mlplab.cells import MATRICES, cell_keys
from mlplab.errors import require
from mlplab.params import Params

if TYPE_CHECKING:
    import pandas as pd

SHOWN_IMAGES = 10
# The studies whose metrics are scores over the seeds.
SCORED = ("scratch_mlp", "activation_comparison", "kfold_tuning", "autoencoder", "feature_transfer")
# What the summary reads beside their cells.
SUMMARIZED = ("normalize", "worked_examples", "kfold_tuning", "baseline_encoders")
# What the pictures and the page show beside them.
SHOWN = (*SUMMARIZED, "unstated", "summary", "reproduction")
# The columns that are shown of each table.
CURVES = {
    "scratch_mlp": ("train_loss", "val_loss", "train_accuracy", "val_accuracy"),
    "activation_comparison": ("train_loss", "val_loss"),
    "autoencoder": ("train_mse", "val_mse"),
    "feature_transfer": ("train_loss", "val_loss"),
}
REBUILT = ("originals", "reconstructions", "image_mse")
SETTING = ("setting", "solver")
TUNING = (
    *("batch_size", "learning_rate", "updates", "mean_macro_f1", "sd_macro_f1"),
    *("minus_best", "low", "high"),
)
# The columns that are drawn of a claim's measurements, as read_table takes them.
MEASURED: dict[str, tuple[Sequence[str], ...]] = {
    "signal_flow": (
        ("initializer", "activation"),
        (
            *("activation_rms", "gradient_rms"),
            *("expected_activation_rms", "expected_gradient_rms"),
        ),
        ("step", "layer"),
    ),
    "exploding": (
        ("softmax", "initializer"),
        (),
        ("learning_rate", "finite", "runs", "low", "high"),
    ),
}
NAMES: dict[str, Iterable[str]] = {
    "initializer": nn.INITIALIZERS,
    "activation": nn.ACTIVATIONS,
    "softmax": ("naive", "shifted", "log_sum_exp"),
}
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
            np.add.at(counts, tuple(pair.to_numpy(int) for pair in pairs), 1)
            shares[key] = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        return shares


def read_reference() -> dict[str, Any]:
    """The report: section A's `exercise`, and the `printed_values` with their tolerances."""
    return artifacts.read_yaml(paths.REFERENCE)


def read_metrics(params: Params) -> dict[str, Any]:
    """The metrics of every cell that `params` names and of every other stage; of a study of one's own, where it ran."""
    names = [f"{study}/{key}" for study, keys in cell_keys(params).items() for key in keys]
    others = [name for name in Params.model_fields if name not in (*MATRICES, *SHOWN)]
    names += [*SHOWN, *(name for name in others if paths.metrics(name).exists())]
    return {name: artifacts.read_json(paths.metrics(name)) for name in names}


def read_summarized(params: Params) -> dict[str, Any]:
    """The metrics that the stage summary depends on, and no others: a stage beside it may be writing those anew."""
    cells = {study: keys for study, keys in cell_keys(params).items() if study in SCORED}
    names = [f"{study}/{key}" for study, keys in cells.items() for key in keys]
    return {name: artifacts.read_json(paths.metrics(name)) for name in [*names, *SUMMARIZED]}


def read_curves(study: str, keys: list[str]) -> dict[str, "pd.DataFrame"]:
    """The mean learning curves of a study's cells, by key; a cell that diverged at once has none of its rows."""
    numbers = [column for name in CURVES[study] for column in (name, f"{name}_sd")]
    table = artifacts.read_table(paths.mean_curves(study), ["cell"], numbers, ["epoch"])
    rows = table.drop(columns="cell")
    return {key: rows[table["cell"] == key].reset_index(drop=True) for key in keys}


def read_predictions(key: str, class_names: Sequence[str]) -> "pd.DataFrame":
    """The actual and the predicted class of each test image and seed, with an activation."""
    path = paths.predictions("activation_comparison", key)
    table = artifacts.read_table(path, ("actual", "predicted"))
    unknown = {*table["actual"], *table["predicted"]} - set(class_names)
    require(
        not unknown, f"{path}: must hold names of the classes; `dvc repro` makes it anew", unknown
    )
    return table


def read_tuning(folds: int) -> "pd.DataFrame":
    """The settings of the tuning, a row each, and their scores on so many folds."""
    scores = [f"fold_{number}" for number in range(1, folds + 1)]
    table = artifacts.read_table(paths.TUNING_RESULTS, SETTING, whole=[*TUNING, *scores])
    require(len(table), f"{paths.TUNING_RESULTS}: must have a setting; `dvc repro` tries them", 0)
    return table


def read_measurements(claim: str) -> "pd.DataFrame":
    """What a claim's test measured; of one that is drawn, with known names and from the first step on."""
    path = paths.measurements("claims", claim)
    columns = MEASURED.get(claim, ())
    table = artifacts.read_table(path, *columns)
    for name in columns[0] if columns else ():
        unknown = set(table[name]) - set(NAMES[name])
        require(not unknown, f"{path}: {name} must be among {', '.join(NAMES[name])}", unknown)
    if columns:
        started = len(table) and ("step" not in table or 0 in table["step"].to_numpy())
        require(started, f"{path}: must have what was measured at first; `dvc repro` does", "none")
    return table


def read_rebuilt(path: Path) -> dict[str, np.ndarray]:
    """Images beside what was made of them: as many of each, of one size."""
    arrays = artifacts.read_arrays(path, REBUILT)
    shapes = {name: arrays[name].shape for name in REBUILT}
    floats = all(arrays[name].dtype.kind == "f" for name in REBUILT)
    fit = (
        floats
        and shapes["originals"] == shapes["reconstructions"]
        and len(shapes["originals"]) == 3
    )
    fit = fit and shapes["image_mse"] == shapes["originals"][:1]
    require(
        fit, f"{path}: must hold as many images as reconstructions and errors, as floats", shapes
    )
    return arrays


def read_records(params: Params) -> Records:
    """Read the results of the cells that `params` names."""
    splits = artifacts.read_splits(paths.normalized("fashion"))
    rebuilt = {
        key: read_rebuilt(paths.cell("autoencoder", key) / "reconstructions.npz")
        for key in params.autoencoder.activations
    }
    rebuilt["pca"] = read_rebuilt(paths.PCA_RECONSTRUCTIONS)
    return Records(
        params=params,
        metrics=read_metrics(params),
        curves={
            study: read_curves(study, keys)
            for study, keys in cell_keys(params).items()
            if study != "claims"
        },
        predictions={
            key: read_predictions(key, splits.class_names)
            for key in params.activation_comparison.activations
        },
        tuning=read_tuning(params.kfold_tuning.folds),
        images=splits.test_images[:SHOWN_IMAGES],
        labels=splits.test_labels[:SHOWN_IMAGES],
        class_names=splits.class_names,
        measurements={key: read_measurements(key) for key in params.claims.tested},
        unstated=artifacts.read_table(paths.UNSTATED_COUNTS, whole=UNSTATED),
        originals=rebuilt["pca"]["originals"],
        reconstructions={key: arrays["reconstructions"] for key, arrays in rebuilt.items()},
        image_mse={key: arrays["image_mse"] for key, arrays in rebuilt.items()},
    )
