"""How much more often one classifier takes a class for another than a second one does."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style

SLANT: dict[str, Any] = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}


@style.applied()
def differences(
    shares: Mapping[str, npt.NDArray],
    reference: str,
    class_names: Sequence[str],
    width: float = style.WIDE,
) -> Figure:
    """Draw each confusion matrix less the one of `reference`, as small multiples.

    Parameters
    ----------
    shares : mapping of str to ndarray, shape (k, k)
        The share of each true class (row) that was taken for each class (column), by name.
    reference : str
        One of the names.
    class_names : sequence of str
    width : float
        Inches that there are.

    Notes
    -----
    A cell's number is in percentage points; one that rounds to 0 stays blank.
    """
    others = [name for name in shares if name != reference]
    columns = style.columns(width, 3.5, len(others))
    rows = -(-len(others) // columns)
    size = min(3.8 * columns + 1.0, width), 4.0 * rows + 0.9
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    for ax in axes.flat[len(others) :]:
        ax.set_visible(False)
    colors = style.palette(shares)
    for ax, name in zip(axes.flat, others, strict=False):
        _draw_matrix(ax, shares[name] - shares[reference])
        title = f"{wording.words(name)} − {wording.words(reference)}"
        ax.set_title(title, color=colors[name])
    ticks = range(len(class_names))
    labels = list(wording.class_labels(class_names).values())
    slant = SLANT if max(map(len, labels)) > 2 else {}
    for ax in axes[:, 0]:
        ax.set_yticks(ticks, labels)
    for index, ax in enumerate(axes.flat[: len(others)]):
        ax.set_xticks(ticks, labels, **slant)
        ax.tick_params(length=0, labelbottom=index + columns >= len(others))
    figure.supxlabel("predicted class", size=12)
    figure.supylabel("true class", size=12)
    return figure


def _draw_matrix(ax: Axes, differences: npt.NDArray) -> None:
    style.draw_shades(ax, (1 + differences) / 2, style.MORE_OR_LESS)
    ax.set_aspect("equal")
    for (row, column), difference in np.ndenumerate(differences):
        if points := round(100 * difference):
            text = wording.signed(points, 0)
            ax.text(column, row, text, ha="center", va="center", size=11)
    ax.set_xticks(np.arange(1, len(differences)) - 0.5, minor=True)
    ax.set_yticks(np.arange(1, len(differences)) - 0.5, minor=True)
    ax.grid(which="minor", color=style.FAINT, linewidth=0.7)
    ax.tick_params(which="minor", length=0)
