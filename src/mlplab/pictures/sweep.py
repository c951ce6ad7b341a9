"""A sweep over parameters: what each does to one metric."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from mlplab import wording
from mlplab.pictures import style

DOT, LINE = style.COLORS["logistic"], "#BBBBBB"


@style.applied()
def panels(table: pd.DataFrame, parameters: Sequence[str], metric: str) -> Figure:
    """Draw one panel a parameter, a dot an experiment, the metric on the shared vertical axis.

    `table` has a row an experiment and the parameters and the metric as columns. A line joins the
    experiments that differ in the panel's parameter alone.
    """
    width = min(3.6 * len(parameters) + 1, 12)
    figure = Figure(figsize=(width, 4), layout="constrained")
    axes = figure.subplots(1, len(parameters), sharey=True, squeeze=False)[0]
    known = table[table[metric].notna()].reset_index(drop=True)
    for ax, parameter in zip(axes, parameters, strict=True):
        positions = _set_scale(ax, known[parameter])
        others = [name for name in parameters if name != parameter]
        groups = [part for _, part in known.groupby(others, dropna=False)] if others else [known]
        for group in groups:
            line = positions[known.index.get_indexer(group.index)]
            order = np.argsort(line, kind="stable")
            ax.plot(line[order], group[metric].to_numpy()[order], color=LINE, linewidth=1.2)
        ax.plot(positions, known[metric], "o", color=DOT, markersize=7, alpha=0.75)
        ax.set_xlabel(wording.with_unit(parameter))
        ax.margins(x=0.12)
    axes[0].set_ylabel(wording.with_unit(metric))
    return figure


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
