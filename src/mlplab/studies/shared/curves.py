"""Learning curves: on which images they are measured, and their mean over the seeds."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlplab.data import Splits
from mlplab.studies.shared.seeds import mean_sd

Row = Mapping[str, Any]


def evaluated_rows(splits: Splits) -> slice:
    """The training images that each epoch is evaluated on: the first, as many as the validation part has.

    Evaluating all of them after every epoch took up to a quarter of a study's time. The final scores are of all.
    """
    return slice(len(splits.val_labels))


def mean_curve(rows: Sequence[Row], runs: int) -> list[dict[str, Any]]:
    """The mean of several seeds' curves: a row an epoch, each metric's mean under its name, its sd under NAME_sd.

    `rows` has a row an epoch and seed. The curve ends before the first epoch that not all of the `runs` finished,
    since one of them diverged.
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
    """The columns of a table of curves, and of a table of their mean, for the metrics of one study."""
    means = [column for name in metrics for column in (name, f"{name}_sd")]
    return ["epoch", "seed", *metrics], ["epoch", *means]
