"""Paired differences with their intervals, beside the band in which a difference does not matter."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from mlplab import wording
from mlplab.pictures import style

Pair = Mapping[str, Any]
REACH = 7  # margins on either side of 0: an arrow stands for what lies beyond
MEAN: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 8}
ONE: dict[str, Any] = {"marker": "|", "linestyle": "none", "markersize": 9, "alpha": 0.6}


@style.applied()
def panels(
    groups: Mapping[str, Mapping[str, Pair]],
    *,
    margin: float,
    reference: str,
    metric: str,
    width: float = style.WIDE,
) -> Figure:
    """Draw one panel a group: a row a pair, with its mean, its 95% interval and every difference.

    Parameters
    ----------
    groups : mapping of title to mapping of other choice to pair
        A pair has `mean`, `low`, `high`, `differences` and `decision`.
    margin : float
        Half the width of the band in which a difference does not matter.
    reference, metric : str
        What the others are taken from, and the score that they differ in.
    width : float
        Inches that there are.
    """
    rows = max(len(pairs) for pairs in groups.values())
    height = 0.62 * rows * len(groups) + 0.75 * len(groups) + 1.0
    figure = Figure(figsize=(min(8.5, width), height), layout="constrained")
    axes = figure.subplots(len(groups), 1, sharex=True, squeeze=False)[:, 0]
    for ax, (title, pairs) in zip(axes, groups.items(), strict=True):
        _draw_panel(ax, pairs, margin)
        ax.set_title(title)
    label = f"{wording.words(metric)}: {wording.words(reference)} minus the other"
    axes[-1].set_xlabel(label)
    handles = [
        Line2D([], [], color=style.MUTED, label="mean and 95% interval", **MEAN),
        Line2D([], [], color=style.MUTED, label="one block", **ONE),
        Patch(color=style.FAINT, label=f"no difference that matters, ± {wording.number(margin)}"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=style.columns(width, 2.8, 3))
    return figure


def _draw_panel(ax: Axes, pairs: Mapping[str, Pair], margin: float) -> None:
    limit = REACH * margin
    ax.axvspan(-margin, margin, color=style.FAINT, linewidth=0)
    ax.axvline(0, color=style.MUTED, linewidth=1)
    colors = style.palette(pairs)
    for row, (name, pair) in enumerate(pairs.items()):
        _draw_pair(ax, row, pair, limit, colors[name])
    ax.set_yticks(range(len(pairs)), [wording.words(name) for name in pairs])
    for tick, name in zip(ax.get_yticklabels(), pairs, strict=True):
        tick.set(color=colors[name], size=12)
    ax.set(xlim=(-limit, limit), ylim=(len(pairs) - 0.4, -0.6))
    ax.grid(False, axis="y")
    ax.tick_params(axis="y", length=0)


def _draw_pair(ax: Axes, row: int, pair: Pair, limit: float, color: str) -> None:
    mean, low, high = pair["mean"], pair["low"], pair["high"]
    ax.plot(pair["differences"], [row] * len(pair["differences"]), color=color, **ONE)
    ax.plot([low, high], [row, row], color=color, linewidth=2.2)
    text = f"{wording.signed(mean, 4)}\n{pair['decision']}"
    look: dict[str, Any] = {"color": color, "size": 11, "va": "center"}
    ax.annotate(text, (1.02, row), xycoords=("axes fraction", "data"), **look)
    if abs(mean) <= limit:
        ax.plot(mean, row, color=color, **MEAN)
    else:
        _point_beyond(ax, row, mean, color, 11)
    for end in (low, high):
        shown = abs(mean) > limit and mean * end > 0  # by the mean's arrow
        if abs(end) > limit and not shown:
            _point_beyond(ax, row, end, color, 7)


def _point_beyond(ax: Axes, row: int, value: float, color: str, size: int) -> None:
    """Lead an arrow out of the edge that a value lies beyond."""
    edge, tip = (0.97, ">") if value > 0 else (0.03, "<")
    ax.plot(edge, row, tip, color=color, markersize=size, transform=ax.get_yaxis_transform())
