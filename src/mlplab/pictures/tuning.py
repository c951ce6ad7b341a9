"""The tuning's grid as heat maps: batch size by learning rate, one panel a solver."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mlplab import wording
from mlplab.pictures import style

FRAME = style.COLORS["relu"]
WORDED = 1.15  # inches of a cell in which the number of updates has its word


@style.applied()
def heatmap(
    table: pd.DataFrame,
    setting: Mapping[str, Any],
    metric: str = "macro_f1",
    width: float = style.WIDE,
) -> Figure:
    """Draw the mean over the folds of every setting, below it the standard deviation and the number of updates.

    Parameters
    ----------
    table : DataFrame
        A row a setting, with `solver`, `batch_size`, `learning_rate`, `mean_METRIC` and maybe `sd_METRIC` and
        `updates`.
    setting : mapping
        The best, by the names of its columns: it is framed; an arrow leads out of each edge that it lies on.
    metric : str
    width : float
        Inches that there are.
    """
    mean = table[f"mean_{metric}"]
    cells = table.assign(
        mean=mean,
        sd=table.get(f"sd_{metric}", np.nan),
        updates=table.get("updates", np.nan),
        shade=(mean - mean.min()) / max(mean.max() - mean.min(), 1e-9),
        best=(table[list(setting)] == pd.Series(setting, dtype=object)).all(axis=1),
    )
    solvers = list(dict.fromkeys(table["solver"]))
    rates = sorted(table["learning_rate"].unique(), reverse=True)
    sizes = sorted(table["batch_size"].unique(), reverse=True)
    columns = style.columns(width - 1.6, 1.2 * len(rates), len(solvers))
    rows = -(-len(solvers) // columns)
    across = min(max(1.6 * len(rates) * columns + 1.8, 4.8), width)
    figure = Figure(figsize=(across, (1.1 * len(sizes) + 0.6) * rows + 1.3), layout="constrained")
    axes = figure.subplots(rows, columns, sharey=True, squeeze=False)
    for ax in axes.flat[len(solvers) :]:
        ax.set_visible(False)
    unit = " updates" if (across - 1) / (len(rates) * columns) >= WORDED else ""
    for ax, solver in zip(axes.flat, solvers, strict=False):
        _draw_cells(ax, cells[cells["solver"] == solver], sizes, rates, unit)
        ax.set_title(wording.words(solver), pad=20)
    figure.supylabel(wording.with_unit("batch_size"), size=12)
    figure.supxlabel("learning rate", size=12)
    title = f"{wording.words(metric)}, mean ± sd over the folds, and a fit's updates"
    figure.suptitle(f"{title}\nframed: the best; arrow: on the grid's edge", size=12)
    return figure


def _draw_cells(
    ax: Axes, cells: pd.DataFrame, sizes: Sequence[float], rates: Sequence[float], unit: str
) -> None:
    shades = np.full((len(sizes), len(rates)), np.nan)
    for cell in cells.itertuples():
        place = sizes.index(cell.batch_size), rates.index(cell.learning_rate)
        shades[place] = cell.shade
        _write(ax, place, cell, unit)
        if cell.best:
            _frame(ax, place, shades.shape)
    style.draw_shades(ax, shades)
    ax.set_xticks(range(len(rates)), [wording.number(rate) for rate in rates])
    ax.set_yticks(range(len(sizes)), [wording.number(size) for size in sizes])
    ax.tick_params(length=0, pad=18)


def _write(ax: Axes, place: tuple[int, int], cell: Any, unit: str) -> None:
    """Print a cell's mean, large, and below it what else is known."""
    row, column = place
    below = [f"± {cell.sd:.3f}"] if np.isfinite(cell.sd) else []
    below += [f"{cell.updates:,.0f}{unit}"] if np.isfinite(cell.updates) else []
    text = f"{cell.mean:.3f}" if np.isfinite(cell.mean) else "–"
    top = 8 * len(below)
    weight = "bold" if cell.best else "normal"
    style.annotate(ax, text, (column, row), (0, top), size=14, weight=weight)
    for rank, line in enumerate(below, start=1):
        style.annotate(ax, line, (column, row), (0, top - 2 - 15 * rank), size=11)


def _frame(ax: Axes, place: tuple[int, int], shape: tuple[int, int]) -> None:
    """Frame the best, and lead an arrow out of each edge of the grid that it lies on."""
    row, column = place
    frame = Rectangle((column - 0.47, row - 0.46), 0.94, 0.92, fill=False, linewidth=3)
    frame.set_edgecolor(FRAME)
    ax.add_patch(frame)
    look: dict[str, Any] = {"arrowstyle": "-|>", "color": FRAME, "linewidth": 2.5, "shrinkA": 0}
    for at, count, right, down in ((column, shape[1], 1, 0), (row, shape[0], 0, 1)):
        for way, edge in ((-1, 0), (1, count - 1)):
            if at == edge and count > 1:  # an axis of one value has no edge
                x, y = way * right, way * down
                start, end = ((column + reach * x, row + reach * y) for reach in (0.46, 0.66))
                ax.annotate("", end, start, arrowprops=look, annotation_clip=False)
