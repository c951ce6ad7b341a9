"""Scores of single runs as dots, a row a choice, with their means."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from mlplab import wording
from mlplab.pictures import style
from mlplab.pictures.callouts import BOX

Rows = Mapping[str, Sequence[float]]
PLATE = BOX | {
    "alpha": 1
}  # behind a number, so that the line of a reference does not strike it through
MEAN: dict[str, Any] = {"marker": "D", "linestyle": "none", "markersize": 8}
ONE: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 6, "alpha": 0.45}


@style.applied()
def panels(
    groups: Mapping[str, Rows],
    *,
    label: str,
    families: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    reference: tuple[str, float] | None = None,
    width: float = style.WIDE,
) -> Figure:
    """Draw one panel a group, side by side where there is room: a row a choice, a dot a run, a diamond the mean.

    Parameters
    ----------
    groups : mapping of title to mapping of choice to values
        Every group has the same choices.
    label : str
        What the values are.
    families : mapping of choice to str
        The name whose color it has; its own where there is none.
    notes : mapping of choice to str
        A second line below its name.
    reference : (str, float)
        A value to draw a line at, and its name.
    width : float
        Inches that there are.
    """
    names = list(next(iter(groups.values())))
    columns = style.columns(width - 1.9, 2.5, len(groups))
    rows = -(-len(groups) // columns)
    size = min(1.9 + 3.9 * columns, width), (0.7 * len(names) + 0.9) * rows + 0.8
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    colors = _row_colors(names, families or {})
    for ax in axes.flat[len(groups) :]:
        ax.set_visible(False)
    for ax, (title, choices) in zip(axes.flat, groups.items(), strict=False):
        if reference:
            ax.axvline(reference[1], color=style.MUTED, linestyle=(0, (4, 2)), linewidth=1.6)
        for row, values in enumerate(choices.values()):
            _draw_row(ax, row, values, colors[names[row]])
        ax.set_title(title)
        ax.set_xlabel(label)
        ax.margins(x=0.12)
        ax.tick_params(axis="y", length=0)
    for ax in axes[:, 0]:
        _name_rows(ax, names, colors, notes or {})
    handles = [
        Line2D([], [], color=style.MUTED, label="one run", **ONE),
        Line2D([], [], color=style.MUTED, label="mean", **MEAN),
    ]
    if reference:
        dashes: dict[str, Any] = {"linestyle": (0, (4, 2)), "linewidth": 1.6}
        handles.append(Line2D([], [], color=style.MUTED, label=reference[0], **dashes))
    figure.legend(handles=handles, loc="outside lower center", ncols=style.columns(width, 2.2, 3))
    return figure


def _row_colors(names: Sequence[str], families: Mapping[str, str]) -> dict[str, str]:
    own = {name: families.get(name, name) for name in names}
    colors = style.palette(own.values())
    return {name: colors[family] for name, family in own.items()}


def _draw_row(ax: Axes, row: int, values: Sequence[float], color: str) -> None:
    mean = float(np.mean(values))
    ax.plot(values, [row] * len(values), color=color, **ONE)
    ax.plot(mean, row, color=color, **MEAN)
    style.annotate(ax, wording.measured(mean), (mean, row), (0, 14), color=color, bbox=PLATE)


def _name_rows(
    ax: Axes, names: Sequence[str], colors: Mapping[str, str], notes: Mapping[str, str]
) -> None:
    texts = ["\n".join(filter(None, (wording.words(name), notes.get(name)))) for name in names]
    ax.set_yticks(range(len(names)), texts)
    for tick, name in zip(ax.get_yticklabels(), names, strict=True):
        tick.set(color=colors[name])
    ax.set_ylim(len(names) - 0.5, -0.7)
