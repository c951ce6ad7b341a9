"""Every picture of the study: the one stage that draws, so that a changed color retrains nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mlplab import artifacts, params
from mlplab.pictures import (
    boundaries,
    computation,
    confusion,
    curves,
    images,
    reproduction,
    transfer,
    tuning,
)
from stages.console import run_main, say
from stages.records import Records, read_records

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = Path("plots/pictures")


def run(records: Records) -> "dict[str, Figure]":
    """Every figure under its name, in the report's order."""
    worked = records.metrics["worked_examples"]
    steps = [step for name, step in worked["backpropagation"].items() if name != "final"]
    grid, notes = _grid(records)
    compared, transferred = (
        records.curves["activation_comparison"],
        records.curves["feature_transfer"],
    )
    pca = next(iter(_cells(records, "autoencoder").values()))["pca_val_mse"]
    width = min(records.params.autoencoder.hidden_layer_sizes)
    return {
        "worked_examples_backpropagation": computation.backpropagation(steps),
        "worked_examples_svm_1": boundaries.svm(worked["svm_1"]),
        "worked_examples_svm_2": boundaries.svm(worked["svm_2"]),
        "scratch_mlp_loss": curves.grid(grid, "loss", notes),
        "scratch_mlp_accuracy": curves.grid(grid, "accuracy", notes),
        "normalize_first_images": images.first_images(
            records.images, records.labels, records.class_names
        ),
        "activation_comparison_loss": curves.comparison(compared, "loss"),
        "activation_comparison_confusion": confusion.matrices(
            {
                name: count_confusions(table, records.class_names)
                for name, table in records.predictions.items()
            },
            records.class_names,
        ),
        "kfold_tuning_macro_f1": tuning.heatmap(records.tuning),
        "autoencoder_mse": curves.comparison(
            records.curves["autoencoder"], "mse", (f"PCA, {width} components", pca)
        ),
        "autoencoder_reconstructions": images.reconstructions(
            records.originals, records.reconstructions
        ),
        "feature_transfer_loss": curves.comparison(transferred, "loss"),
        "feature_transfer_accuracy": transfer.scores(
            _cells(records, "feature_transfer"), _printed(records, "feature_transfer")
        ),
        "reproduction": reproduction.overview(
            [
                {"name": name, **printed}
                for name, printed in records.metrics["reproduction"]["printed_values"].items()
            ]
        ),
    }


def _cells(records: Records, stage: str) -> dict[str, dict]:
    return {key: records.metrics[f"{stage}/{key}"] for key in records.curves[stage]}


def _grid(records: Records) -> tuple[dict, dict]:
    """The scratch cells' curves by (initializer, activation), and of those that diverged, at which steps."""
    grid, notes = {}, {}
    for key, curve in records.curves["scratch_mlp"].items():
        initializer, _, activation = key.partition("-")
        grid[initializer, activation] = curve
        metrics = records.metrics[f"scratch_mlp/{key}"]
        steps = [step for step in metrics["diverged_at_step"] if step is not None]
        if steps:
            first, last = min(steps), max(steps)
            when = f"step {first}" if first == last else f"steps {first} to {last}"
            notes[initializer, activation] = (
                f"{len(steps)} of {len(metrics['seeds'])} runs\ndiverged at {when}"
            )
    return grid, notes


def count_confusions(predictions: pd.DataFrame, class_names: Sequence[str]) -> np.ndarray:
    """How often each class was predicted as each: integers (actual, predicted), in the order of `class_names`."""
    counts = pd.crosstab(predictions["actual"], predictions["predicted"])
    return counts.reindex(index=class_names, columns=class_names, fill_value=0).to_numpy()


def _printed(records: Records, stage: str) -> dict[str, float] | None:
    """What the report prints for a stage's cells, where this study can be compared with it."""
    printed = {
        name.partition("/")[2].partition(":")[0]: printed["report"]
        for name, printed in records.metrics["reproduction"]["printed_values"].items()
        if name.startswith(f"{stage}/") and printed["verdict"] != "not_comparable"
    }
    return printed or None


def main() -> None:
    pictures = run(read_records(params.load()))
    for name, figure in pictures.items():
        artifacts.write_picture(PICTURES / f"{name}.png", figure)
    say(f"{len(pictures)} pictures in {PICTURES}")


if __name__ == "__main__":
    run_main(main)
