"""What the verdicts on section C's claims rest on: a few short sentences each, with the numbers that decide."""

from collections.abc import Callable, Mapping

from mlplab import wording
from mlplab.page.explanations.phrases import (
    RELATIONS,
    Numbers,
    by_name,
    deciding,
    interval,
    predicted,
    setting,
)


def activations(numbers: Numbers) -> str:
    """How ReLU and tanh stand to those closest to them, and ReLU where each activation has a rate of its own."""
    report, tuned = numbers["budgets"]["report"], numbers["budgets"]["tuned"]
    margin = wording.number(numbers["margin"])
    return (
        f"Over {numbers['blocks']} blocks of images, {standing('relu', report['relu_minus'])}, where differences up "
        f"to {margin} do not matter. {wording.sentence_case(standing('tanh', report['tanh_minus']))}. Where each "
        f"activation has the rate that validates best, {standing('relu', tuned['relu_minus'])}."
    )


def standing(name: str, pairs: Mapping[str, Numbers]) -> str:
    """How an activation stands to the closest other, and by how much."""
    other = deciding(pairs)
    relation = RELATIONS[pairs[other]["decision"]]
    return (
        f"{wording.words(name)}'s test accuracy is {relation} {wording.words(other)}'s: "
        f"{interval(pairs[other])}"
    )


def tuning(numbers: Numbers) -> str:
    """How often the setting wins, its lead over the closest other, and whether a larger rate is better."""
    claimed, best, pairs = numbers["claimed"], numbers["best"], numbers["claimed_minus"]
    other = deciding(pairs)
    average = "theirs" if best == claimed else f"that of {setting(best)}"
    return (
        f"{wording.sentence_case(setting(claimed))} have the highest macro F1 on {numbers['wins']['count']} of "
        f"{numbers['blocks']} blocks of images; the highest mean over the blocks is {average}. Their macro F1 is "
        f"{RELATIONS[pairs[other]['decision']]} that of {setting(other)}: {interval(pairs[other])}, where differences "
        f"up to {wording.number(numbers['margin'])} do not matter. {_beyond(numbers)}"
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
    """What counts as high quality, and the least certain of the gains."""
    linear = numbers["probes"]["linear"]
    gains = [
        (pair["p_above"], f"{wording.words(name)} minus {wording.words(untrained)}", pair)
        for name, pairs in linear["minus_untrained"].items()
        for untrained, pair in pairs.items()
    ]
    _, names, pair = max(gains, key=lambda gain: gain[0])
    return (
        "High quality means here that a converged linear classifier gains more than "
        f"{wording.number(numbers['margin'])} in test accuracy over features of encoders that were never trained. The "
        f"least certain of the {len(gains)} gains, {names}, is {interval(pair)}. That each gains as much over its own "
        f"encoder before training: {wording.words(linear['verdict_over_itself_untrained'])}."
    )


def identity_features(numbers: Numbers) -> str:
    """What the features as they are give, and which way comes nearest to the printed value."""
    ways, printed = numbers["test_accuracy"], numbers["printed"]
    as_they_are, nearest = next(iter(ways)), numbers["nearest"]
    text = (
        f"Over {numbers['seeds']} seeds the features as they are give {score(ways[as_they_are])}; one more run would "
        f"give {predicted(ways[as_they_are])} (95% prediction interval)."
    )
    if nearest == as_they_are:
        return f"{text} No other way comes nearer to {printed}."
    activation, _, size = nearest.partition(", ")
    return (
        f"{text} Nearest to {printed} comes {wording.words(activation)} at every layer while the features are taken, "
        f"with batches of {size}: {score(ways[nearest])}."
    )


def score(way: Numbers) -> str:
    """A mean ± sd."""
    return wording.mean_and_sd(way["mean"], way["sd"])


def reconstructions(numbers: Numbers) -> str:
    """The errors as multiples of PCA's, at the report's learning rate and at others, and the variance that is kept."""
    (rate, report), *others = numbers["learning_rates"].items()
    kept = {name: wording.percent(share) for name, share in report["variance_kept"].items()}
    beyond = [
        f" At {wording.number(float(other))} it is {multiples(found)} times: {wording.words(found['verdict'])}."
        for other, found in others
    ]
    components = wording.count(numbers["width"], "component")
    by_pca = wording.percent(numbers["pca_variance_kept"])
    return (
        f"At the report's learning rate, {wording.number(float(rate))}, the error is {multiples(report)} times that of "
        f"PCA with {components}, where less than {1 + numbers['margin']:g} times counts as a good "
        f"amount of information.{''.join(beyond)} Of the variance PCA keeps {by_pca}, and at "
        f"the report's rate the autoencoders keep {by_name(kept)}."
    )


def multiples(found: Numbers) -> str:
    """The errors at one rate as multiples of PCA's."""
    return by_name(
        {name: wording.measured(1 + pair["mean"]) for name, pair in found["excess"].items()}
    )


EXPLANATIONS: dict[str, Callable[[Numbers], str]] = {
    "activations": activations,
    "tuning": tuning,
    "features": features,
    "identity_features": identity_features,
    "reconstructions": reconstructions,
}
