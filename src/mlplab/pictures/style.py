"""The one look of all pictures: palette and matplotlib's settings."""

from collections.abc import Iterable, Iterator, Sequence
from colorsys import hls_to_rgb
from contextlib import contextmanager
from io import BytesIO
from itertools import chain, count
from typing import Any

import matplotlib
import matplotlib.style
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure

Point = Sequence[float] | npt.NDArray

WIDE, NARROW = 12.0, 4.6  # inches that a picture may take: of a page, and of a phone
INK, MUTED, FAINT = "#262626", "#666666", "#DDDDDD"

# Each has a contrast of at least 4.5 on white, so that it can color text too, and the colors that
# meet in one picture differ in lightness where a color-blind eye confuses their hues.
COLORS = {
    "logistic": "#004E9E",
    "sigmoid": "#004E9E",
    "tanh": "#008448",
    "relu": "#CF4A00",
    "leaky_relu": "#5E3B00",
    "identity": "#B8479A",
    "pixels": "#757575",
    "pca": INK,
}
# For names that have none above. No picture has so many; after them come further hues, as dark.
SPARE_COLORS = (
    "#A5102F",
    "#5B3FA8",
    "#6B7300",
    "#00748A",
    "#7A4A8C",
    "#4F6D2F",
    "#8A5A00",
    "#3D4FD0",
)
# Of a heat map; INK has a contrast of more than 4.5 on each.
SHADES = LinearSegmentedColormap.from_list("shades", ["#FFFFFF", "#5F9BDB"])
MORE_OR_LESS = LinearSegmentedColormap.from_list("more or less", ["#5F9BDB", "#FFFFFF", "#EE9A63"])

RC: Any = {  # matplotlib types the keys as literals
    "figure.dpi": 120,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "mlplab",
    "svg.fonttype": "none",  # text stays text: the page shows it in its own font, a browser finds it
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # matplotlib brings it: the same layout on every machine
    "font.size": 12,
    "text.parse_math": False,  # a class name may hold $
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


def palette(names: Iterable[str]) -> dict[str, str]:
    """Give each name of one picture a color of its own.

    An activation or a kind of features has the same color in every picture. Other names, and a name
    whose color is taken in this picture, get the spare colors in the order of the names.
    """
    spare = chain(SPARE_COLORS, (to_hex(hls_to_rgb(0.61803 * n % 1, 0.24, 0.7)) for n in count()))
    colors: dict[str, str] = {}
    for name in dict.fromkeys(names):
        known = COLORS.get(name)
        free = known is not None and known not in colors.values()
        colors[name] = known if known and free else next(spare)
    return colors


def draw_shades(ax: Axes, shades: npt.NDArray, colors: Colormap = SHADES) -> None:
    """Draw a heat map of shades (rows, columns) in [0, 1] from the top row down; NaN stays blank.

    The cells are drawn, not painted as an image: the page gives them its own colors.
    """
    rows, columns = shades.shape
    edges = np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5
    ax.pcolormesh(*edges, np.ma.masked_invalid(shades), cmap=colors, vmin=0, vmax=1, zorder=0)
    ax.set(xlim=(-0.5, columns - 0.5), ylim=(rows - 0.5, -0.5))
    ax.grid(False)
    ax.spines[:].set_visible(False)


def columns(width: float, panel: float, count: int) -> int:
    """How many of `count` panels, each at least `panel` inches wide, stand side by side in `width`."""
    return max(1, min(count, int(width // panel)))


def annotate(ax: Axes, text: str, at: Point, offset: tuple[float, float], **look: Any) -> None:
    """Write centered text at a point of the data, moved by `offset` in points."""
    look = {"ha": "center", "va": "center"} | look
    ax.annotate(text, (at[0], at[1]), offset, textcoords="offset points", **look)
