"""Backpropagation by hand: a 1-1-1 network's graph, values forward, gradients back."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch

from mlplab import wording
from mlplab.pictures import style

FORWARD, BACKWARD, UPDATE = style.INK, style.COLORS["relu"], style.COLORS["logistic"]
KEY = [
    ("value", FORWARD),
    ("∂ gradient of the loss", BACKWARD),
    ("→ value after the update", UPDATE),
]
# In an SVG a browser shows several spaces as one.
FORMULAS = "h = ReLU(w₁ x + b₁),  ŷ = ReLU(w₂ h + b₂),  loss = ½ (ŷ − y)²"

# Where each quantity's box stands, along the main line and beside it, and which it feeds.
PLACES = {
    "x": (0, 0),
    "h": (2, 0),
    "y_hat": (4, 0),
    "loss": (6, 0),
    "w1": (1.5, 1),
    "b1": (2.5, 1),
    "w2": (3.5, 1),
    "b2": (4.5, 1),
    "y": (6, 1),
}
EDGES = [
    ("x", "h"),
    ("w1", "h"),
    ("b1", "h"),
    ("h", "y_hat"),
    ("w2", "y_hat"),
    ("b2", "y_hat"),
    ("y_hat", "loss"),
    ("y", "loss"),
]
Place = tuple[float, float]
HALF = (0.45, 0.33)  # of a box, across and up


@style.applied()
def backpropagation(steps: Sequence[Mapping[str, Any]], width: float = style.WIDE) -> Figure:
    """Draw one computation graph a step of gradient descent: from left to right, or down where that is too wide.

    A step holds the floats `x y w1 b1 w2 b2 h y_hat loss`, the `gradients` of the loss by
    `y_hat w2 b2 h w1 b1` and the `updated` values of `w1 b1 w2 b2`.
    """
    down = width < 8
    places = {name: _place(*at, down) for name, at in PLACES.items()}
    size = (4.4, 6.4 * len(steps) + 1.6) if down else (11, 2.75 * len(steps) + 0.7)
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(len(steps), 1, squeeze=False)[:, 0]
    for count, (ax, step) in enumerate(zip(axes, steps, strict=True), start=1):
        xs, ys = zip(*places.values(), strict=True)
        ax.set(xlim=(min(xs) - 0.5, max(xs) + 0.5), ylim=(min(ys) - 0.4, max(ys) + 0.4))
        ax.set_axis_off()
        ax.set_title(f"Step {count}", weight="bold")
        for source, target in EDGES:
            _draw_edge(ax, places[source], places[target])
        for name, place in places.items():
            _draw_quantity(ax, name, place, step)
    formulas = FORMULAS.replace(",  ", "\n") if down else FORMULAS
    figure.suptitle(formulas, size=13)
    handles = [Line2D([], [], linestyle="none", label=text) for text, _ in KEY]
    figure.legend(
        handles=handles,
        labelcolor=[color for _, color in KEY],
        loc="outside lower center",
        ncols=1 if down else len(KEY),
        handlelength=0,
    )
    return figure


def _place(along: float, beside: float, down: bool) -> Place:
    """Where a quantity stands: the main line runs down on the left, or to the right above what enters it."""
    return (1.4 * beside, -0.85 * along) if down else (along, 1 - beside)


def _draw_edge(ax: Axes, source: Place, target: Place) -> None:
    """Draw an arrow from the border of one box to that of another."""
    way = [end - start for start, end in zip(source, target, strict=True)]
    shares = [half / abs(step) for half, step in zip(HALF, way, strict=True) if step]
    inside = min(shares)
    start = source[0] + inside * way[0], source[1] + inside * way[1]
    end = target[0] - inside * way[0], target[1] - inside * way[1]
    look = {"arrowstyle": "-|>", "color": style.MUTED, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", end, start, arrowprops=look)


def _draw_quantity(ax: Axes, name: str, place: Place, step: Mapping[str, Any]) -> None:
    """Draw a box with the value, and the gradient and the update where there are any."""
    x, y = place
    lines = [(f"{wording.SYMBOLS.get(name, name)} = {wording.number(step[name], 4)}", FORWARD)]
    if name in step["gradients"]:
        lines.append((f"∂ {wording.number(step['gradients'][name], 4)}", BACKWARD))
    if name in step["updated"]:
        lines.append((f"→ {wording.number(step['updated'][name], 4)}", UPDATE))
    corner = (x - HALF[0], y - HALF[1])
    shape = "round,pad=0,rounding_size=0.06"
    box = FancyBboxPatch(corner, 2 * HALF[0], 2 * HALF[1], boxstyle=shape)
    box.set(facecolor="white", edgecolor=style.MUTED, linewidth=1.0)
    ax.add_patch(box)
    for rank, (text, color) in enumerate(lines):
        height = y + 0.19 * ((len(lines) - 1) / 2 - rank)
        ax.text(x, height, text, ha="center", va="center", color=color, size=12.5)
