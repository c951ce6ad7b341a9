"""The tuning's grid as heat maps: batch size by learning rate, one panel a solver."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from . import style


@style.applied()
def heatmap(table: pd.DataFrame, metric: str = "macro_f1") -> Figure:
    """Draw the mean over the folds of every setting, and below it the standard deviation.

    `table` has a row a setting and the columns `solver`, `batch_size`, `learning_rate`,
    `mean_METRIC` and maybe `sd_METRIC`. The highest mean, the table's first such, is framed.
    """
    mean, sd = f"mean_{metric}", f"sd_{metric}"
    solvers = list(dict.fromkeys(table["solver"]))
    rates = sorted(table["learning_rate"].unique(), reverse=True)
    sizes = sorted(table["batch_size"].unique(), reverse=True)
    norm = Normalize(table[mean].min(), table[mean].max())
    best = table[mean].idxmax() if table[mean].notna().any() else None
    figure = Figure(
        figsize=(min(1.5 * len(rates) * len(solvers) + 1.8, 12), 0.95 * len(sizes) + 1.5),
        layout="constrained",
    )
    axes = figure.subplots(1, len(solvers), sharey=True, squeeze=False)[0]
    for ax, solver in zip(axes, solvers, strict=True):
        shades = np.full((len(sizes), len(rates)), np.nan)
        for index, setting in table[table["solver"] == solver].iterrows():
            place = sizes.index(setting["batch_size"]), rates.index(setting["learning_rate"])
            shades[place] = norm(setting[mean])
            _write(ax, place, setting[mean], setting.get(sd, np.nan), shades[place], index == best)
        _draw_grid(ax, shades, sizes, rates)
        ax.set_title(style.pretty(solver))
    axes[0].set_ylabel(style.with_unit("batch_size"))
    figure.supxlabel("learning rate", size=12)
    figure.suptitle(
        f"{style.pretty(metric)}, mean ± sd over the folds; the best is framed", size=12
    )
    return figure


def _draw_grid(
    ax: Axes, shades: npt.NDArray, sizes: Sequence[float], rates: Sequence[float]
) -> None:
    ax.imshow(shades, cmap=style.SHADES, vmin=0, vmax=1, aspect="auto")
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.set_xticks(range(len(rates)), [style.number(rate) for rate in rates])
    ax.set_yticks(range(len(sizes)), [f"{size:g}" for size in sizes])
    ax.tick_params(length=0)


def _write(
    ax: Axes, place: tuple[int, int], mean: float, sd: float, shade: float, best: bool
) -> None:
    """Print a cell's mean, large, and its sd below; frame the best."""
    row, column = place
    color, weight = style.ink(shade), "bold" if best else "normal"
    above = 7 if np.isfinite(sd) else 0
    text = f"{mean:.3f}" if np.isfinite(mean) else "–"
    style.annotate(ax, text, (column, row), (0, above), color=color, size=14, weight=weight)
    if np.isfinite(sd):
        style.annotate(ax, f"± {sd:.3f}", (column, row), (0, -10), color=color, size=10.5)
    if best:
        frame = Rectangle((column - 0.47, row - 0.46), 0.94, 0.92, fill=False, linewidth=3)
        frame.set_edgecolor(style.COLORS["relu"])
        ax.add_patch(frame)
