"""What the learning curves are of."""

from dataclasses import replace

import pytest

from mlplab.studies.shared.curves import curve_columns, mean_curve
from stages import activation_comparison, autoencoder, scratch_mlp


@pytest.mark.parametrize(
    ("stage", "cell", "metric"),
    [
        (scratch_mlp, ("random", "tanh"), "loss"),
        (scratch_mlp, ("random", "tanh"), "accuracy"),
        (activation_comparison, ("relu",), "loss"),
        (autoencoder, ("relu",), "mse"),
    ],
)
@pytest.mark.parametrize("validated", [30, 60, 90])
def test_a_training_curve_is_of_as_many_images_as_are_validated_and_the_score_of_all(
    params, splits, stage, cell, metric, validated
):
    # The validation images are the training ones, over and over: the same metrics from the same images.
    images, labels = splits.train_images, splits.train_labels
    rows = [row % len(labels) for row in range(validated)]
    splits = replace(splits, val_images=images[rows], val_labels=labels[rows])
    run = stage.run(getattr(params, stage.NAME), splits, *cell)[0]
    train, val = (run.curve[-1][f"{part}_{metric}"] for part in ("train", "val"))
    assert (train == val) == (validated <= len(labels))
    assert (train == run.scores[f"train_{metric}"]) == (validated >= len(labels))


def test_a_mean_curve_has_a_row_an_epoch():
    rows = [
        {"epoch": epoch, "seed": seed, "loss": epoch + seed} for seed in (0, 2) for epoch in (1, 2)
    ]
    curve = mean_curve(rows, runs=2)
    assert [row["epoch"] for row in curve] == [1, 2]
    assert [row["loss"] for row in curve] == [2, 3]
    assert curve[0]["loss_sd"] == pytest.approx(2**0.5)
    assert curve_columns(["loss"]) == (["epoch", "seed", "loss"], ["epoch", "loss", "loss_sd"])


def test_a_mean_curve_ends_where_a_run_diverged():
    rows = [
        {"epoch": 1, "seed": 0, "loss": 1.0},
        {"epoch": 1, "seed": 1, "loss": 2.0},
        {"epoch": 2, "seed": 0, "loss": 0.5},
    ]
    assert [row["epoch"] for row in mean_curve(rows, runs=2)] == [1]
    assert mean_curve(rows, runs=3) == []
