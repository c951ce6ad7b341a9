"""Every picture of the study under its name: which results it is drawn from."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import (
    arithmetic_by_hand,
    boundaries,
    claims,
    computation,
    confusion,
    curves,
    finite_runs,
    images,
    ridge,
    signal_flow,
    transfer,
    tuning,
)

if TYPE_CHECKING:
    from mlplab.records import Records

Draw = Callable[["Records", float], Figure]  # from the results, and the inches that there are
PARTS = ("train", "val")
SIGNAL = "signal_flow"  # the claim whose measurements section B shows, too


def backpropagation(records: "Records", width: float) -> Figure:
    """Section A, part a: the computation graph of each step."""
    steps = records.metrics["worked_examples"]["backpropagation"]
    steps = [step for name, step in steps.items() if name != "final"]
    return computation.backpropagation(steps, width)


STEP_VALUE = re.compile(r"worked_examples:backpropagation\.step_(\d+)\.(.+)")


def arithmetic(records: "Records", width: float) -> Figure:
    """Section A, part a: every printed value beside the exact one, and how it came about."""
    inputs = records.metrics["worked_examples"]["backpropagation"]
    titles = {
        number: f"Step {number}: x = {wording.number(step['x'])}, y = {wording.number(step['y'])}"
        for name, step in inputs.items()
        if (number := name.removeprefix("step_")) != name
    }
    steps = _arithmetic_steps(records)
    titled = {titles[number]: step for number, step in steps.items()}
    return arithmetic_by_hand.panels(titled, width)


def _arithmetic_steps(records: "Records") -> dict[str, dict[str, Any]]:
    """The printed values of the steps that can be compared, by step and quantity."""
    steps: dict[str, dict[str, Any]] = {}
    for name, printed in records.metrics["reproduction"]["printed_values"].items():
        found = STEP_VALUE.match(name)
        if found and printed["verdict"] != "not_comparable":
            steps.setdefault(found[1], {})[wording.STEP[found[2]]] = printed
    return steps


def svm(example: str) -> Draw:
    """Section A, parts b and c: the points and the separating line."""
    return lambda records, width: boundaries.svm(records.metrics["worked_examples"][example], width)


def scratch_grid(metric: str) -> Draw:
    """Section B: the curves of every initializer and activation."""

    def draw(records: "Records", width: float) -> Figure:
        grid, notes, printed = {}, {}, {}
        both = {part: _printed(records, "scratch_mlp", f"{part}_{metric}") for part in PARTS}
        for key, curve in records.curves["scratch_mlp"].items():
            initializer, _, activation = key.partition("-")
            grid[initializer, activation] = curve
            printed[initializer, activation] = {
                part: values[key] for part, values in both.items() if key in values
            }
            if note := wording.divergence(records.metrics[f"scratch_mlp/{key}"]):
                notes[initializer, activation] = note
        return curves.grid(grid, metric, notes, printed, width)

    return draw


def scratch_signal(records: "Records", width: float) -> Figure:
    """Section B: the signal by layer before the first step, from the section's own initial weights."""
    study, table = records.params.scratch_mlp, records.measurements[SIGNAL]
    own = table[table["activation"].isin(study.activations)]
    limit = records.metrics[f"claims/{SIGNAL}"]["numbers"]["largest_exponent"]
    return signal_flow.panels(own, study.initializers, limit, width)


def compared_curves(study: str, metric: str) -> Draw:
    """The curves of a study's cells in one panel."""
    return lambda records, width: curves.comparison(
        records.curves[study], metric, None, _printed(records, study, f"val_{metric}"), width
    )


def autoencoder_curves(records: "Records", width: float) -> Figure:
    """Section C, part 4: the autoencoders' errors beside PCA's."""
    reference = "PCA", records.metrics["baseline_encoders"]["pca_val_mse"]
    return curves.comparison(records.curves["autoencoder"], "mse", reference, width=width)


def first_images(records: "Records", width: float) -> Figure:
    """Section C, part 1: the first test images under the names of their classes."""
    labels, names = records.labels, records.class_names
    return images.first_images(records.images, labels, names, width, _image_colors(records))


