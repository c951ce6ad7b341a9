"""Confusion matrices: which class is taken for which."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style

COLUMNS = 2
SLANT: dict[str, Any] = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}


@style.applied()
def matrices(matrices: Mapping[str, npt.NDArray], class_names: Sequence[str]) -> Figure:
    """Draw confusion matrices as small multiples, at most two a row.

    `matrices` maps a name to (k, k) counts, a row a true class and a column a predicted one.
    A cell's shade is its share of the row, its number the count; a count of zero stays blank.
    """
    columns = min(COLUMNS, len(matrices))
    rows = -(-len(matrices) // columns)
    figure = Figure(figsize=(5.4 * columns + 0.6, 5.1 * rows + 0.6), layout="constrained")
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    colors = style.palette(matrices)
    for ax, (name, counts) in zip(axes.flat, matrices.items(), strict=False):
        _draw_matrix(ax, np.asarray(counts))
        ax.set_title(wording.words(name), color=colors[name])
    for ax in axes.flat[len(matrices) :]:
        ax.set_visible(False)
    ticks = range(len(class_names))
    slant = SLANT if max(map(len, class_names)) > 2 else {}
    for ax in axes[:, 0]:
        ax.set_yticks(ticks, class_names)
    for index, ax in enumerate(axes.flat[: len(matrices)]):
        ax.set_xticks(ticks, class_names, **slant)
        ax.tick_params(length=0, labelbottom=index + columns >= len(matrices))
    figure.supxlabel("predicted class", size=12)
    figure.supylabel("true class", size=12)
    return figure


def _draw_matrix(ax: Axes, counts: npt.NDArray) -> None:
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap=style.SHADES, vmin=0, vmax=1, aspect="equal")
    ax.grid(False)
    ax.spines[:].set_visible(False)
    for (row, column), count in np.ndenumerate(counts):
        if count:
            shade = style.ink(float(shares[row, column]))
            ax.text(column, row, f"{count}", ha="center", va="center", size=10, color=shade)
    ax.set_xticks(np.arange(1, len(counts)) - 0.5, minor=True)
    ax.set_yticks(np.arange(1, len(counts)) - 0.5, minor=True)
    ax.grid(which="minor", color=style.FAINT, linewidth=0.7)
    ax.tick_params(which="minor", length=0)
