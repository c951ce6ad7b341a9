"""Numbers as text, and the words that compare them: every word is computed from the numbers it stands beside."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from mlplab.figures import style
from mlplab.page.study import Score

NOISE = 2  # two means are within noise of each other when closer than this many standard deviations
DECIMALS = 4  # of a measured number in a table, as the report prints them


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


def spread(score: Score) -> str:
    """A score in a sentence: the mean with three significant digits, the sd with as many decimals."""
    size = math.floor(math.log10(abs(score.mean))) if score.mean else 0
    decimals = min(max(2 - size, 0), 6)
    text = minus(f"{score.mean:.{decimals}f}")
    return text if score.sd is None else f"{text} ± {score.sd:.{decimals}f}"


def in_table(score: Score) -> str:
    """A measured score in a table, with a fixed number of decimals."""
    text = minus(f"{score.mean:.{DECIMALS}f}")
    return text if score.sd is None else f"{text} ± {score.sd:.{DECIMALS}f}"


def exact(value: float) -> str:
    """A number that is no measurement: 2, −4.1071, 2e-4."""
    return style.number(value, DECIMALS + 1)


def signed(value: float, decimals: int | None = None) -> str:
    """A difference with its sign: a measured one with `decimals`, an exact one with three digits; 0 has no sign."""
    if value == 0:
        return "0"
    return minus(f"{value:+.3g}" if decimals is None else f"{value:+.{decimals}f}")


def minus(text: str) -> str:
    return text.replace("-", "−")


def point(values: Sequence[float]) -> str:
    """(1, 0)"""
    return f"({', '.join(exact(value) for value in values)})"


def unbroken(text: str) -> str:
    """The text with 0.5 ± 0.1 and 8 × 8 kept on one line."""
    for sign in "±×":
        text = text.replace(f" {sign} ", f"\N{NO-BREAK SPACE}{sign}\N{NO-BREAK SPACE}")
    return text


def listing(items: Sequence[str]) -> str:
    """a, b and c"""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def span(values: Iterable[float], write: Callable[[float], str]) -> str:
    """The range of some values: 0.11 to 0.12, or 0.11 where all are written alike."""
    ordered = sorted(values)
    first, last = write(ordered[0]), write(ordered[-1])
    return first if first == last else f"{first} to {last}"


def count(number: int, noun: str) -> str:
    """1 figure, 2 figures"""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def cell_name(key: str) -> str:
    """A cell's key as words: `random-leaky_relu` is random, leaky ReLU."""
    return ", ".join(style.pretty(part) for part in key.split("-"))


def grouped(
    scores: Mapping[str, Score], reference: Score, name: Callable[[str], str] = cell_name
) -> dict[str, str]:
    """Scores by how they stand to a reference, each group written out with its numbers."""
    groups: dict[str, list[str]] = {}
    for key, score in scores.items():
        text = f"{name(key)} ({spread(score)})"
        groups.setdefault(compare(score, reference), []).append(text)
    return {word: listing(texts) for word, texts in groups.items()}
