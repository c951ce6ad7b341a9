"""Learning curves: a metric over the epochs, the mean over seeds with a band of one sd.

A curve is a DataFrame with a row an epoch and the columns `epoch`, `train_METRIC`,
`train_METRIC_sd`, `val_METRIC`, `val_METRIC_sd`; either part's values are of as many images. The sd
columns may be missing or NaN (one seed): no band is drawn. An empty frame, or a validation column
that ends in NaN, says that the runs diverged.
"""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import marks, panels, style
from mlplab.pictures.labels import End, label_ends


@style.applied()
def grid(
    curves: Mapping[tuple[str, str], pd.DataFrame],
    metric: str = "loss",
    notes: Mapping[tuple[str, str], str] | None = None,
    printed: Mapping[tuple[str, str], marks.Printed] | None = None,
    width: float = style.WIDE,
) -> Figure:
    """Draw every cell of a grid of initializers (rows) and activations (columns), the other way where that fits better.

    `curves` maps (initializer, activation) to a curve; `notes` says what to write in a cell of which a run
    diverged, `printed` what the report prints for its last epoch. All panels share one scale, logarithmic for
    losses, so that they compare at sight.
    """
    initializers = list(dict.fromkeys(initializer for initializer, _ in curves))
    activations = list(dict.fromkeys(activation for _, activation in curves))
    colors = style.palette(activations)
    turned = 1.5 * len(activations) + 1.2 > width
    shape = (len(initializers), len(activations))[:: -1 if turned else 1]
    size = min(max(2.7 * shape[1] + 1.2, 4.8), width), (1.9 if turned else 2.1) * shape[0] + 1.1
    figure = Figure(figsize=size, layout="constrained")
    axes = figure.subplots(*shape, sharex=True, sharey=True, squeeze=False)
    printed = printed or {}
    values = [value for pair in printed.values() for value in pair.values()]
    panels.set_scale(axes[0, 0], curves.values(), metric, values)
    for (row, column), ax in np.ndenumerate(axes.T if turned else axes):
        key = initializers[row], activations[column]
        note, curve, color = (notes or {}).get(key), curves.get(key, pd.DataFrame()), colors[key[1]]
        if not note and not panels.converged(curve, metric):
            note = "diverged" if key in curves else "not run"
        panels.draw_curve(ax, curve, metric, color)
        if note:  # the mean of several runs ends where the first of them diverged
            panels.write_note(ax, fill(note, 12))
        elif key in printed:
            marks.draw_marks(ax, float(curve["epoch"].iloc[-1]), printed[key], color)
            marks.write_numbers(ax, printed[key], color)
    _name(axes[0], axes[:, -1], initializers, colors, turned)
    figure.supxlabel("epoch", size=12)
    figure.supylabel(wording.with_unit(metric), size=12)
    panels.add_key(figure, curves.values(), metric, size[0], printed.values())
    return figure


@style.applied()
def comparison(
    curves: Mapping[str, pd.DataFrame],
    metric: str = "loss",
    reference: tuple[str, float] | None = None,
    printed: Mapping[str, float] | None = None,
    width: float = style.WIDE,
) -> Figure:
    """Draw the curves of several activations or feature sets in one axes.

    `curves` maps a name to a curve; each validation line's end carries its name and last value, and below what the
    report prints for it. `reference` is the label and value of a horizontal line, as ("PCA", 0.0151).
    """
    size = min(9, width), 5
    figure = Figure(figsize=size, layout="constrained")
    ax = figure.subplots()
    ax.set(xlabel="epoch", ylabel=wording.with_unit(metric))
    marked = {name: {"val": value} for name, value in (printed or {}).items()}
    also = [*(printed or {}).values(), *([reference[1]] if reference else [])]
    panels.set_scale(ax, curves.values(), metric, also)
    ends: list[End] = []
    for (name, curve), color in zip(curves.items(), style.palette(curves).values(), strict=True):
        panels.draw_curve(ax, curve, metric, color, bands=("val",))
        own = panels.curve_end(curve, f"val_{metric}", wording.words(name), color)
        if own and name in marked:
            marks.draw_marks(ax, own[0].x, marked[name], color)
            text = f"{own[0].text}\nreport {wording.number(marked[name]['val'])}"
            own = [own[0]._replace(text=text)]
        ends += own
    if reference is not None:
        ax.axhline(reference[1], color=style.INK, linestyle=":", linewidth=1.5)
        text = f"{reference[0]} {wording.measured(reference[1])}"
        ends.append(End(ax.get_xlim()[1], reference[1], text, style.INK))
    lost = [
        wording.words(name) for name, curve in curves.items() if not panels.converged(curve, metric)
    ]
    if lost:
        panels.write_note(ax, f"diverged: {', '.join(lost)}")
    label_ends(ax, ends)
    panels.add_key(figure, curves.values(), metric, size[0], marked.values())
    return figure


def _name(
    top: npt.NDArray,
    right: npt.NDArray,
    initializers: Sequence[str],
    colors: Mapping[str, str],
    turned: bool,
) -> None:
    """Write above the columns and beside the rows what they are: initializers or activations."""
    names = {name: (f"{wording.words(name)} initializer", style.INK) for name in initializers}
    names_short = {name: (wording.words(name), style.INK) for name in initializers}
    other = {name: (wording.words(name), color) for name, color in colors.items()}
    above, beside = (names_short, other) if turned else (other, names)
    for ax, (text, color) in zip(top, above.values(), strict=True):
        ax.set_title(text, color=color)
    look: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points"}
    for ax, (text, color) in zip(right, beside.values(), strict=True):
        ax.annotate(text, (1, 0.5), (8, 0), rotation=270, va="center", size=12, color=color, **look)
