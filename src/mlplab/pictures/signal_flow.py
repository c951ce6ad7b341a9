"""How large the signal is in each layer of a new network, beside what theory expects."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from mlplab import wording
from mlplab.pictures import style

SHOWN = ("random", "normal", "glorot_normal", "he_normal")
METRICS = {"activation_rms": "activations (RMS)", "gradient_rms": "gradients (RMS)"}
FEW = 2.9  # inches for each initializer side by side


@style.applied()
def panels(
    table: pd.DataFrame,
    shown: Sequence[str] = SHOWN,
    limit: float | None = None,
    width: float = style.WIDE,
) -> Figure:
    """Draw the root mean squares by layer on a log scale, theory dashed: activations and gradients of each initializer.

    Parameters
    ----------
    table : DataFrame
        The columns `initializer`, `activation`, `step`, `layer`, `activation_rms`, `gradient_rms` and of both
        `expected_...`; step 0 is drawn.
    shown : sequence of str
        The initializers: a column each, and a row each where the columns have no room.
    limit : float
        Activations at which exp overflows.
    width : float
        Inches that there are.
    """
    start = table[table["step"] == 0]
    measured = list(dict.fromkeys(start["initializer"]))
    names = [name for name in shown if name in measured] or measured
    start = start[start["initializer"].isin(names)]
    colors = style.palette(start["activation"])
    beside = len(names) == style.columns(width - 0.6, 2.2, len(names))
    size = (FEW * len(names) + 0.6, 6.0) if beside else (width, 2.3 * len(names) + 1.6)
    figure = Figure(figsize=size, layout="constrained")
    shape = (len(METRICS), len(names)) if beside else (len(names), len(METRICS))
    axes = figure.subplots(*shape, sharex=True, sharey="row" if beside else "col", squeeze=False)
    grid = axes if beside else axes.T
    for row, (metric, label) in zip(grid, METRICS.items(), strict=True):
        scale = _scale(start[metric])
        for ax, name in zip(row, names, strict=True):
            _draw(ax, start[start["initializer"] == name], metric, colors)
            scale(ax)
            if limit is not None and metric == "activation_rms":
                ax.axhline(limit, color=style.MUTED, linestyle=":", linewidth=1.5)
            ax.set_title(wording.words(name) if beside else f"{wording.words(name)}:\n{label}")
        if beside:
            row[0].set_ylabel(label)
    if beside:
        for ax in grid[1]:
            ax.set_title("")
    figure.supxlabel("layer (0: the images, last: the scores)", size=12)
    _add_key(figure, colors, limit, size[0])
    return figure


def _scale(values: pd.Series) -> Callable[[Axes], None]:
    """What gives an axes a logarithmic scale; where a signal is 0, one that ends in 0 below the smallest other."""
    positive = values[values > 0]
    low, high = np.log10(positive).agg([min, max]) if len(positive) else (0, 0)
    powers = np.arange(np.floor(low), np.ceil(high) + 1)[:: max(1, int(np.ceil((high - low) / 4)))]
    ticks = dict(zip(10**powers, [f"{10**power:g}" for power in powers], strict=True))
    has_zero = bool((values == 0).any())

    def apply(ax: Axes) -> None:
        if has_zero:
            ax.set_yscale("symlog", linthresh=min(ticks), linscale=max(1.0, (high - low) / 6))
        else:
            ax.set_yscale("log")
        shown = {0.0: "0"} | ticks if has_zero else ticks
        ax.set_yticks(list(shown), list(shown.values()))
        ax.minorticks_off()

    return apply


def _draw(ax: Axes, cells: pd.DataFrame, metric: str, colors: dict[str, str]) -> None:
    for index, (activation, color) in enumerate(colors.items()):
        rows = cells[cells["activation"] == activation].sort_values("layer")
        layers = rows["layer"].to_numpy()
        size = max(9 - 1.6 * index, 2)  # equal values show as rings
        ax.plot(layers, rows[f"expected_{metric}"].to_numpy(float), "--", color=color, lw=1.2)
        ax.plot(layers, rows[metric].to_numpy(float), "o", color=color, ms=size, clip_on=False)
    ax.set_xticks(sorted(cells["layer"].unique()))


def _add_key(figure: Figure, colors: dict[str, str], limit: float | None, width: float) -> None:
    handles = [
        Line2D([], [], color=color, marker="o", ls="--", lw=1.2, label=wording.words(name))
        for name, color in colors.items()
    ]
    handles.append(Line2D([], [], color=style.MUTED, marker="o", ls="", label="measured"))
    handles.append(Line2D([], [], color=style.MUTED, ls="--", lw=1.2, label="theory"))
    if limit is not None:
        handles.append(Line2D([], [], color=style.MUTED, ls=":", lw=1.5, label="exp overflows"))
    columns = style.columns(width, 1.6, len(handles))
    figure.legend(handles=handles, loc="outside upper left", ncols=columns)
