"""How many runs stay finite: softmax by learning rate, one panel an initializer."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style

SOFTMAX = {
    "naive": "naive: exp, log",
    "shifted": "shifted: exp, log",
    "log_sum_exp": "log-sum-exp",
}


@style.applied()
def heatmap(table: pd.DataFrame) -> Figure:
    """Draw the share of finite runs, and below the count its 95% interval in percent.

    `table` has the columns `softmax`, `initializer`, `learning_rate`, `runs`, `finite`, `low` and
    `high`.
    """
    initializers = list(dict.fromkeys(table["initializer"]))
    rates = sorted(table["learning_rate"].unique(), reverse=True)
    ways = [way for way in SOFTMAX if way in set(table["softmax"])]
    width = 1.05 * len(rates) * len(initializers) + 2
    figure = Figure(figsize=(width, 0.8 * len(ways) + 1.5), layout="constrained")
    axes = figure.subplots(1, len(initializers), sharey=True, squeeze=False)[0]
    for ax, initializer in zip(axes, initializers, strict=True):
        shades = np.full((len(ways), len(rates)), np.nan)
        for cell in table[table["initializer"] == initializer].itertuples():
            row, column = ways.index(cell.softmax), rates.index(cell.learning_rate)
            shades[row, column] = cell.finite / cell.runs
            count = f"{cell.finite} of {cell.runs}"
            style.annotate(ax, count, (column, row), (0, 7), size=12)
            interval = f"{100 * cell.low:.0f} to {100 * cell.high:.0f}%"
            style.annotate(ax, interval, (column, row), (0, -9), size=9.5)
        style.draw_shades(ax, shades)
        ax.set_xticks(range(len(rates)), [wording.number(rate) for rate in rates])
        ax.set_yticks(range(len(ways)), [SOFTMAX[way] for way in ways])
        ax.tick_params(length=0)
        ax.set_title(f"{wording.words(initializer)} weights")
    figure.supxlabel("learning rate", size=12)
    return figure
