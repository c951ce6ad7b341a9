"""Is one choice better than the others? Paired comparisons over repetitions, and what they decide together."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlplab.studies.shared.statistics import LEVEL, holm, paired_difference

Scores = Mapping[str, Sequence[float]]


def compare_with(
    reference: str, scores: Scores, *, margin: float, test_train_ratio: float = 0.0
) -> dict[str, dict[str, Any]]:
    """Compare the reference's scores with those of every other choice, repetition by repetition.

    Parameters
    ----------
    reference : str
    scores : mapping of str to sequence of float, shape (n,)
        By choice, in the same order of repetitions.
    margin, test_train_ratio : float
        As `paired_difference` takes them.

    Returns
    -------
    dict
        By other choice: reference minus other as `paired_difference` gives it, `p_holm` over all
        others, and the `decision`: `equivalent` within the margin, else `higher` or `lower` than
        the other, else `undecided`.
    """
    pairs = {
        other: paired_difference(
            [a - b for a, b in zip(scores[reference], values, strict=True)],
            margin=margin,
            test_train_ratio=test_train_ratio,
        )
        for other, values in scores.items()
        if other != reference
    }
    adjusted = holm({other: pair["p"] for other, pair in pairs.items()})
    for other, pair in pairs.items():
        pair["p_holm"] = adjusted[other]
        pair["decision"] = _decide(pair)
    return pairs


def is_best(pairs: Mapping[str, Mapping[str, Any]]) -> str:
    """Decide whether the reference of `compare_with` is the best of all.

    It `holds` if it is higher than every other; it is `refuted` if it is lower than one; it is a
    `tie` if it is equivalent to one; else it is `undecided`.
    """
    decisions = {pair["decision"] for pair in pairs.values()}
    if decisions == {"higher"}:
        return "holds"
    for decision, verdict in (("lower", "refuted"), ("equivalent", "tie")):
        if decision in decisions:
            return verdict
    return "undecided"


def is_more(pairs: Mapping[str, Mapping[str, Any]]) -> str:
    """Decide whether every difference is more than the margin given to `paired_difference`.

    It `holds` if each is significantly more (Holm over them); it is `refuted` if one is
    significantly less; else it is `undecided`.
    """
    more = holm({name: pair["p_above"] for name, pair in pairs.items()})
    less = holm({name: 1 - pair["p_above"] for name, pair in pairs.items()})
    if all(p <= LEVEL for p in more.values()):
        return "holds"
    return "refuted" if any(p <= LEVEL for p in less.values()) else "undecided"


def is_less(pairs: Mapping[str, Mapping[str, Any]]) -> str:
    """Decide as `is_more` whether every difference is less than the margin."""
    return is_more({name: {"p_above": 1 - pair["p_above"]} for name, pair in pairs.items()})


def worst(verdicts: Iterable[str]) -> str:
    """The verdict of a claim with several parts: refuted if one is, and holds only if all do."""
    found = set(verdicts)
    return next(v for v in ("refuted", "undecided", "tie", "holds") if v in found)


def _decide(pair: Mapping[str, Any]) -> str:
    if pair["p_equivalent"] <= LEVEL:
        return "equivalent"
    if pair["p_holm"] > LEVEL:
        return "undecided"
    return "higher" if pair["mean"] > 0 else "lower"
