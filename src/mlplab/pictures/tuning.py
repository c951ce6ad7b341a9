"""The tuning's grid as heat maps: batch size by learning rate, one panel a solver."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mlplab import wording
from mlplab.pictures import style


@style.applied()
def heatmap(table: pd.DataFrame, metric: str = "macro_f1") -> Figure:
    """Draw the mean over the folds of every setting, and below it the standard deviation.

    `table` has a row a setting and the columns `solver`, `batch_size`, `learning_rate`,
    `mean_METRIC` and maybe `sd_METRIC`. The highest mean, the table's first such, is framed.
    """
    mean = table[f"mean_{metric}"]
    best = mean.idxmax() if mean.notna().any() else None
    cells = table.assign(
        mean=mean,
        sd=table.get(f"sd_{metric}", np.nan),
        shade=(mean - mean.min()) / max(mean.max() - mean.min(), 1e-9),
        best=table.index == best,
    )
    solvers = list(dict.fromkeys(table["solver"]))
    rates = sorted(table["learning_rate"].unique(), reverse=True)
    sizes = sorted(table["batch_size"].unique(), reverse=True)
    width = min(max(1.5 * len(rates) * len(solvers) + 1.8, 6.5), 12)
    figure = Figure(figsize=(width, 0.95 * len(sizes) + 1.5), layout="constrained")
    axes = figure.subplots(1, len(solvers), sharey=True, squeeze=False)[0]
    for ax, solver in zip(axes, solvers, strict=True):
        _draw_cells(ax, cells[cells["solver"] == solver], sizes, rates)
        ax.set_title(wording.words(solver))
    axes[0].set_ylabel(wording.with_unit("batch_size"))
    figure.supxlabel("learning rate", size=12)
    title = f"{wording.words(metric)}, mean ± sd over the folds; the best is framed"
    figure.suptitle(title, size=12)
    return figure


def _draw_cells(
    ax: Axes, cells: pd.DataFrame, sizes: Sequence[float], rates: Sequence[float]
) -> None:
    shades = np.full((len(sizes), len(rates)), np.nan)
    for cell in cells.itertuples():
        place = sizes.index(cell.batch_size), rates.index(cell.learning_rate)
        shades[place] = cell.shade
        _write(ax, place, cell.mean, cell.sd, cell.shade, cell.best)
    ax.imshow(shades, cmap=style.SHADES, vmin=0, vmax=1, aspect="auto")
    ax.grid(False)
    ax.spines[:].set_visible(False)
    ax.set_xticks(range(len(rates)), [wording.number(rate) for rate in rates])
    ax.set_yticks(range(len(sizes)), [wording.number(size) for size in sizes])
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
