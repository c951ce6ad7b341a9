"""How well a classifier does on different features, with the report's figures beside."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from . import style


@style.applied()
def scores(
    metrics: Mapping[str, Mapping[str, Any]],
    report: Mapping[str, float] | None = None,
    metric: str = "test_accuracy",
) -> Figure:
    """Draw one score for each feature set: the mean with a bar of one sd, the report's hollow.

    `metrics` maps a feature set to {METRIC: {"mean", "sd"}}, sd None for one seed; `report` maps
    some of the feature sets to the printed figure.
    """
    report = report or {}
    figure = Figure(figsize=(8, 0.75 * len(metrics) + 1.4), layout="constrained")
    ax = figure.subplots()
    for row, (name, scores) in enumerate(metrics.items()):
        mean, sd, color = scores[metric]["mean"], scores[metric]["sd"], style.color(name)
        if name in report:
            ax.plot(
                report[name],
                row,
                "D",
                color=color,
                markersize=9,
                fillstyle="none",
                markeredgewidth=1.8,
            )
        if mean is None:
            continue
        ax.errorbar(mean, row, xerr=sd, fmt="o", color=color, markersize=9, elinewidth=2, capsize=5)
        ax.annotate(
            style.measured(mean),
            (mean, row),
            (0, 8),
            textcoords="offset points",
            ha="center",
            color=color,
        )
    ax.set_yticks(range(len(metrics)), [style.pretty(name) for name in metrics])
    for label, name in zip(ax.get_yticklabels(), metrics, strict=True):
        label.set(color=style.color(name), size=12)
    ax.set_ylim(len(metrics) - 0.5, -0.6)
    ax.set_xlabel(style.with_unit(metric))
    ax.margins(x=0.1)
    ax.tick_params(axis="y", length=0)
    ours = "ours, ± 1 sd over seeds" if any(_sd(s, metric) for s in metrics.values()) else "ours"
    handles = [Line2D([], [], marker="o", linestyle="none", color=style.MUTED, label=ours)]
    if report:
        hollow = Line2D([], [], marker="D", linestyle="none", color=style.MUTED, fillstyle="none")
        hollow.set_label("the report")
        handles.append(hollow)
    figure.legend(handles=handles, loc="outside upper right", ncols=2)
    return figure


def _sd(scores: Mapping[str, Any], metric: str) -> bool:
    return scores[metric]["sd"] is not None
