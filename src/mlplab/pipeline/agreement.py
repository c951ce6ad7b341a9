"""Do the metrics of two runs agree? Processors differ in the last bits, which chaotic training makes large."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

STABLE = 1e-6  # relative, beside one unit of the last of DIGITS
DIGITS = 6  # significant ones, as metrics are written
CHAOTIC = 2  # standard deviations over the seeds


class Metric(NamedTuple):
    """A value, the number that its difference is set against, and its sd over the seeds.

    A bare number has no sd (None); an sd and a standard error have one without bound: where training is chaotic they
    move as much as they like.
    """

    value: Any
    size: Any
    sd: float | None = None


class Difference(NamedTuple):
    """A metric in both runs, and the difference as a share of what is allowed: up to 1 they agree."""

    key: str
    committed: Any
    found: Any
    share: float


def compare(committed: Any, found: Any, chaotic: bool) -> list[Difference]:
    """Compare all metrics of one file.

    They agree within STABLE, an sd within the same share of its mean; the means of a chaotic file within CHAOTIC
    standard deviations of the committed run. What only one run has does not agree.
    """
    there, here = dict(read(committed)), dict(read(found))
    missing = Metric(None, None)
    differences = []
    for key in there | here:
        one, other = there.get(key, missing), here.get(key, missing)
        share = math.inf if key not in there or key not in here else _share(one, other, chaotic)
        differences.append(Difference(key, one.value, other.value, share))
    return differences


def read(record: Any, key: str = "") -> Iterator[tuple[str, Metric]]:
    """Every number, word and null of a file of metrics, by its dotted key."""
    if isinstance(record, Mapping) and record.keys() == {"mean", "sd"}:
        mean, sd = record["mean"], record["sd"]
        yield f"{key}.mean", Metric(mean, mean, sd)
        yield f"{key}.sd", Metric(sd, mean, math.inf)
    elif isinstance(record, Mapping | list):
        items = record.items() if isinstance(record, Mapping) else enumerate(record)
        for name, item in items:
            yield from read(item, f"{key}.{name}" if key else str(name))
    else:
        yield key, Metric(record, record, math.inf if "standard_error" in key else None)


def _share(one: Metric, other: Metric, chaotic: bool) -> float:
    if one.value == other.value:
        return 0.0
    numbers = (one.value, other.value, one.size)
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        return math.inf
    allowed = STABLE * abs(one.size) + _last_digit(one.value)
    if chaotic and one.sd is not None:
        allowed = CHAOTIC * one.sd
    return abs(one.value - other.value) / allowed if allowed else math.inf


def _last_digit(value: float) -> float:
    """One unit of the last significant digit of a number."""
    return 10.0 ** (math.floor(math.log10(abs(value))) + 1 - DIGITS) if value else 0.0
