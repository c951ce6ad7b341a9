"""What the report prints, as marks in a chart of learning curves: a diamond at the last epoch, and its number."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from mlplab import wording
from mlplab.pictures import style

Printed = Mapping[str, float]  # by part of the images, `train` or `val`
LOOKS: dict[str, dict[str, Any]] = {
    "train": {"marker": "D", "linestyle": "none", "markersize": 7, "fillstyle": "none"},
    "val": {"marker": "D", "linestyle": "none", "markersize": 7},
}
SIGNS = {"train": "◇", "val": "◆"}


def draw_marks(ax: Axes, epoch: float, printed: Printed, color: str) -> None:
    """Draw a diamond for each printed value at an epoch."""
    for part, value in printed.items():
        ax.plot(epoch, value, color=color, clip_on=False, zorder=3, **LOOKS[part])


def write_numbers(ax: Axes, printed: Printed, color: str) -> None:
    """Write the printed values into the right corner of a panel that is farther from them."""
    text = "\n".join(f"{SIGNS[part]} {wording.number(value)}" for part, value in printed.items())
    heights = [(ax.transScale + ax.transLimits).transform((0, v))[1] for v in printed.values()]
    y, va = (0.04, "bottom") if sum(heights) > len(heights) / 2 else (0.98, "top")
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
    look: dict[str, Any] = {"ha": "right", "va": va, "size": 11, "color": color, "bbox": box}
    ax.text(0.93, y, text, transform=ax.transAxes, **look)


def key(parts: list[str]) -> list[Line2D]:
    """The handles of a key for the marks of these parts."""
    return [
        Line2D([], [], color=style.MUTED, label=f"report, {wording.words(part)}", **LOOKS[part])
        for part in parts
    ]
