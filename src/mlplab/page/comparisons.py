"""Sentences that compare means: which is best, how the others stand to it, and whether the report's ranking holds."""

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from mlplab import wording
from mlplab.page.results import Results, Score

LEVEL = 0.95  # of the interval in which a difference of two means is noise
EXTREMES: dict[str, Callable[..., Any]] = {"highest": max, "lowest": min}
WORSE = {"highest": "lower", "lowest": "higher"}
THAN = {"within noise": "of", "equal": "to"}


def compare(first: Score, second: Score) -> str:
    """How the first stands to the second: higher, lower, within noise or equal."""
    difference = first.mean - second.mean
    if difference == 0:
        return "equal"
    if abs(difference) <= noise(first, second):
        return "within noise"
    return "higher" if difference > 0 else "lower"


def noise(first: Score, second: Score) -> float:
    """How far apart chance may bring two means: half of the 95% interval of their difference.

    Notes
    -----
    Welch's t. Each mean has the error of its seeds, sd² / runs with runs - 1 degrees of freedom,
    and that of its images. Two networks err on the same images alike; here each mean counts as if
    it had images of its own, which errs on the safe side.
    """
    from scipy.special import stdtrit  # here: an import that others need not pay for

    seeds = [(score.sd**2 / score.runs, score.runs - 1) for score in (first, second) if score.sd]
    variance = sum(of_mean for of_mean, _ in seeds) + first.sampling + second.sampling
    doubt = sum(of_mean**2 / freedom for of_mean, freedom in seeds)
    freedom = variance**2 / doubt if doubt else math.inf
    return float(stdtrit(freedom, (1 + LEVEL) / 2)) * math.sqrt(variance)


def than(first: Score, second: Score) -> str:
    """How the first stands to the second, as it is written between them: lower than, within noise of."""
    word = compare(first, second)
    return f"{word} {THAN.get(word, 'than')}"


def grouped(
    scores: Mapping[str, Score],
    reference: Score,
    name: Callable[[str], str] = wording.cell_name,
) -> dict[str, str]:
    """Scores by how they stand to a reference, each group written out with its numbers."""
    groups: dict[str, list[str]] = {}
    for key, score in scores.items():
        text = f"{name(key)} ({score})"
        groups.setdefault(compare(score, reference), []).append(text)
    return {word: wording.listing(texts) for word, texts in groups.items()}


def best_of(scores: Mapping[str, Score], extreme: str) -> str:
    """The key of the `highest` or the `lowest` mean."""
    return str(EXTREMES[extreme](scores, key=lambda key: scores[key].mean))


def equals(scores: Mapping[str, Score], best: str) -> str:
    """How many others have the mean of the best, as it is written after its name; empty where it is alone."""
    others = sum(score.mean == scores[best].mean for score in scores.values()) - 1
    return f", as good as {wording.count(others, 'other')}" if others else ""


def leader(
    scores: Mapping[str, Score],
    extreme: str,
    metric: str,
    rest: bool = True,
    name: Callable[[str], str] = wording.cell_name,
) -> str:
    """Which cell is best, and how the others stand to it; without `rest`, only those within noise of it."""
    if not scores:
        return f"There is no {metric}: runs of every cell diverged."
    best = best_of(scores, extreme)
    others = {key: score for key, score in scores.items() if key != best}
    groups = grouped(others, scores[best], name)
    text = f"The {extreme} {metric} is {scores[best]}, with {name(best)}."
    for word, intro in (("equal", "Equal"), ("within noise", "Within noise of it")):
        text += f" {intro}: {groups[word]}." if word in groups else ""
    worse = WORSE[extreme]
    return text + (f" {worse.capitalize()}: {groups[worse]}." if rest and worse in groups else "")


def ranking(results: Results, study: str, metric: str, extreme: str) -> list[str]:
    """Whether our cells rank as the report's do; nothing where the two cannot be compared."""
    scores, printed = results.scores(study, metric), results.printed(study, metric)
    shared = [key for key in scores if key in printed]
    if len(shared) < 2:
        return []
    theirs = sorted(shared, key=lambda key: printed[key], reverse=extreme == "highest")
    order = " before ".join(wording.cell_name(key) for key in theirs)
    others = [
        f"{wording.cell_name(first)} is {than(scores[first], scores[second])} {wording.cell_name(second)}"
        for first, second in pairwise(theirs)
        if compare(scores[second], scores[first]) != WORSE[extreme]
    ]
    if not others:
        return [f"The report ranks {order}: so do our means, beyond noise."]
    return [f"The report ranks {order}; here {wording.listing(others)}."]
