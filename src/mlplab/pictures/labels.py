"""Direct labels: names beside the ends of lines instead of a legend, nudged apart."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes

LEADER: dict[str, Any] = {
    "arrowstyle": "-",
    "linewidth": 0.8,
    "shrinkA": 1,
    "shrinkB": 0,
    "relpos": (0, 0.5),
}


class End(NamedTuple):
    """Where a line ends (data coordinates), and the label to put there."""

    x: float
    y: float
    text: str
    color: str


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Move positions in [0, 1] as little as possible until neighbors are `gap` apart.

    Neighbors too close become one block, centered on their mean; blocks that then touch merge.
    More labels than fit share the whole height.
    """
    gap = min(gap, 1 / max(len(positions) - 1, 1))
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    blocks: list[tuple[float, list[int]]] = []  # (lowest position, the labels from there up)
    for index in order:
        start, members = positions[index], [index]
        while True:
            start = min(max(start, 0.0), 1 - gap * (len(members) - 1))
            if not blocks or blocks[-1][0] + gap * len(blocks[-1][1]) <= start + 1e-9:
                break
            members = blocks.pop()[1] + members
            start = sum(positions[m] - gap * rank for rank, m in enumerate(members)) / len(members)
        blocks.append((start, members))
    placed = {m: start + gap * rank for start, members in blocks for rank, m in enumerate(members)}
    return [placed[index] for index in range(len(positions))]


def label_ends(ax: Axes, ends: Sequence[End], size: float = 12) -> None:
    """Write each label to the right of `ax`, level with its line's end or as near as room allows.

    Call it last: it reads the axes' limits and scale.
    """
    figure = ax.get_figure(root=True)
    if figure is None or not ends:
        return
    ax.get_ylim()  # limits that are chosen automatically are chosen when they are asked for
    points = ax.get_position().height * figure.get_figheight() * 72
    to_axes = ax.transScale + ax.transLimits
    heights = [float(to_axes.transform((end.x, end.y))[1]) for end in ends]
    lines = max(end.text.count("\n") for end in ends) + 1
    for end, height in zip(ends, spread(heights, 1.35 * lines * size / points), strict=True):
        ax.annotate(
            end.text,
            xy=(end.x, end.y),
            xytext=(1.04, height),
            textcoords="axes fraction",
            color=end.color,
            size=size,
            va="center",
            annotation_clip=False,
            arrowprops=LEADER | {"color": end.color},
        )
