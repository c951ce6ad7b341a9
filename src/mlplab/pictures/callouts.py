"""Labels beside points of the plane, each on a side where it lies on nothing else."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from mlplab.pictures import style

Label = tuple[npt.NDArray, str, str]  # a point of the data, its text and its color
SIZE, LINE, LETTER = (
    11,
    14,
    6.3,
)  # points: of the text, from line to line, and of a letter's width at most
RING = 13  # points around a point that its ring takes
BOX = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}


def place_labels(ax: Axes, labels: Sequence[Label], inches: float) -> None:
    """Write each label below, above or beside its point; one that has room nowhere is left out.

    Parameters
    ----------
    ax : Axes
        With its limits set.
    labels : sequence of (point, text, color)
        The first have the first choice.
    inches : float
        About the width of `ax`, of equal scale in both directions.
    """
    scale = 72 * inches / np.ptp(ax.get_xlim())
    low = np.array([ax.get_xlim()[0], ax.get_ylim()[0]])
    frame = np.array([0, 0, *(scale * np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1))])
    places = [scale * (point - low) for point, _, _ in labels]
    taken = [np.array([x - RING, y - RING, x + RING, y + RING]) for x, y in places]
    for (point, text, color), place in zip(labels, places, strict=True):
        for offset in _offsets(text):
            half = np.array(_size(text)) / 2
            box = np.concatenate([place + offset - half, place + offset + half])
            inside = (box[:2] >= frame[:2]).all() and (box[2:] <= frame[2:]).all()
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                style.annotate(ax, text, point, tuple(offset), color=color, size=SIZE, bbox=BOX)
                break


def _size(text: str) -> tuple[float, float]:
    """About the width and the height of a text, in points."""
    lines = text.split("\n")
    return LETTER * max(map(len, lines)), LINE * len(lines)


def _offsets(text: str) -> list[npt.NDArray]:
    """Where a label's middle may lie from its point: below, above, right, left, and at the corners."""
    width, height = _size(text)
    x, y = width / 2 + RING + 1, height / 2 + RING + 1
    ways = [(0, -1), (0, 1), (1, 0), (-1, 0), (0.7, -1), (-0.7, -1), (0.7, 1), (-0.7, 1)]
    return [np.array([across * x, up * y]) for across, up in ways]


def _overlap(a: npt.NDArray, b: npt.NDArray) -> bool:
    return bool((a[:2] < b[2:]).all() and (b[:2] < a[2:]).all())
