"""How large the signal is in each layer of a new network, beside what theory expects."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from mlplab import wording
from mlplab.pictures import style

SHOWN = ("random", "normal", "glorot_normal", "he_normal")
ROWS = {"activation_rms": "activations (RMS)", "gradient_rms": "gradients (RMS)"}


@style.applied()
def panels(table: pd.DataFrame) -> Figure:
    """Draw the root mean squares by layer on a log scale, a column an initializer, theory dashed.

    `table` has the columns `initializer`, `activation`, `step`, `layer`, `activation_rms`,
    `gradient_rms` and of both `expected_...`; step 0 is drawn.
    """
    start = table[table["step"] == 0]
    columns = [name for name in SHOWN if name in set(start["initializer"])]
    colors = style.palette(start["activation"])
    figure = Figure(figsize=(2.9 * len(columns) + 0.6, 6), layout="constrained")
    axes = figure.subplots(len(ROWS), len(columns), sharex=True, sharey="row", squeeze=False)
    for column, initializer in enumerate(columns):
        cells = start[start["initializer"] == initializer]
        for row, metric in enumerate(ROWS):
            _draw(axes[row, column], cells, metric, colors)
        axes[0, column].set_title(wording.words(initializer))
    for row, label in enumerate(ROWS.values()):
        axes[row, 0].set_ylabel(label)
    figure.supxlabel("layer (0: the images, last: the scores)", size=12)
    _add_key(figure, colors)
    return figure


def _draw(ax: Axes, cells: pd.DataFrame, metric: str, colors: dict[str, str]) -> None:
    for index, (activation, color) in enumerate(colors.items()):
        rows = cells[cells["activation"] == activation].sort_values("layer")
        layers = rows["layer"].to_numpy()
        size = max(9 - 1.6 * index, 2)  # equal values show as rings
        values, expected = rows[metric].to_numpy(float), rows[f"expected_{metric}"].to_numpy(float)
        ax.plot(layers, np.where(expected > 0, expected, np.nan), "--", color=color, lw=1.2)
        ax.plot(layers, np.where(values > 0, values, np.nan), "o", color=color, ms=size)
    ax.set_yscale("log")
    ax.set_xticks(sorted(cells["layer"].unique()))


def _add_key(figure: Figure, colors: dict[str, str]) -> None:
    handles = [
        Line2D([], [], color=color, marker="o", ls="--", lw=1.2, label=wording.words(name))
        for name, color in colors.items()
    ]
    handles.append(Line2D([], [], color=style.MUTED, marker="o", ls="", label="measured"))
    handles.append(Line2D([], [], color=style.MUTED, ls="--", lw=1.2, label="theory"))
    figure.legend(handles=handles, loc="outside upper left", ncols=len(handles))
