"""A metric over several seeds: its mean and its standard deviation."""

import statistics
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

Row = Mapping[str, Any]


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


def mean_curve(rows: Sequence[Row], runs: int) -> list[dict[str, Any]]:
    """One row an epoch, from rows of one epoch and seed: each metric's mean under its name, its sd under NAME_sd.

    The curve ends before the first epoch that not all of the `runs` finished, since one of them diverged.
    """
    epochs: dict[int, list[Row]] = {}
    for row in rows:
        epochs.setdefault(row["epoch"], []).append(row)
    curve = []
    for epoch, group in sorted(epochs.items()):
        if len(group) < runs:
            break
        record: dict[str, Any] = {"epoch": epoch}
        for name in group[0].keys() - {"epoch", "seed"}:
            summary = mean_sd([row[name] for row in group])
            record |= {name: summary["mean"], f"{name}_sd": summary["sd"]}
        curve.append(record)
    return curve


def curve_columns(metrics: Sequence[str]) -> tuple[list[str], list[str]]:
    """The columns of a table of rows and of its mean curve, for the metrics of one study."""
    means = [column for name in metrics for column in (name, f"{name}_sd")]
    return ["epoch", "seed", *metrics], ["epoch", *means]
