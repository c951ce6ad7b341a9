"""Every printed value as one square, colored by what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from mlplab import wording
from mlplab.pictures import style
from mlplab.verdicts import VERDICTS


class Look(NamedTuple):
    """The colors of a verdict's square; its mark repeats the verdict for those who do not see them."""

    face: str
    edge: str
    ink: str


GRAY = "#999999"
LOOKS = {
    "reproduced": Look(style.COLORS["tanh"], style.COLORS["tanh"], "white"),
    "within_two_sd": Look("#BFE0D9", style.COLORS["tanh"], style.INK),
    "differs": Look("white", style.COLORS["relu"], style.COLORS["relu"]),
    "not_comparable": Look("white", GRAY, style.MUTED),
}
ROW = 30


@style.applied()
def overview(rows: Sequence[Mapping[str, Any]]) -> Figure:
    """Draw a square for every printed value, a line for each stage, and count the verdicts.

    A row has a `name` (STAGE/CELL:KEY) and a `verdict`, a key of `VERDICTS`.
    """
    groups: dict[str, list[str]] = {}
    for row in rows:
        stage = row["name"].partition(":")[0].partition("/")[0]
        groups.setdefault(stage, []).append(row["verdict"])
    lines = sum(-(-len(verdicts) // ROW) for verdicts in groups.values())
    figure = Figure(figsize=(11, 0.285 * (lines + 0.5 * len(groups)) + 0.5), layout="constrained")
    ax = figure.subplots()
    top = 0.0
    for stage, verdicts in groups.items():
        _draw_group(ax, top, wording.words(stage), verdicts)
        top += -(-len(verdicts) // ROW) + 0.5
    ax.set(xlim=(-0.6, ROW - 0.4), ylim=(top - 0.9, -0.6), aspect="equal")
    ax.set_axis_off()
    _add_key(figure, Counter(row["verdict"] for row in rows))
    return figure


def _draw_group(ax: Axes, top: float, stage: str, verdicts: Sequence[str]) -> None:
    ax.text(-1, top, stage, ha="right", va="center", size=12)
    for index, verdict in enumerate(verdicts):
        line, column = divmod(index, ROW)
        look, mark = LOOKS[verdict], VERDICTS[verdict].mark
        ax.add_patch(_square(look, (column - 0.42, top + line - 0.42)))
        place: dict[str, Any] = {"ha": "center", "va": "center_baseline"}
        ax.text(column, top + line, mark, color=look.ink, size=13, **place)


def _square(look: Look, corner: tuple[float, float] = (0, 0)) -> Rectangle:
    return Rectangle(corner, 0.84, 0.84, facecolor=look.face, edgecolor=look.edge, linewidth=1.2)


def _add_key(figure: Figure, counts: Counter[str]) -> None:
    """Name each verdict that occurs, in the order of `VERDICTS`, with how often it does."""
    order = [verdict for verdict in VERDICTS if verdict in counts]
    handles = [_square(LOOKS[verdict]) for verdict in order]
    labels = [f"{VERDICTS[v].mark} {counts[v]} {VERDICTS[v].words}" for v in order]
    figure.legend(
        handles,
        labels,
        loc="outside upper left",
        ncols=len(order),
        handlelength=0.9,
        handleheight=0.9,
    )