def _image_colors(records: "Records") -> str:
    """Images of one's own as they are; those of the data sets, whose values are ink, on white paper."""
    return images.LIGHT if records.params.fetch.fashion.startswith("folder:") else images.INK


def rebuilt_images(records: "Records", width: float) -> Figure:
    """Section C, part 4: the test images as PCA and the autoencoders rebuild them."""
    rebuilt, errors = records.reconstructions, records.image_mse
    return images.reconstructions(records.originals, rebuilt, errors, width, _image_colors(records))


def confusions(records: "Records", width: float) -> Figure:
    """Section C, part 2: the confusion matrices of all activations less that of the best."""
    shares, best = records.confusion_shares(), records.best_activation
    return confusion.differences(shares, best, records.class_names, width)


def transfer_scores(records: "Records", width: float) -> Figure:
    """Section C, part 5: the accuracy on each kind of features, beside the printed values."""
    study = "feature_transfer"
    printed = _printed(records, study, "test_accuracy")
    return transfer.scores(records.cells(study), printed, width=width)


def _printed(records: "Records", study: str, metric: str) -> dict[str, float]:
    """The printed number of each cell of a study, where this run can be compared with the report."""
    return {
        name.partition("/")[2].partition(":")[0]: value["report"]
        for name, value in records.metrics["reproduction"]["printed_values"].items()
        if name.startswith(f"{study}/")
        and name.endswith(f":{metric}")
        and value["verdict"] != "not_comparable"
        and isinstance(value["report"], int | float)
    }


def unstated_ridge(records: "Records", width: float) -> Figure:
    """Section B: the settings that the report does not state, by how many of its values they give."""
    found = records.metrics["unstated"]
    return ridge.panels(records.unstated, found["best"], found["of"]["chosen_by"], width)


PICTURES: dict[str, Draw] = {
    "worked_examples_backpropagation": backpropagation,
    "worked_examples_arithmetic": arithmetic,
    "worked_examples_svm_1": svm("svm_1"),
    "worked_examples_svm_2": svm("svm_2"),
    "scratch_mlp_loss": scratch_grid("loss"),
    "scratch_mlp_accuracy": scratch_grid("accuracy"),
    "scratch_mlp_signal": scratch_signal,
    "normalize_first_images": first_images,
    "activation_comparison_loss": compared_curves("activation_comparison", "loss"),
    "activation_comparison_confusion": confusions,
    "kfold_tuning_macro_f1": lambda records, width: tuning.heatmap(
        records.tuning, records.metrics["kfold_tuning"]["best"], width=width
    ),
    "autoencoder_mse": autoencoder_curves,
    "autoencoder_reconstructions": rebuilt_images,
    "feature_transfer_loss": compared_curves("feature_transfer", "loss"),
    "feature_transfer_accuracy": transfer_scores,
    "unstated_ridge": unstated_ridge,
    "claims_signal_flow": lambda records, width: signal_flow.panels(
        records.measurements[SIGNAL], width=width
    ),
    "claims_exploding": lambda records, width: finite_runs.heatmap(
        records.measurements["exploding"], width
    ),
    "claims_activations": claims.activations,
    "claims_tuning": claims.tuning,
    "claims_features": claims.features,
    "claims_identity_features": claims.identity_features,
    "claims_reconstructions": claims.reconstructions,
}


def drawable(records: "Records") -> dict[str, Draw]:
    """The pictures that this run has the results for.

    There is none of a claim or a grid that it did not try, and none of the report's arithmetic beside
    another exercise than the report's.
    """
    missing = {
        name
        for name in PICTURES
        if name.startswith("claims_") and name.replace("_", "/", 1) not in records.metrics
    }
    if records.unstated.empty or records.metrics["unstated"]["best"] is None:
        missing.add("unstated_ridge")
    if len(records.predictions) < 2:
        missing.add("activation_comparison_confusion")  # it shows differences
    if SIGNAL not in records.measurements:
        missing.add("scratch_mlp_signal")
    if not _arithmetic_steps(records):
        missing.add("worked_examples_arithmetic")
    return {name: draw for name, draw in PICTURES.items() if name not in missing}
