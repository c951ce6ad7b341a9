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
FORMULAS = "h = ReLU(w₁ x + b₁)     ŷ = ReLU(w₂ h + b₂)     loss = ½ (ŷ − y)²"

# Where each quantity's box stands, and which it feeds: the main line above, what enters it below.
PLACES = {
    "x": (0, 1),
    "h": (2, 1),
    "y_hat": (4, 1),
    "loss": (6, 1),
    "w1": (1.5, 0),
    "b1": (2.5, 0),
    "w2": (3.5, 0),
    "b2": (4.5, 0),
    "y": (6, 0),
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
HALF_WIDTH, HALF_HEIGHT = 0.45, 0.33


@style.applied()
def backpropagation(steps: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw one computation graph a step of gradient descent.

    A step holds the floats `x y w1 b1 w2 b2 h y_hat loss`, the `gradients` of the loss by
    `y_hat w2 b2 h w1 b1` and the `updated` values of `w1 b1 w2 b2`.
    """
    figure = Figure(figsize=(11, 2.75 * len(steps) + 0.7), layout="constrained")
    axes = figure.subplots(len(steps), 1, squeeze=False)[:, 0]
    for count, (ax, step) in enumerate(zip(axes, steps, strict=True), start=1):
        ax.set(xlim=(-0.5, 6.5), ylim=(-0.4, 1.4))
        ax.set_axis_off()
        ax.set_title(f"Step {count}", weight="bold")
        for source, target in EDGES:
            _draw_edge(ax, source, target)
        for name in PLACES:
            _draw_quantity(ax, name, step)
    figure.suptitle(FORMULAS, size=13)
    handles = [Line2D([], [], linestyle="none", label=text) for text, _ in KEY]
    figure.legend(
        handles=handles,
        labelcolor=[color for _, color in KEY],
        loc="outside lower center",
        ncols=len(KEY),
        handlelength=0,
    )
    return figure


def _draw_edge(ax: Axes, source: str, target: str) -> None:
    (x0, y0), (x1, y1) = PLACES[source], PLACES[target]
    level = y0 == y1
    start = (x0 + HALF_WIDTH, y0) if level else (x0, y0 + HALF_HEIGHT)
    end = (x1 - HALF_WIDTH, y1) if level else (x1 + 0.3 * (x0 - x1), y1 - HALF_HEIGHT)
    ax.annotate(
        "",
        end,
        start,
        arrowprops={"arrowstyle": "-|>", "color": style.MUTED, "shrinkA": 0, "shrinkB": 0},
    )


def _draw_quantity(ax: Axes, name: str, step: Mapping[str, Any]) -> None:
    """Draw a box with the value, and the gradient and the update where there are any."""
    x, y = PLACES[name]
    lines = [(f"{wording.SYMBOLS.get(name, name)} = {wording.number(step[name], 4)}", FORWARD)]
    if name in step["gradients"]:
        lines.append((f"∂ {wording.number(step['gradients'][name], 4)}", BACKWARD))
    if name in step["updated"]:
        lines.append((f"→ {wording.number(step['updated'][name], 4)}", UPDATE))
    corner = (x - HALF_WIDTH, y - HALF_HEIGHT)
    box = FancyBboxPatch(
        corner, 2 * HALF_WIDTH, 2 * HALF_HEIGHT, boxstyle="round,pad=0,rounding_size=0.06"
    )
    box.set(facecolor="white", edgecolor=style.MUTED, linewidth=1.0)
    ax.add_patch(box)
    for rank, (text, color) in enumerate(lines):
        height = y + 0.19 * ((len(lines) - 1) / 2 - rank)
        ax.text(x, height, text, ha="center", va="center", color=color, size=12.5)
