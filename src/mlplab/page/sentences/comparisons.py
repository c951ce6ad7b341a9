"""Sentences that compare cells: which is best, how the others stand to it, and whether the report's ranking holds."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from mlplab import wording
from mlplab.page.study import Score, Study
from mlplab.page.words import compare, grouped

EXTREMES: dict[str, Callable] = {"highest": max, "lowest": min}
WORSE = {"highest": "lower", "lowest": "higher"}


def leader(
    scores: Mapping[str, Score],
    extreme: str,
    metric: str,
    rest: bool = True,
    name: Callable[[str], str] = wording.cell_name,
) -> str:
    """Which cell is best, and how the others stand to it; without `rest`, only those within noise of it."""
    if not scores:
        return f"There is no {metric}: every run diverged."
    best = EXTREMES[extreme](scores, key=lambda key: scores[key].mean)
    others = {key: score for key, score in scores.items() if key != best}
    told = grouped(others, scores[best], name)
    text = f"The {extreme} {metric} is {wording.mean_and_sd(*scores[best])}, with {name(best)}."
    for word, intro in (("equal", "Equal"), ("within noise", "Within noise of it")):
        text += f" {intro}: {told[word]}." if word in told else ""
    worse = WORSE[extreme]
    return text + (f" {worse.capitalize()}: {told[worse]}." if rest and worse in told else "")


def ranking(study: Study, stage: str, metric: str, extreme: str) -> list[str]:
    """Whether our cells rank as the report's do; nothing where the two cannot be compared."""
    scores, printed = study.scores(stage, metric), study.printed(stage, metric)
    shared = [key for key in scores if key in printed]
    if len(shared) < 2 or not study.comparable("C"):
        return []
    theirs = sorted(shared, key=lambda key: printed[key], reverse=extreme == "highest")
    told = " before ".join(wording.cell_name(key) for key in theirs)
    others = [
        f"{wording.cell_name(first)} is {than(scores[first], scores[second])} {wording.cell_name(second)}"
        for first, second in pairwise(theirs)
        if compare(scores[second], scores[first]) != WORSE[extreme]
    ]
    if not others:
        return [f"The report ranks {told}: so do our means, beyond noise."]
    return [f"The report ranks {told}; here {wording.listing(others)}."]


def than(first: Score, second: Score) -> str:
    """How the first stands to the second, as it is written between them: lower than, within noise of."""
    word = compare(first, second)
    return f"{word} {THAN.get(word, 'than')}"


THAN = {"within noise": "of", "equal": "to"}


def reproduced(study: Study, prefix: str) -> str:
    """How many of the printed values that start with `prefix` are reproduced."""
    verdicts = [f["verdict"] for f in study.printed_values if f["name"].startswith(prefix)]
    return f"{verdicts.count('reproduced')} of the {wording.count(len(verdicts), 'printed value')}"
