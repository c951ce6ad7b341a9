"""The words that compare two measured numbers, and a measured number in a sentence or a table."""

from collections.abc import Callable, Mapping

from mlplab import wording
from mlplab.page.study import Score

NOISE = 2  # two means are within noise of each other when closer than this many standard deviations


def compare(first: Score, second: Score) -> str:
    """How the first stands to the second: higher, lower, within noise or equal.

    Noise is the larger of the two standard deviations over the seeds; a single run has none of its own.
    """
    difference = first.mean - second.mean
    if difference == 0:
        return "equal"
    if abs(difference) < NOISE * max(first.sd or 0.0, second.sd or 0.0):
        return "within noise"
    return "higher" if difference > 0 else "lower"


def grouped(
    scores: Mapping[str, Score],
    reference: Score,
    name: Callable[[str], str] = wording.cell_name,
) -> dict[str, str]:
    """Scores by how they stand to a reference, each group written out with its numbers."""
    groups: dict[str, list[str]] = {}
    for key, score in scores.items():
        text = f"{name(key)} ({wording.mean_and_sd(*score)})"
        groups.setdefault(compare(score, reference), []).append(text)
    return {word: wording.listing(texts) for word, texts in groups.items()}
