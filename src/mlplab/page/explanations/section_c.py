"""What the verdicts on section C's claims rest on, a sentence or two each."""

from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording

Numbers = Mapping[str, Any]


def activations(numbers: Numbers) -> str:
    """ReLU's and tanh's leads at the report's rate, and ReLU's where each activation has its own."""
    report, tuned = numbers["budgets"]["report"], numbers["budgets"]["tuned"]
    return (
        f"Over {numbers['blocks']} blocks of images, ReLU's test accuracy minus that of the others: "
        f"{leads(report['relu_minus'])}; tanh's: {leads(report['tanh_minus'])}. Where each activation has the rate "
        f"that validates best, ReLU's: {leads(tuned['relu_minus'])}. Equivalent: within {margin(numbers)}."
    )


def tuning(numbers: Numbers) -> str:
    """How often the setting wins, and its lead over each other."""
    wins = numbers["wins"]
    others = {setting(name): pair for name, pair in numbers["claimed_minus"].items()}
    return (
        f"{wording.sentence_case(setting(numbers['claimed']))} have the highest macro F1 on {wins['count']} of "
        f"{numbers['blocks']} blocks of images (95% interval of the share: {wins['low']:.2f} to {wins['high']:.2f}). "
        f"Their macro F1, the mean of {numbers['folds']} folds, minus that of the others: {leads(others)}. Equivalent: "
        f"within {margin(numbers)}. The mean over the blocks is highest with {setting(numbers['best'])}. "
        f"{_beyond(numbers)}"
    )


def _beyond(numbers: Numbers) -> str:
    """Whether a rate beyond the claimed one, the largest that the report tried, is better."""
    claimed = _rate(numbers["claimed"])
    decisions = [
        pair["decision"] for name, pair in numbers["claimed_minus"].items() if _rate(name) > claimed
    ]
    if not decisions:
        return "No larger rate was tried."
    if "lower" in decisions:
        return "A larger rate than the claimed one is better."
    if "undecided" in decisions:
        return "Whether a larger rate than the claimed one is better remains undecided."
    return "No larger rate than the claimed one is better."


def _rate(name: str) -> float:
    return float(name.partition(", ")[2])


def features(numbers: Numbers) -> str:
    """The accuracies of both classifiers, the gains over no training by the linear one, and the dead units."""
    linear, report = numbers["probes"]["linear"], numbers["probes"]["report"]
    gains = [
        f"{wording.words(name)} minus {wording.words(untrained)} {interval(pair)}"
        for name, pairs in linear["minus_untrained"].items()
        for untrained, pair in pairs.items()
    ]
    dead = numbers["units"]["relu"]
    return (
        f"The claim has to gain more than {margin(numbers)} over encoders that were never trained. A converged linear "
        f"classifier scores {means(linear)}; paired over {numbers['seeds']} seeds, {wording.listing(gains)}. That it "
        f"gains as much over its own encoder before training: {linear['verdict_over_itself_untrained']}. With the "
        f"report's small MLP and budget the scores are {means(report)}. {wording.span(dead['dead'])} of ReLU's "
        f"{dead['width']} units are dead."
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
    """What the features as they are give, and which way comes nearest to the printed value."""
    ways = numbers["test_accuracy"]
    as_they_are, nearest = next(iter(ways)), numbers["nearest"]
    text = f"Over {numbers['seeds']} seeds the features as they are give {predicted(ways[as_they_are])}"
    if nearest == as_they_are:
        return f"{text}; no other way comes nearer to {numbers['printed']}."
    activation, _, size = nearest.partition(", ")
    return (
        f"{text}; nearest to {numbers['printed']} comes {wording.words(activation)} at every layer while the features "
        f"are taken, with batches of {size}: {predicted(ways[nearest])}."
    )


def predicted(way: Numbers) -> str:
    """A mean ± sd with the 95% prediction interval of one more run."""
    low, high = (wording.measured(way[f"predicted_{end}"]) for end in ("low", "high"))
    return f"{wording.mean_and_sd(way['mean'], way['sd'])} (one more run: {low} to {high})"


def reconstructions(numbers: Numbers) -> str:
    """The errors as ratios to PCA's, by learning rate, and the variance that is kept."""
    rates = [
        f"at {wording.number(float(rate))} "
        + wording.listing([ratio(name, pair) for name, pair in found["excess"].items()])
        for rate, found in numbers["learning_rates"].items()
    ]
    first = next(iter(numbers["learning_rates"].values()))
    kept = [f"{wording.words(name)} {share:.0%}" for name, share in first["variance_kept"].items()]
    return (
        f"Over {numbers['seeds']} seeds the error on the test images is, as a multiple of that of PCA with "
        f"{numbers['width']} components, {'; '.join(rates)}. As a good amount counts an error below "
        f"{1 + numbers['margin']:g} of PCA's, at the report's rate. Of the variance PCA keeps "
        f"{numbers['pca_variance_kept']:.0%}; at the report's rate {wording.listing(kept)}."
    )


def ratio(name: str, excess: Numbers) -> str:
    """An error as a multiple of PCA's, with its 95% interval: 1.65 (1.62 to 1.68) with ReLU."""
    mean, low, high = (wording.measured(1 + excess[key]) for key in ("mean", "low", "high"))
    return f"{mean} ({low} to {high}) with {wording.words(name)}"


def margin(numbers: Numbers) -> str:
    """The difference from which on one matters."""
    return wording.number(numbers["margin"])


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
