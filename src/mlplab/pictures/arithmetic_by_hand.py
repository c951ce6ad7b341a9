"""How the report came to the numbers of its backpropagation by hand: beside each, the exact value."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from mlplab import wording
from mlplab.pictures import style

Printed = Mapping[str, Any]
REACH = 3.2  # units on either side of 0: what lies beyond is an arrow at the edge


class Origin(NamedTuple):
    """How a value came about: in words, and how its dot looks."""

    words: str
    marker: str
    color: str


ORIGINS = {
    "exact": Origin("exact value, rounded", "o", style.MUTED),
    "cut": Origin("exact value, cut off", "s", style.COLORS["logistic"]),
    "follows": Origin("follows from a cut value", "D", style.COLORS["relu"]),
    "slip": Origin("slip, or from a slip", "X", style.SPARE_COLORS[0]),
}


@style.applied()
def panels(steps: Mapping[str, Mapping[str, Printed]], width: float = style.WIDE) -> Figure:
    """Draw a panel a step, a row a printed value: how far the exact value lies beyond it.

    Parameters
    ----------
    steps : mapping of title to mapping of quantity to printed value
        A printed value has the number in the `report`, the exact one as `ours`, and where the two
        differ how that came about as `slip`: `cut`, `follows` or `slip`.
    width : float
        Inches that there are: the panels stand side by side, or below each other.
    """
    counts = [len(values) for values in steps.values()]
    columns = style.columns(width, 4.8, len(steps))
    rows = [max(counts[start : start + columns]) for start in range(0, len(counts), columns)]
    size = min(4.9 * columns, width), 0.235 * sum(rows) + 0.5 * len(rows) + 1.5
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(len(rows), columns, sharex=True, squeeze=False, height_ratios=rows)
    for ax in axes.flat[len(steps) :]:
        ax.remove()
    for place, (title, values) in enumerate(steps.items()):
        ax = axes.flat[place]
        _draw_panel(ax, values)
        ax.set_ylim(rows[place // columns] - 0.4, -0.6)  # panels side by side have level rows
        ax.tick_params(labelbottom=place + columns >= len(steps))
        ax.set_title(title, weight="bold", pad=20)
        ax.annotate("exact → printed", (1.04, 1.0), xycoords="axes fraction", size=11, va="bottom")
    figure.supxlabel("exact value beyond the printed one,\nin units of its last digit", size=12)
    handles = [
        Line2D([], [], marker=marker, color=color, linestyle="none", markersize=7, label=words)
        for words, marker, color in ORIGINS.values()
    ]
    figure.legend(
        handles=handles,
        loc="outside upper left",
        ncols=style.columns(size[0], 2.4, 4),
        handletextpad=0.1,
    )
    return figure


def beyond(printed: Printed) -> float:
    """How far the exact value lies beyond the printed one, away from 0, in units of its last digit.

    From −0.5 to 0.5 the printed value is the exact one rounded, from 0 to 1 it is cut off.
    """
    report = printed["report"]
    unit = 10.0 ** int(Decimal(str(report)).as_tuple().exponent)
    distance = (printed["ours"] - report) / unit
    return float(-distance if report < 0 else distance)


def _draw_panel(ax: Axes, values: Mapping[str, Printed]) -> None:
    ax.axvspan(-0.5, 0.5, color=style.FAINT, linewidth=0)
    for row, printed in enumerate(values.values()):
        origin = ORIGINS[printed.get("slip", "exact")]
        _draw_dot(ax, row, beyond(printed), origin)
        numbers = f"{wording.number(printed['ours'])} → {wording.number(printed['report'])}"
        place: dict[str, Any] = {
            "xycoords": ("axes fraction", "data"),
            "va": "center",
            "color": origin.color,
        }
        ax.annotate(numbers, (1.04, row), size=11, **place)
    ax.set_yticks(range(len(values)), list(values))
    for tick, printed in zip(ax.get_yticklabels(), values.values(), strict=True):
        tick.set_color(ORIGINS[printed.get("slip", "exact")].color)
    ax.set(xlim=(-REACH, REACH), xticks=(-2, 0, 2))
    ax.tick_params(length=0)
    ax.grid(False, axis="y")


def _draw_dot(ax: Axes, row: int, distance: float, origin: Origin) -> None:
    if abs(distance) <= REACH:
        ax.plot(distance, row, origin.marker, color=origin.color, markersize=6)
        return
    edge, tip = (0.97, ">") if distance > 0 else (0.03, "<")
    ax.plot(edge, row, tip, color=origin.color, markersize=8, transform=ax.get_yaxis_transform())
