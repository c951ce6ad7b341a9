"""What the learning curves are of."""

from dataclasses import replace

import pytest

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
