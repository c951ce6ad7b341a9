"""Learning curves of every seed, as the page's `curves` widget (`js/curves.js`) reads them."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mlplab import wording
from mlplab.page.results import Results

LABELS = {"train": "training", "val": "validation"}
QUANTITIES = {"loss": "Loss", "accuracy": "Accuracy"}
Row = Mapping[str, float]


def widget_data(
    results: Results, study: str, title: Callable[[str], str], group: Callable[[str], str]
) -> dict[str, Any] | None:
    """A panel a cell of a study.

    Parameters
    ----------
    results : Results
    study : str
    title : the words for a cell's key
    group : what the key of a cell has in common with those that share its scale

    Returns
    -------
    dict or None
        None where no cell has finished an epoch.
    """
    keys = [key for key in results.cells[study] if key in results.seed_curves]
    if not any(results.seed_curves[key] for key in keys):
        return None
    panels = [
        {
            "title": wording.sentence_case(title(key)),
            "group": group(key),
            **_diverged(results.metrics[f"{study}/{key}"]),
            "lines": _lines(results.seed_curves[key]),
            "printed": _printed(results.printed_below(f"{study}/{key}:")),
        }
        for key in keys
    ]
    return {"quantities": QUANTITIES, "panels": panels}


def _diverged(metrics: Mapping[str, Any]) -> dict[str, str | None]:
    """Why a cell is told and not drawn, where every run diverged, or what its means lack, where some did."""
    text, every = wording.divergence(metrics) or None, metrics["diverged"] == len(metrics["seeds"])
    return {"note": text if every else None, "lost": None if every else text}


def _lines(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """A line a seed and part of the images."""
    by_seed: dict[int, list[Row]] = {}
    for row in rows:
        by_seed.setdefault(int(row["seed"]), []).append(row)
    return [
        {
            "label": label,
            "seed": seed,
            "values": {
                quantity: [_finite(row[f"{part}_{quantity}"]) for row in own]
                for quantity in QUANTITIES
            },
        }
        for seed, own in by_seed.items()
        for part, label in LABELS.items()
    ]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _printed(report: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The numbers that the report prints, by quantity and label."""
    return {
        quantity: {
            label: report[f"{part}_{quantity}"]
            for part, label in LABELS.items()
            if isinstance(report.get(f"{part}_{quantity}"), int | float)
        }
        for quantity in QUANTITIES
    }
