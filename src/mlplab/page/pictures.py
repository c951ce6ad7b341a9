"""The pictures of the page: each with a caption and an alternative text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mlplab.page import alternatives
from mlplab.page.drawings import Drawing
from mlplab.page.study import Study


@dataclass(frozen=True)
class Picture:
    drawing: Drawing
    caption: str
    alt: str


def picture(study: Study, drawings: Mapping[str, Drawing], name: str) -> Picture:
    caption, describe = DESCRIBED[name]
    return Picture(drawings[name], caption, describe(study))


DESCRIBED: dict[str, tuple[str, Callable[[Study], str]]] = {
    "reproduction": ("Every printed value, in the report's order", alternatives.overview),
    "worked_examples_backpropagation": (
        "Values forward, gradients back, updates",
        alternatives.steps,
    ),
    "worked_examples_svm_1": (
        "The first machine: line, margins, points",
        alternatives.boundary("svm_1"),
    ),
    "worked_examples_svm_2": (
        "The second machine: line, margins, points",
        alternatives.boundary("svm_2"),
    ),
    "scratch_mlp_loss": ("Loss over the epochs", alternatives.grid("loss")),
    "scratch_mlp_accuracy": ("Accuracy over the epochs", alternatives.grid("accuracy")),
    "normalize_first_images": ("The first ten test images", alternatives.first_images),
    "activation_comparison_loss": (
        "Loss over the epochs",
        alternatives.curves("activation_comparison", "val_loss", "loss"),
    ),
    "activation_comparison_confusion": (
        "True and predicted classes of the test images, all seeds together",
        alternatives.confusions,
    ),
    "kfold_tuning_macro_f1": ("Mean macro F1 over the folds", alternatives.tuning),
    "autoencoder_mse": (
        "Mean squared error over the epochs",
        alternatives.curves("autoencoder", "val_mse", "mean squared error"),
    ),
    "autoencoder_reconstructions": (
        "Ten test images and their reconstructions",
        alternatives.reconstructions,
    ),
    "feature_transfer_loss": (
        "Loss of the classifiers over the epochs",
        alternatives.curves("feature_transfer", "val_loss", "loss"),
    ),
    "feature_transfer_accuracy": ("Test accuracy by features", alternatives.transfer),
}
