"""A linear decision boundary in the plane, with its margins and the points that lie on them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from mlplab import wording
from mlplab.pictures import style

COLORS = {1: style.COLORS["logistic"], -1: style.COLORS["relu"]}
MARKERS = {1: "o", -1: "s"}


@style.applied()
def svm(record: Mapping[str, Any]) -> Figure:
    """Draw a linear support vector machine in two dimensions.

    `record` holds `points` [[x1, x2], ...], `labels` [1 or -1, ...], `weights` [w1, w2], `bias`,
    `margin`, `on_margin` (indices of points) and `query`, None or {`point`, `decision`, `label`}.
    """
    points = np.asarray(record["points"], dtype=float)
    query = record.get("query")
    known = points if query is None else np.vstack([points, query["point"]])
    figure = Figure(figsize=(6.5, 5.5), layout="constrained")
    ax = figure.subplots()
    _frame(ax, known)
    _draw_sides(ax, np.asarray(record["weights"], dtype=float), float(record["bias"]))
    for index, (point, label) in enumerate(zip(points, record["labels"], strict=True)):
        _draw_point(ax, point, int(label), ringed=index in record["on_margin"])
    if query is not None:
        _draw_query(ax, query)
    ax.set_title(_equation(record["weights"], record["bias"], record["margin"]), pad=26)
    return figure


def _frame(ax: Axes, points: npt.NDArray) -> None:
    low, high = points.min(axis=0) - 0.8, points.max(axis=0) + 0.8
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="x₁", ylabel="x₂")
    ax.set_aspect("equal")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))


def _draw_sides(ax: Axes, weights: npt.NDArray, bias: float) -> None:
    """Tint both sides and draw the lines where the decision f(x) = w·x + b is 0 and ±1."""
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    x, y = np.meshgrid(xlim, ylim)  # two by two are enough: the decision is linear
    decision = weights[0] * x + weights[1] * y + bias
    levels = [decision.min() - 1, 0, decision.max() + 1]
    ax.contourf(x, y, decision, levels=levels, colors=[COLORS[-1], COLORS[1]], alpha=0.08)
    for level, color in ((-1, COLORS[-1]), (0, style.INK), (1, COLORS[1])):
        start, end = _clip(weights, bias - level, xlim, ylim)
        dashes = "--" if level else "-"
        ax.plot(*zip(start, end, strict=True), color=color, linestyle=dashes, linewidth=1.6)
        style.annotate(ax, f"f = {_signed(level)}", end, (0, 11), color=color, size=11)


def _clip(
    weights: npt.NDArray, bias: float, xlim: tuple[float, float], ylim: tuple[float, float]
) -> tuple[npt.NDArray, npt.NDArray]:
    """Cut the line w·x + b = 0 at the frame; the second end is the upper one."""
    foot = -bias * weights / (weights @ weights)
    along = np.array([-weights[1], weights[0]])
    along = -along if along[1] < 0 else along
    steps = [
        sorted((np.array(limits) - at) / step)
        for limits, at, step in zip((xlim, ylim), foot, along, strict=True)
        if step
    ]
    start, end = max(low for low, _ in steps), min(high for _, high in steps)
    return foot + start * along, foot + end * along


def _draw_point(ax: Axes, point: npt.NDArray, label: int, ringed: bool) -> None:
    color = COLORS[label]
    if ringed:
        ax.plot(*point, "o", markersize=21, markerfacecolor="none", markeredgecolor=color)
    ax.plot(*point, MARKERS[label], markersize=9, color=color)
    _write(ax, point, f"{_coordinates(point)}  {_signed(label)}", color, below=True)


def _draw_query(ax: Axes, query: Mapping[str, Any]) -> None:
    point, label = query["point"], int(query["label"])
    look: dict[str, Any] = {"markersize": 11, "markerfacecolor": "white", "markeredgewidth": 1.8}
    ax.plot(*point, "D", markeredgecolor=COLORS[label], **look)
    decision = wording.number(query["decision"], 3)
    text = f"{_coordinates(point)}?  f = {decision}: class {_signed(label)}"
    _write(ax, point, text, COLORS[label], below=False)


def _write(ax: Axes, point: style.Point, text: str, color: str, below: bool) -> None:
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1}
    style.annotate(ax, text, point, (0, -20 if below else 17), color=color, size=11, bbox=box)


def _coordinates(point: style.Point) -> str:
    return f"({', '.join(wording.number(float(value), 3) for value in point)})"


def _signed(value: float, space: str = "") -> str:
    """Write a number with its sign, which a formula parts from it by a space."""
    sign = "" if value == 0 and not space else "−" if value < 0 else "+"
    return f"{sign}{space}{wording.number(abs(value), 3)}"


def _equation(weights: Sequence[float], bias: float, margin: float) -> str:
    first, second, third = (round(float(value), 6) + 0.0 for value in (*weights, bias))
    decision = f"{wording.number(first, 3)} x₁ {_signed(second, ' ')} x₂ {_signed(third, ' ')}"
    return f"f(x) = {decision},   margin {wording.number(margin, 3)}"
