"""Phrases that the claims' sentences, tables and descriptions share."""

from collections.abc import Mapping
from typing import Any

from mlplab import wording

Numbers = Mapping[str, Any]
# What a decision says of the first of a pair, before the name of the second.
RELATIONS = {
    "lower": "lower than",
    "equivalent": "equivalent to",
    "undecided": "undecided against",
    "higher": "higher than",
}


def interval(pair: Numbers, *notes: str) -> str:
    """A difference as `wording.interval` writes it."""
    return wording.interval(pair["mean"], pair["low"], pair["high"], *notes)


def deciding(pairs: Mapping[str, Numbers]) -> str:
    """The other choice on which it turns whether the reference is best: as `is_best` ranks, and the closest."""
    order = list(RELATIONS)
    return min(pairs, key=lambda name: (order.index(pairs[name]["decision"]), pairs[name]["mean"]))


def setting(name: str) -> str:
    """A setting of the tuning in words: batches of 64 at rate 2e-4."""
    size, _, rate = name.partition(", ")
    return f"batches of {size} at rate {wording.number(float(rate))}"


def predicted(way: Numbers) -> str:
    """The 95% prediction interval of one more run: 0.698 to 0.796."""
    low, high = (wording.measured(way[f"predicted_{end}"]) for end in ("low", "high"))
    return f"{low} to {high}"


def by_name(values: Mapping[str, str]) -> str:
    """Values with the names of what has them: 1.65 (ReLU) and 1.45 (identity)."""
    return wording.listing([f"{value} ({wording.words(name)})" for name, value in values.items()])
