"""The pictures of section C's claims, from what their tests found."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import differences, dots

if TYPE_CHECKING:
    from mlplab.records import Records


def activations(records: "Records", width: float) -> Figure:
    """Section C, part 2: ReLU's lead over each other activation, at both budgets."""
    numbers = _numbers(records, "activations")
    titles = {"report": "the report's rate and epochs", "tuned": "each activation's own rate"}
    groups = {titles[name]: found["relu_minus"] for name, found in numbers["budgets"].items()}
    return differences.panels(
        groups,
        margin=numbers["margin"],
        reference="relu",
        metric="test_accuracy",
        width=width,
    )


def tuning(records: "Records", width: float) -> Figure:
    """Section C, part 3: the lead of the setting found best over each other."""
    numbers = _numbers(records, "tuning")
    pairs = {_setting(name): pair for name, pair in numbers["claimed_minus"].items()}
    return differences.panels(
        {"": pairs},
        margin=numbers["margin"],
        reference=_setting(numbers["claimed"]),
        metric="macro_f1",
        width=width,
    )


def features(records: "Records", width: float) -> Figure:
    """Section C, part 5: the accuracy on each kind of features, by both classifiers."""
    numbers = _numbers(records, "features")
    titles = {"linear": "linear classifier, converged", "report": "small MLP, the report's budget"}
    groups = {
        titles[name]: _values(probe["test_accuracy"]) for name, probe in numbers["probes"].items()
    }
    notes = {
        name: f"{wording.span(units['dead'])} of {wording.count(units['width'], 'unit')} dead"
        for name, units in numbers["units"].items()
        if "relu" in name
    }
    families = {name: name.removeprefix("untrained_") for name in numbers["units"]}
    return dots.panels(groups, label="test accuracy", families=families, notes=notes, width=width)


def identity_features(records: "Records", width: float) -> Figure:
    """Section C, part 5: what each way to the identity features gives, beside the printed value."""
    numbers = _numbers(records, "identity_features")
    rows, families = {}, {}
    for name, values in _values(numbers["test_accuracy"]).items():
        activation, _, size = name.partition(", ")
        row = f"{wording.words(activation)} at every layer, batch {size}"
        rows[row], families[row] = values, activation
    reference = "printed in the report", numbers["printed"]
    return dots.panels(
        {"": rows}, label="test accuracy", families=families, reference=reference, width=width
    )


def reconstructions(records: "Records", width: float) -> Figure:
    """Section C, part 4: every autoencoder's error as a ratio to PCA's, by learning rate."""
    numbers = _numbers(records, "reconstructions")
    groups = {
        f"learning rate {wording.number(float(rate))}": {
            name: [value / numbers["pca_mse"] for value in values]
            for name, values in _values(found["test_mse"]).items()
        }
        for rate, found in numbers["learning_rates"].items()
    }
    reference = f"PCA, {wording.count(numbers['width'], 'component')}", 1.0
    return dots.panels(groups, label="mean squared error / PCA's", reference=reference, width=width)


def _numbers(records: "Records", claim: str) -> Mapping[str, Any]:
    return records.metrics[f"claims/{claim}"]["numbers"]


def _setting(name: str) -> str:
    """Write a setting of the tuning: batch 64, rate 2e-4."""
    size, _, rate = name.partition(", ")
    return f"batch {size}, rate {wording.number(float(rate))}"


def _values(scores: Mapping[str, Mapping[str, Any]]) -> dict[str, list[float]]:
    return {name: score["values"] for name, score in scores.items()}
