"""The pictures that the pipeline drew, as a part of the page: in its font and its colors, light and dark."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mlplab.errors import InputError

PIXELS = 96 / 72  # CSS pixels in a point
# Colors of the pictures that the page has a name for.
NAMED = {
    "#ffffff": "var(--paper)",
    "#262626": "var(--ink)",
    "#666666": "var(--muted)",
    "#dddddd": "var(--line)",
}
DARK_PAPER = "#17181a"  # the page's --paper in the dark
# What a file holds that a part of a page does not: its own style, what it is made by, its font.
SUPERFLUOUS = r"<metadata>.*?</metadata>|<style\b.*?</style>|<!--.*?-->|font-family: [^;\"]*; "
# The white of a figure and of its axes, where the page's own paper is to show.
BACKGROUND = r'(<g id="(?:figure|axes)_\d+">\s*<g id="patch_\d+">\s*<path [^>]*?)fill: #ffffff'


@dataclass(frozen=True)
class Drawing:
    """The inside of an SVG element.

    Attributes
    ----------
    body : markup
    view_box : the attribute of the element
    width, height : natural sizes in CSS pixels
    """

    body: str
    view_box: str
    width: int
    height: int


class Drawings(NamedTuple):
    """A picture as wide as the page, and as narrow as a phone: one of them shows."""

    wide: Drawing
    narrow: Drawing


def read_drawings(wide: Path, narrow: Path) -> Drawings:
    """Read a picture that the pictures stage wrote twice; InputError where it is none."""
    try:
        texts = [path.read_text(encoding="utf-8") for path in (wide, narrow)]
        return to_drawings(wide.stem, *texts)
    except (ValueError, KeyError):
        raise InputError(
            f"{wide}: not a picture of this study; `dvc repro` draws it anew"
        ) from None


def to_drawings(name: str, wide: str, narrow: str) -> Drawings:
    """A picture from the texts of its SVG files."""
    return Drawings(to_drawing(name, wide), to_drawing(f"narrow-{name}", narrow))


def to_drawing(name: str, svg: str) -> Drawing:
    """A picture from the text of its SVG file; its ids start with `name`, so that no two pictures share one."""
    head, _, body = svg.partition("<svg")[2].partition(">")
    attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', head))
    width, height = (
        round(float(attributes[side].removesuffix("pt")) * PIXELS) for side in ("width", "height")
    )
    body = re.sub(SUPERFLUOUS, "", body.rpartition("</svg>")[0], flags=re.DOTALL)
    body = re.sub(BACKGROUND, r"\1fill: none", body)
    body = _own_ids(name, body.replace("xlink:href", "href"))
    body = re.sub(r"#[0-9a-f]{6}\b(?=[;\"])", lambda found: page_color(found[0]), body)
    return Drawing(body.strip(), attributes["viewBox"], width, height)


def _own_ids(name: str, body: str) -> str:
    """Keep the ids that something refers to, and start each with the picture's name."""
    used = set(re.findall(r'(?:url\(|href=")#([^")]+)', body))
    body = re.sub(
        r' id="([^"]+)"', lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", body
    )
    return re.sub(r'(url\(|href=")#', rf"\1#{name}-", body)


@cache
def page_color(color: str) -> str:
    """A color of a picture in CSS: as it is on light paper, and as different from the paper on dark."""
    return NAMED.get(color) or f"light-dark({color}, {invert(color)})"


def invert(color: str) -> str:
    """The color of the same hue and chroma that stands out on dark paper as this one does on white."""
    hue, lightness, saturation = rgb_to_hls(*_channels(color))
    chroma = saturation * _room(lightness)
    wanted = (_luminance(DARK_PAPER) + 0.05) * 1.05 / (_luminance(color) + 0.05) - 0.05
    low, high, found = 0.0, 1.0, color
    for _ in range(20):
        lightness = (low + high) / 2
        saturation = min(chroma / (_room(lightness) or 1), 1)
        found = _hex(hls_to_rgb(hue, lightness, saturation))
        low, high = (low, lightness) if _luminance(found) > wanted else (lightness, high)
    return found


def _room(lightness: float) -> float:
    """The chroma that a color of this lightness can have."""
    return 1 - abs(2 * lightness - 1)


def _channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))


def _hex(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)


def _luminance(color: str) -> float:
    """The relative luminance as WCAG defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
