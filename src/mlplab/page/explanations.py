"""What the verdicts on section C's claims rest on, a sentence or two each."""

from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording

Numbers = Mapping[str, Any]


def activations(numbers: Numbers) -> str:
    """ReLU's lead over each other activation, at both budgets."""
    budgets = numbers["budgets"]
    return (
        f"ReLU minus the others in test accuracy, over {numbers['blocks']} blocks of images: "
        f"{leads(budgets['report']['relu_minus'])}; where each activation has the rate that validates "
        f"best, {leads(budgets['tuned']['relu_minus'])}."
    )


def tuning(numbers: Numbers) -> str:
    """How often the setting wins, and its lead over each other."""
    wins = numbers["wins"]
    others = {setting(name): pair for name, pair in numbers["claimed_minus"].items()}
    return (
        f"Of {numbers['blocks']} blocks of images, {setting(numbers['claimed'])} win {wins['count']} "
        f"(95% interval of the share: {wins['low']:.2f} to {wins['high']:.2f}). Their macro F1 minus that of "
        f"the others: {leads(others)}. The highest mean have {setting(numbers['best'])}."
    )


def features(numbers: Numbers) -> str:
    """The gains over no training by the linear classifier, PCA beside, and the dead units."""
    probe = numbers["probes"]["linear"]
    means = {name: found["mean"] for name, found in probe["test_accuracy"].items()}
    scores = [f"{wording.words(name)} {wording.measured(mean)}" for name, mean in means.items()]
    gains = [
        f"{wording.words(name)} minus {wording.words(untrained)} {interval(pair)}"
        for name, pairs in probe["minus_untrained"].items()
        for untrained, pair in pairs.items()
    ]
    dead = numbers["units"]["relu"]
    return (
        f"A converged linear classifier scores {wording.listing(scores)}; {wording.listing(gains)}. "
        f"{wording.span(dead['dead'])} of ReLU's {dead['width']} units are dead."
    )


def identity_features(numbers: Numbers) -> str:
    """What the features as they are give, and which way comes nearest to the printed value."""
    ways = numbers["test_accuracy"]
    as_they_are = next(iter(ways.values()))
    activation, _, size = numbers["nearest"].partition(", ")
    nearest = ways[numbers["nearest"]]
    return (
        f"The features as they are give {wording.mean_and_sd(as_they_are['mean'], as_they_are['sd'])}; nearest to "
        f"{numbers['printed']} comes {wording.words(activation)} at every layer on extraction with batches of {size}: "
        f"{wording.mean_and_sd(nearest['mean'], nearest['sd'])} over {numbers['seeds']} seeds."
    )


def reconstructions(numbers: Numbers) -> str:
    """The errors as ratios to PCA's, by learning rate."""
    rates = [
        f"at {wording.number(float(rate))} "
        + wording.listing(
            [
                f"{wording.measured(1 + pair['mean'])} with {wording.words(name)}"
                for name, pair in found["excess"].items()
            ]
        )
        for rate, found in numbers["learning_rates"].items()
    ]
    return (
        f"The error on the test images is, as a multiple of that of PCA with {numbers['width']} components, "
        f"{'; '.join(rates)}. PCA keeps {numbers['pca_variance_kept']:.0%} of the variance."
    )


def leads(pairs: Mapping[str, Numbers]) -> str:
    """Each difference with its interval and what it decides."""
    return wording.listing(
        [
            f"{wording.words(name)} {interval(pair, pair['decision'])}"
            for name, pair in pairs.items()
        ]
    )


def interval(pair: Numbers, *notes: str) -> str:
    """A difference as `wording.interval` writes it."""
    return wording.interval(pair["mean"], pair["low"], pair["high"], *notes)


def setting(name: str) -> str:
    """A setting of the tuning in words: batches of 64 at 2e-4."""
    size, _, rate = name.partition(", ")
    return f"batches of {size} at {wording.number(float(rate))}"


EXPLANATIONS: dict[str, Callable[[Numbers], str]] = {
    "activations": activations,
    "tuning": tuning,
    "features": features,
    "identity_features": identity_features,
    "reconstructions": reconstructions,
}
