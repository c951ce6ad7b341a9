"""How well a classifier does on different features, with the report's values beside."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from mlplab import wording
from mlplab.pictures import style

HOLLOW: dict[str, Any] = {"marker": "D", "linestyle": "none", "fillstyle": "none", "markersize": 9}
FILLED: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 9}


@style.applied()
def scores(
    metrics: Mapping[str, Mapping[str, Any]],
    report: Mapping[str, float] | None = None,
    metric: str = "test_accuracy",
    width: float = style.WIDE,
) -> Figure:
    """Draw one score for each feature set, the best on top: the mean with a bar of one sd, the report's hollow.

    `metrics` maps a feature set to {METRIC: {"mean", "sd"}}, sd None for one seed; `report` maps
    some of the feature sets to the printed value.
    """
    report = report or {}
    metrics = dict(sorted(metrics.items(), key=lambda item: -(item[1][metric]["mean"] or 0)))
    figure = Figure(figsize=(min(8, width), 0.75 * len(metrics) + 1.4), layout="constrained")
    ax = figure.subplots()
    colors = style.palette(metrics)
    for row, (name, found) in enumerate(metrics.items()):
        _draw_row(ax, row, found[metric], report.get(name), colors[name])
    ax.set_yticks(range(len(metrics)), [wording.words(name) for name in metrics])
    for label, name in zip(ax.get_yticklabels(), metrics, strict=True):
        label.set(color=colors[name], size=12)
    ax.set(xlabel=wording.with_unit(metric), ylim=(len(metrics) - 0.5, -0.6))
    ax.margins(x=0.1)
    ax.tick_params(axis="y", length=0)
    bars = any(found[metric]["sd"] is not None for found in metrics.values())
    _add_key(figure, "ours, ± 1 sd over seeds" if bars else "ours", bool(report))
    return figure


def _draw_row(
    ax: Axes, row: int, score: Mapping[str, Any], printed: float | None, color: str
) -> None:
    if printed is not None:
        ax.plot(printed, row, color=color, markeredgewidth=1.8, **HOLLOW)
        text = wording.number(printed)
        style.annotate(ax, text, (printed, row), (0, -15), color=color, size=11)
    mean = score["mean"]
    if mean is not None:
        ax.errorbar(mean, row, xerr=score["sd"], color=color, elinewidth=2, capsize=5, **FILLED)
        style.annotate(ax, wording.measured(mean), (mean, row), (0, 14), color=color)


def _add_key(figure: Figure, ours: str, report: bool) -> None:
    handles = [Line2D([], [], color=style.MUTED, label=ours, **FILLED)]
    if report:
        handles.append(Line2D([], [], color=style.MUTED, label="the report", **HOLLOW))
    figure.legend(handles=handles, loc="outside upper right", ncols=2)
