"""A metric over several seeds: its mean and its standard deviation."""

import statistics
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any


def mean_sd(values: Sequence[float]) -> dict[str, float | None]:
    """The mean and the sample standard deviation (n - 1) of one metric.

    The sd of a single value, and where one is not finite, is None.
    """
    values = [float(value) for value in values]
    return {
        "mean": statistics.fmean(values),
        "sd": statistics.stdev(values) if len(values) > 1 and all(map(isfinite, values)) else None,
    }


def summarize(scores: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """`mean_sd` of every metric, from one mapping of metrics a seed."""
    return {name: mean_sd([score[name] for score in scores]) for name in scores[0]}
