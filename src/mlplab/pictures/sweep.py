"""A sweep over parameters: what each does to one metric."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator

from mlplab import wording
from mlplab.pictures import style
from mlplab.pictures.labels import End, label_ends

ALONE = style.COLORS["logistic"]
DIVERGED: dict[str, Any] = {
    "marker": "x",
    "linestyle": "none",
    "markersize": 9,
    "markeredgewidth": 2,
}


@style.applied()
def panels(table: pd.DataFrame, parameters: Sequence[str], metric: str) -> Figure:
    """Draw one panel a parameter, a dot an experiment, the metric on the shared vertical axis.

    `table` has a row an experiment and the parameters and the metric as columns. A line joins the
    experiments that differ in the panel's parameter alone; its label is the others' values. An experiment without a
    metric diverged: a cross at the panel's foot.
    """
    width = min(4.2 * len(parameters) + 1, 12)
    figure = Figure(figsize=(width, 4), layout="constrained")
    axes = figure.subplots(1, len(parameters), sharey=True, squeeze=False)[0]
    table = table.reset_index(drop=True)
    ends = [
        _draw_panel(ax, table, name, parameters, metric)
        for ax, name in zip(axes, parameters, strict=True)
    ]
    axes[0].set_ylabel(wording.with_unit(metric))
    for ax, labels in zip(axes, ends, strict=True):
        label_ends(ax, labels, size=11)
    if table[metric].isna().any():
        mark = Line2D([], [], color=style.INK, label="diverged", **DIVERGED)
        figure.legend(handles=[mark], loc="outside upper right")
    return figure


def _draw_panel(
    ax: Axes, table: pd.DataFrame, parameter: str, parameters: Sequence[str], metric: str
) -> list[End]:
    """Draw the experiments over one parameter; the labels of its lines."""
    positions = _set_scale(ax, table[parameter])
    others = [name for name in parameters if name != parameter]
    groups = dict(list(table.groupby(others, dropna=False))) if others else {(): table}
    names = {key: ", ".join(map(_write, key)) for key in groups}
    colors = style.palette(names.values()) if others else {"": ALONE}
    ends = []
    for key, group in groups.items():
        rows = group.assign(at=positions[group.index]).sort_values("at", kind="stable")
        color, known = colors[names[key]], rows[rows[metric].notna()]
        ax.plot(known["at"], known[metric], "o-", color=color, linewidth=1.2, markersize=6)
        lost = rows.loc[rows[metric].isna(), "at"]
        ax.plot(
            lost, [0.04] * len(lost), color=color, transform=ax.get_xaxis_transform(), **DIVERGED
        )
        if others and len(known):
            last = known.iloc[-1]
            ends.append(End(float(last["at"]), float(last[metric]), names[key], color))
    titles = _titles(parameters)
    ax.set_xlabel(wording.with_unit(titles[parameter]))
    each = " and ".join(wording.words(titles[name]) for name in others)
    ax.set_title(f"a line for each {each}" if others else "", size=11)
    ax.margins(x=0.06, y=0.15)
    return ends


def _titles(parameters: Sequence[str]) -> dict[str, str]:
    """Name each parameter by its last key, or by all of its keys where another one has the same last key."""
    keys = [name.rpartition(".")[2] for name in parameters]
    return {
        name: key if keys.count(key) == 1 else name.replace(".", "_")
        for name, key in zip(parameters, keys, strict=True)
    }


def _write(value: Any) -> str:
    """Write a parameter's value."""
    return wording.words(value) if isinstance(value, str) else wording.number(value)


def _set_scale(ax: Axes, values: pd.Series) -> npt.NDArray:
    """Give the values' places on the axis: themselves where they are numbers, else their ranks.

    Positive numbers that span a factor of four get a logarithmic axis; its ticks are the values.
    """
    choices = sorted(values.unique(), key=lambda value: (isinstance(value, str), value))
    if not pd.api.types.is_numeric_dtype(values):
        ax.set_xticks(range(len(choices)), [wording.words(str(choice)) for choice in choices])
        return np.array([choices.index(value) for value in values], dtype=float)
    if choices and choices[0] > 0 and choices[-1] >= 4 * choices[0]:
        ax.set_xscale("log")
    ax.xaxis.set_major_locator(FixedLocator(choices))
    ax.xaxis.set_major_formatter(lambda value, _: wording.number(value))
    ax.xaxis.set_minor_locator(NullLocator())
    return values.to_numpy(dtype=float)
