"""A linear decision boundary in the plane, with its margins and the points that lie on them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from mlplab import wording
from mlplab.pictures import style
from mlplab.pictures.callouts import place_labels

COLORS = {1: style.COLORS["logistic"], -1: style.COLORS["relu"], 0: style.INK}
MARKERS = {1: "o", -1: "s"}
RING: dict[str, Any] = {"marker": "o", "linestyle": "none", "markerfacecolor": "none"}
QUERY: dict[str, Any] = {"marker": "D", "markerfacecolor": "white", "markeredgewidth": 1.8}
ROOM = 0.35  # around the points, as a share of the longer side
LETTER = 0.1  # inches of a letter of the title at most
FAR = 2.0  # such sides: a query beyond them is told at the edge


@style.applied()
def svm(record: Mapping[str, Any], width: float = style.WIDE) -> Figure:
    """Draw a linear support vector machine in two dimensions.

    `record` holds `points` [[x1, x2], ...], `labels` [1 or -1, ...], `weights` [w1, w2], `bias`,
    `margin`, `on_margin` (indices of points) and `query`, None or {`point`, `decision`, `label`: 0 on the line}.
    """
    points = np.asarray(record["points"], dtype=float)
    query = record.get("query")
    size = min(width, 6.5), min(width, 6.5) + 0.2
    figure = Figure(figsize=size, layout="constrained")
    ax = figure.subplots()
    low, high = _frame(points, query)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="x₁", ylabel="x₂")
    ax.set_aspect("equal")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(lambda value, _: wording.number(value, 4))
    weights, bias = np.asarray(record["weights"], dtype=float), float(record["bias"])
    _draw_sides(ax, weights, bias)
    labels = []
    for index, (point, label) in enumerate(zip(points, record["labels"], strict=True)):
        _draw_point(ax, point, int(label), ringed=index in record["on_margin"])
        labels.append((point, _coordinates(point), COLORS[int(label)]))
    if query is not None:
        labels.insert(0, _draw_query(ax, query, low, high))
    place_labels(ax, labels, inches=size[0] - 1)
    ax.set_title(_equation(weights, bias, record["margin"], size[0]))
    _add_key(figure, query is not None, size[0])
    return figure


def _frame(points: npt.NDArray, query: Mapping[str, Any] | None) -> tuple[npt.NDArray, npt.NDArray]:
    """The lower left and the upper right corner of a square around the points, and around a query that is not far."""
    side = float(np.ptp(points, axis=0).max()) or float(np.abs(points).max()) or 1.0
    if query is not None:
        asked = np.asarray(query["point"], dtype=float)
        if np.all(np.abs(asked - points.mean(axis=0)) <= FAR * side):
            points = np.vstack([points, asked])
    side = float(np.ptp(points, axis=0).max()) or side
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    half = side * (0.5 + ROOM)
    return middle - half, middle + half


def _draw_sides(ax: Axes, weights: npt.NDArray, bias: float) -> None:
    """Tint both sides and draw the lines where the decision f(x) = w·x + b is 0 and ±1."""
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(xlim, ylim)  # two by two are enough: the decision is linear
    decision = weights[0] * x + weights[1] * y + bias
    levels = [decision.min() - 1, 0, decision.max() + 1]
    ax.contourf(x, y, decision, levels=levels, colors=[COLORS[-1], COLORS[1]], alpha=0.08)
    for level, color in ((-1, COLORS[-1]), (0, style.INK), (1, COLORS[1])):
        ends = _clip(weights, bias - level, xlim, ylim)
        if ends:
            ax.plot(*zip(*ends, strict=True), "--" if level else "-", color=color, linewidth=1.6)


def _clip(
    weights: npt.NDArray, bias: float, xlim: tuple[float, float], ylim: tuple[float, float]
) -> list[npt.NDArray]:
    """Cut the line w·x + b = 0 at the frame: its two ends, or none where it passes outside."""
    foot = -bias * weights / (weights @ weights)
    along = np.array([-weights[1], weights[0]])
    start, end = -np.inf, np.inf
    for limits, at, step in zip((xlim, ylim), foot, along, strict=True):
        if step:
            low, high = sorted((np.array(limits) - at) / step)
            start, end = max(start, low), min(end, high)
        elif not limits[0] <= at <= limits[1]:
            return []
    return [foot + start * along, foot + end * along] if start < end else []


def _draw_point(ax: Axes, point: npt.NDArray, label: int, ringed: bool) -> None:
    color = COLORS[label]
    if ringed:
        ax.plot(*point, markersize=21, markeredgecolor=color, **RING)
    ax.plot(*point, MARKERS[label], markersize=9, color=color)


def _draw_query(
    ax: Axes, query: Mapping[str, Any], low: npt.NDArray, high: npt.NDArray
) -> tuple[npt.NDArray, str, str]:
    """Draw the query, at the edge of the frame where it lies beyond; its label."""
    point, label = np.asarray(query["point"], dtype=float), int(query["label"])
    room = 0.04 * (high - low)
    shown = np.clip(point, low + room, high - room)
    ax.plot(*shown, markersize=11, markeredgecolor=COLORS[label], **QUERY)
    decision = wording.number(query["decision"], 3)
    answer = f"f = {decision}" if label else "f = 0, on the line"
    beyond = "" if np.array_equal(shown, point) else ", outside"
    return shown, f"{_coordinates(point)}?{beyond}\n{answer}", COLORS[label]


def _coordinates(point: Sequence[float] | npt.NDArray) -> str:
    return f"({', '.join(wording.number(float(value), 3) for value in point)})"


def _equation(weights: npt.NDArray, bias: float, margin: float, width: float) -> str:
    """Write the decision, its bias on a line of its own where `width` inches have no room, and the margin."""
    first, second, third = (float(f"{value:.6g}") + 0.0 for value in (*weights, bias))
    parts = [
        f"{'−' if value < 0 else '+'} {wording.number(abs(value), 3)}" for value in (second, third)
    ]
    line = f"f(x) = {wording.number(first, 3)} x₁ {parts[0]} x₂"
    room = (width - 1.2) / LETTER
    space = " " if len(f"{line} {parts[1]}") <= room else "\n"
    return f"{line}{space}{parts[1]}\nmargin {wording.number(margin, 3)}"


def _add_key(figure: Figure, query: bool, width: float) -> None:
    """Say what each mark and line is; a ring among them."""
    handles = [
        Line2D([], [], linestyle="none", marker=MARKERS[1], color=COLORS[1], label="class +1"),
        Line2D([], [], linestyle="none", marker=MARKERS[-1], color=COLORS[-1], label="class −1"),
        Line2D([], [], color=style.INK, label="f = 0: the line"),
        Line2D([], [], color=style.MUTED, linestyle="--", label="f = ±1: the margins"),
        Line2D(
            [], [], markersize=14, markeredgecolor=style.INK, label="ringed: on a margin", **RING
        ),
    ]
    if query:
        handles.append(
            Line2D(
                [], [], linestyle="none", markeredgecolor=style.INK, label="to classify", **QUERY
            )
        )
    figure.legend(handles=handles, loc="outside lower center", ncols=style.columns(width, 2.1, 3))
