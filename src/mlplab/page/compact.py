"""Pictures in less text: a style written once, places as exact as anyone can see, images in few bits."""

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import replace

from PIL import Image

from mlplab.page.drawings import Drawings

PLACES = r' (?:d|x|y|transform|width|height|points)="[^"]*"'
STYLE = r' style="([^"]*)"'
PNG = r"data:image/png;base64,([^\"]*)"
GROUP = r"<g>((?:(?!</?g\b).)*)</g>"  # that says nothing of what is in it
COLORS = 48  # of an image that is not gray


def compact(drawings: Mapping[str, Drawings]) -> tuple[dict[str, Drawings], str]:
    """The drawings made small, with a class for each style, and the rules of the classes as CSS."""
    classes: dict[str, str] = {}

    def share(found: re.Match[str]) -> str:
        return f' class="{classes.setdefault(found[1], f"p{len(classes)}")}"'

    shared = {
        name: Drawings(
            *(
                replace(drawing, body=re.sub(STYLE, share, shorten(drawing.body)))
                for drawing in both
            )
        )
        for name, both in drawings.items()
    }
    return shared, "\n".join(f".{name} {{ {style} }}" for style, name in classes.items())


def shorten(body: str) -> str:
    """The markup without indentation and idle groups, its places to a hundredth of a point, its images encoded anew."""
    body = re.sub(r"\s*\n\s*", " ", body).replace("> <", "><")
    body = re.sub(PLACES, lambda found: _shorten_places(found[0]), body)
    unwrapped = ""
    while unwrapped != body:
        unwrapped, body = body, re.sub(GROUP, r"\1", body)
    return re.sub(PNG, lambda found: _encode(found[1]), body)


def _shorten_places(places: str) -> str:
    short = re.sub(r"-?\d+\.\d+", lambda found: _shorten(float(found[0])), places)
    return re.sub(r"(?<=[MLCQz]) | (?=[MLCQz\"])", "", short)


def _shorten(value: float) -> str:
    """A number with two decimals; a scale near 0 keeps three digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"


def _encode(encoded: str) -> str:
    image = Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")
    red, green, blue = image.split()
    gray = red.tobytes() == green.tobytes() == blue.tobytes()
    file = io.BytesIO()
    (red if gray else image.quantize(COLORS)).save(file, "PNG", optimize=True)
    shorter = min(base64.b64encode(file.getvalue()).decode(), encoded, key=len)
    return f"data:image/png;base64,{shorter}"
