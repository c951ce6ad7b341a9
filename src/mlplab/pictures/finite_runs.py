"""How many runs stay finite: softmax by learning rate, one panel an initializer."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style

SOFTMAX = {
    "naive": "naive:\nexp, log",
    "shifted": "shifted:\nexp, log",
    "log_sum_exp": "log-sum-\nexp",
}
CELL = 1.05  # inches for a count and its interval


@style.applied()
def heatmap(table: pd.DataFrame, width: float = style.WIDE) -> Figure:
    """Draw the share of finite runs, and below the count its 95% interval in percent.

    Parameters
    ----------
    table : DataFrame
        The columns `softmax`, `initializer`, `learning_rate`, `runs`, `finite`, `low` and `high`.
    width : float
        Inches that there are: the learning rates run to the right, or down where they are too many.
    """
    initializers = list(dict.fromkeys(table["initializer"]))
    rates = sorted(table["learning_rate"].unique(), reverse=True)
    ways = [way for way in SOFTMAX if way in set(table["softmax"])]
    down = CELL * len(rates) + 1.5 > width
    across, high = (len(ways), len(rates)) if down else (len(rates), len(ways))
    columns = style.columns(width - 1.5, 0.8 * across, len(initializers))
    rows = -(-len(initializers) // columns)
    size = min(CELL * across * columns + 1.7, width), (0.8 * high + 0.6) * rows + 0.8
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(rows, columns, sharey=True, squeeze=False)
    for ax in axes.flat[len(initializers) :]:
        ax.set_visible(False)
    for ax, initializer in zip(axes.flat, initializers, strict=False):
        _draw_cells(ax, table[table["initializer"] == initializer], ways, rates, down)
        ax.set_title(f"{wording.words(initializer)} weights")
    name = figure.supylabel if down else figure.supxlabel
    name("learning rate", size=12)
    return figure


def _draw_cells(
    ax: Axes, cells: pd.DataFrame, ways: list[str], rates: list[float], down: bool
) -> None:
    shades = np.full((len(ways), len(rates)), np.nan)
    for cell in cells.itertuples():
        place = ways.index(cell.softmax), rates.index(cell.learning_rate)
        shades[place] = cell.finite / cell.runs
        at = place if down else place[::-1]
        style.annotate(ax, f"{cell.finite} of {cell.runs}", at, (0, 7), size=12)
        style.annotate(ax, f"{100 * cell.low:.0f} to {100 * cell.high:.0f}%", at, (0, -9), size=11)
    style.draw_shades(ax, shades.T if down else shades)
    named = [SOFTMAX[way] for way in ways], [wording.number(rate) for rate in rates]
    below, beside = named if down else named[::-1]
    ax.set_xticks(range(len(below)), below)
    ax.set_yticks(range(len(beside)), beside)
    ax.tick_params(length=0)
