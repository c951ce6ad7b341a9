"""What a panel of learning curves is made of: its scale, its lines and bands, its key."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

from mlplab import wording
from mlplab.pictures import marks, style
from mlplab.pictures.labels import End

LOGARITHMIC = {"loss", "mse"}
PARTS: dict[str, dict[str, Any]] = {
    "train": {"linestyle": (0, (4, 2)), "linewidth": 1.2},
    "val": {"linestyle": "-", "linewidth": 2.2},
}
# What one epoch has for a line.
ONE_EPOCH: dict[str, dict[str, Any]] = {
    "train": {"marker": "o", "fillstyle": "none", "clip_on": False},
    "val": {"marker": "o", "clip_on": False},
}


def converged(curve: pd.DataFrame, metric: str) -> bool:
    """Say whether the curve holds a finite validation value at its last epoch."""
    column = f"val_{metric}"
    return column in curve and len(curve) > 0 and bool(np.isfinite(curve[column].iloc[-1]))


def set_scale(
    ax: Axes, curves: Iterable[pd.DataFrame], metric: str, also: Sequence[float] = ()
) -> None:
    """Set both axes to hold the means of all curves, and the values `also`.

    Losses get a logarithmic scale of at least a factor of four, so that noise never fills a panel;
    accuracies the whole of [0, 1].
    """
    curves = list(curves)
    columns = [f"{part}_{metric}" for part in PARTS]
    epochs = [
        float(c["epoch"].max()) for c in curves if any(_is_known(c, name) for name in columns)
    ]
    ax.set_xlim(0, max(epochs, default=1.0))
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=True))
    if not epochs:
        ax.set(xticks=[], yticks=[])
    elif metric == "accuracy":
        ax.set_ylim(0, 1.02)
    elif metric in LOGARITHMIC:
        values = [curve[column] for curve in curves for column in columns if column in curve]
        means = np.concatenate([also, *values]).astype(float)
        _set_log_scale(ax, means[np.isfinite(means) & (means > 0)])


def _set_log_scale(ax: Axes, values: np.ndarray) -> None:
    low, high = (values.min(), values.max()) if len(values) else (1.0, 1.0)
    widen = max(4 / (high / low), 1.0) ** 0.5
    low, high = low / widen, high * widen
    margin = (high / low) ** 0.06
    low, high = low / margin, high * margin
    ax.set_yscale("log")
    ax.set_ylim(low, high)
    ax.yaxis.set_major_locator(LogLocator(subs=_ticks(high / low), numticks=12))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_minor_formatter(NullFormatter())


def _ticks(ratio: float) -> tuple[float, ...]:
    """Choose the multiples of the powers of ten that carry a tick: the narrower, the more."""
    if ratio > 200:
        return (1,)
    return (1, 2, 5) if ratio > 12 else (1, 1.5, 2, 3, 4, 5, 7)


def draw_curve(
    ax: Axes, curve: pd.DataFrame, metric: str, color: str, bands: Iterable[str] = tuple(PARTS)
) -> None:
    """Draw a curve's training line (thin, dashed) and validation line (solid), with these bands."""
    for part, look in PARTS.items():
        column = f"{part}_{metric}"
        if not _is_known(curve, column):
            continue
        epoch, mean = curve["epoch"], curve[column]
        alone = ONE_EPOCH[part] if len(curve) == 1 else {}
        ax.plot(epoch, mean, color=color, **look, **alone)
        if part in bands and _is_known(curve, f"{column}_sd"):
            sd = curve[f"{column}_sd"].astype(float)
            ax.fill_between(epoch, mean - sd, mean + sd, color=color, alpha=0.18, linewidth=0)
            if alone:
                ax.vlines(epoch, mean - sd, mean + sd, color=color, alpha=0.18, linewidth=8)


def curve_end(curve: pd.DataFrame, column: str, name: str, color: str) -> list[End]:
    """Give the label of a line's end, its name and last value; none where there is no such line."""
    if column not in curve or curve.empty or not np.isfinite(curve[column].iloc[-1]):
        return []
    epoch, value = float(curve["epoch"].iloc[-1]), float(curve[column].iloc[-1])
    return [End(epoch, value, f"{name} {wording.measured(value)}", color)]


def write_note(ax: Axes, text: str) -> None:
    """Write into the middle of a panel why it has no curve, or one that ends early."""
    box = {"facecolor": "white", "edgecolor": "none"}
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": style.MUTED, "bbox": box}
    ax.text(0.5, 0.5, text, transform=ax.transAxes, **look)


def add_key(
    figure: Figure,
    curves: Iterable[pd.DataFrame],
    metric: str,
    width: float,
    printed: Iterable[marks.Printed] = (),
) -> None:
    """Add one small key for all panels: which line is which, and what a band means."""
    curves = list(curves)
    parts = [part for part in PARTS if any(f"{part}_{metric}" in curve for curve in curves)]
    handles: list[Line2D | Patch] = [
        Line2D([], [], color=style.MUTED, label=wording.words(part), **PARTS[part])
        for part in parts
    ]
    if any(_is_known(curve, f"{part}_{metric}_sd") for curve in curves for part in parts):
        handles.append(Patch(color=style.MUTED, alpha=0.25, linewidth=0, label="± 1 sd over seeds"))
    marked = {part for pair in printed for part in pair}
    handles += marks.key([part for part in PARTS if part in marked])
    columns = style.columns(width, 1.9 if marked else 1.7, len(handles))
    figure.legend(handles=handles, loc="outside upper right", ncols=columns, borderpad=0)


def _is_known(curve: pd.DataFrame, column: str) -> bool:
    """Say whether the curve holds at least one finite value of that column."""
    return column in curve and bool(np.isfinite(curve[column].astype(float)).any())
