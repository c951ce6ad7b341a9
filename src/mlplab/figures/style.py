"""The one look of all figures: palette, names, number format and matplotlib's settings."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import matplotlib
import matplotlib.style
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

Point = Sequence[float] | npt.NDArray

INK, MUTED, FAINT = "#262626", "#666666", "#DDDDDD"

# Each has a contrast of at least 4.5 on white, so that it can colour text too, and the colours that
# meet in one figure differ in lightness where a colour-blind eye confuses their hues.
COLORS = {
    "logistic": "#004E9E",
    "sigmoid": "#004E9E",
    "tanh": "#00846B",
    "relu": "#CF4A00",
    "leaky_relu": "#5E3B00",
    "identity": "#B8479A",
    "pixels": "#757575",
    "pca": INK,
}
SPARE_COLORS = ("#A5102F", "#5B3FA8", "#6B7300")
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", COLORS["logistic"]])

# Names as the figures show them, word by word; any other word shows as it is.
WORDS = {
    "relu": "ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "pca": "PCA",
    "adam": "Adam",
    "sgd": "SGD",
    "mlp": "MLP",
    "kfold": "k-fold",
    "f1": "F1",
    "val": "validation",
    "train": "training",
    "mse": "mean squared error",
}
UNITS = {"loss": "nats", "error": "intensity²", "size": "images"}

RC: Any = {  # matplotlib types the keys as literals
    "figure.dpi": 120,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "mlplab",
    "font.family": "DejaVu Sans",  # matplotlib brings it: the same letters on every machine
    "font.size": 12,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.frameon": False,
    "legend.fontsize": 11,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
}
# Without these matplotlib stamps the date and its version into every file.
METADATA: dict[str, dict[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
}


@contextmanager
def applied() -> Iterator[None]:
    """Apply the look, as a context or as a decorator, whatever the user's own matplotlibrc says."""
    with matplotlib.style.context("default"), matplotlib.rc_context(RC):
        yield


def render(figure: Figure, suffix: str) -> bytes:
    """Give a figure as the bytes of a file, `suffix` ".png" or ".svg": the same figure gives the same bytes."""
    buffer = BytesIO()
    with applied():
        if layout := figure.get_layout_engine():  # once and here: savefig draws all twice for it
            layout.execute(figure)
            figure.set_layout_engine(None)
        figure.savefig(buffer, format=suffix[1:], metadata=METADATA[suffix])
    return buffer.getvalue()


def color(name: str) -> str:
    """Give the colour of an activation or a feature set; an unknown name keeps one spare colour."""
    return COLORS.get(name, SPARE_COLORS[zlib.crc32(name.encode()) % len(SPARE_COLORS)])


def ink(shade: float) -> str:
    """Give the text colour that reads on a cell of `SHADES`, shade in [0, 1]."""
    return "white" if shade > 0.7 else INK  # there both have the same contrast


def pretty(name: str) -> str:
    """Write a key as words: `leaky_relu` is leaky ReLU, `kfold.batch_size` is batch size."""
    return " ".join(WORDS.get(word, word) for word in name.rpartition(".")[2].split("_"))


def with_unit(name: str) -> str:
    """Write a key as an axis label with its unit, if any: `val_loss` is validation loss (nats)."""
    label = pretty(name)
    unit = UNITS.get(label.split()[-1])
    return f"{label} ({unit})" if unit else label


def number(value: float, digits: int = 3) -> str:
    """Write an exact number as short as it goes: 2, −0.5, 1.316, 1024; a tiny one as 2e-4."""
    size = abs(value)
    if 0 < size < 1e-3:
        mantissa, _, exponent = f"{size:.{digits - 1}e}".partition("e")
        text = f"{float(mantissa):g}e{int(exponent)}"
    else:
        text = f"{size:.{digits}g}" if size < 10**digits else f"{size:.0f}"
    return f"−{text}" if value < 0 else text


def measured(value: float) -> str:
    """Write a measured number with three significant digits or more: 0.260, 12.0, 345, 1235."""
    text = f"{value:#.3g}".rstrip(".") if abs(value) < 1000 else f"{value:.0f}"
    return text.replace("-", "−", 1) if value < 0 else text


def annotate(ax: Axes, text: str, at: Point, offset: tuple[float, float], **look: Any) -> None:
    """Write centred text at a point of the data, moved by `offset` in points."""
    look = {"ha": "center", "va": "center"} | look
    ax.annotate(text, (at[0], at[1]), offset, textcoords="offset points", **look)
