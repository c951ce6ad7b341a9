"""How many printed values each setting gives, over the number of images and of epochs."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style


@style.applied()
def panels(
    table: pd.DataFrame, best: Mapping[str, float], printed: int, width: float = style.WIDE
) -> Figure:
    """Draw the count of values within tolerance over the epochs, a line a number of images.

    Parameters
    ----------
    table : DataFrame
        A row a setting: `train_size`, `weight_scale`, `epochs`, `chosen_by`.
    best : Mapping
        The setting to mark, with the same keys.
    printed : int
        How many values there are.
    width : float
        Inches that there are.
    """
    scales, sizes = sorted(table["weight_scale"].unique()), sorted(table["train_size"].unique())
    colors = style.palette([str(size) for size in sizes])
    columns = style.columns(width - 0.8, 2.8, len(scales))
    rows = -(-len(scales) // columns)
    size = min(3.7 * columns + 0.8, width), 3.2 * rows + 0.8
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for ax in axes.flat[len(scales) :]:
        ax.set_visible(False)
    for ax, scale in zip(axes.flat, scales, strict=False):
        for size in sizes:
            runs = table[(table["weight_scale"] == scale) & (table["train_size"] == size)]
            label = f"{size:,} images" if ax is axes[0, 0] else None
            color = colors[str(size)]
            ax.plot(runs["epochs"], runs["chosen_by"], ".-", color=color, lw=1.6, label=label)
        if best["weight_scale"] == scale:
            _mark(ax, best)
        ax.set(xscale="log", ylim=(-0.5, printed + 0.5))
        ax.set_title(f"weights × {wording.number(scale)}")
        ticks = [tick for tick in (1, 2, 5, 10, 20, 50, 100) if tick <= table["epochs"].max()]
        ax.set_xticks(ticks, [str(tick) for tick in ticks], minor=False)
        ax.set_xticks([], minor=True)
    figure.supylabel(f"of {printed} values within tolerance", size=12)
    figure.supxlabel("epochs", size=12)
    figure.legend(
        loc="outside upper left", ncols=style.columns(figure.get_figwidth(), 1.9, len(sizes))
    )
    return figure


def _mark(ax: Axes, best: Mapping[str, float]) -> None:
    at = best["epochs"], best["chosen_by"]
    ax.plot(*at, "o", ms=12, mfc="none", mec=style.INK, mew=1.4)
    style.annotate(ax, f"{at[1]:.0f}", at, (0, 14), weight="bold")
