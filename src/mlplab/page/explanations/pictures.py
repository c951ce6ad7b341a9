"""What the pictures of section C's claims show, number by number, for those who cannot see them."""

from collections.abc import Callable, Mapping

from mlplab import wording
from mlplab.page.explanations.phrases import Numbers, interval, predicted, setting


def activations(numbers: Numbers) -> str:
    """ReLU's lead over each other activation, at both budgets."""
    report, tuned = (numbers["budgets"][name]["relu_minus"] for name in ("report", "tuned"))
    return (
        f"ReLU's test accuracy minus that of the others, over {numbers['blocks']} blocks of images: {leads(report)}. "
        f"Where each activation has the rate that validates best: {leads(tuned)}."
    )


def tuning(numbers: Numbers) -> str:
    """The setting's lead over each other."""
    others = {setting(name): pair for name, pair in numbers["claimed_minus"].items()}
    return (
        f"Macro F1 with {setting(numbers['claimed'])}, the mean of {numbers['folds']} folds, minus that of the others, "
        f"over {numbers['blocks']} blocks of images: {leads(others)}."
    )


def leads(pairs: Mapping[str, Numbers]) -> str:
    """Each difference with its interval and what it decides."""
    return wording.listing(
        [
            f"{wording.words(name)} {interval(pair, pair['decision'])}"
            for name, pair in pairs.items()
        ]
    )


def features(numbers: Numbers) -> str:
    """The accuracies of both classifiers, and the dead units."""
    linear, report = (means(numbers["probes"][probe]) for probe in ("linear", "report"))
    dead = numbers["units"]["relu"]
    return (
        f"Test accuracy of a converged linear classifier, mean of {numbers['seeds']} seeds: {linear}; of the report's "
        f"small MLP with its budget: {report}. Dead of ReLU's {wording.count(dead['width'], 'unit')}: "
        f"{wording.span(dead['dead'])}."
    )


def means(probe: Numbers) -> str:
    """The mean accuracy on each kind of features."""
    return wording.listing(
        [
            f"{wording.words(name)} {wording.measured(found['mean'])}"
            for name, found in probe["test_accuracy"].items()
        ]
    )


def identity_features(numbers: Numbers) -> str:
    """What each way gives, and one more run would."""
    ways = []
    for name, way in numbers["test_accuracy"].items():
        activation, _, size = name.partition(", ")
        ways.append(
            f"{wording.words(activation)} at every layer, batches of {size}: "
            f"{wording.mean_and_sd(way['mean'], way['sd'])} (one more run: {predicted(way)})"
        )
    return f"Test accuracy over {numbers['seeds']} seeds, beside the printed {numbers['printed']}: {'; '.join(ways)}."


def reconstructions(numbers: Numbers) -> str:
    """The errors as multiples of PCA's, by learning rate."""
    rates = [
        f"at learning rate {wording.number(float(rate))} "
        + wording.listing([ratio(name, pair) for name, pair in found["excess"].items()])
        for rate, found in numbers["learning_rates"].items()
    ]
    return (
        f"Error on the test images over {numbers['seeds']} seeds, as a multiple of that of PCA with "
        f"{wording.count(numbers['width'], 'component')}: {'; '.join(rates)}."
    )


def ratio(name: str, excess: Numbers) -> str:
    """An error as a multiple of PCA's, with its 95% interval: 1.65 (1.62 to 1.68) with ReLU."""
    mean, low, high = (wording.measured(1 + excess[key]) for key in ("mean", "low", "high"))
    return f"{mean} ({low} to {high}) with {wording.words(name)}"


DESCRIPTIONS: dict[str, Callable[[Numbers], str]] = {
    "activations": activations,
    "tuning": tuning,
    "features": features,
    "identity_features": identity_features,
    "reconstructions": reconstructions,
}
