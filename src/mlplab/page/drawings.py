"""The pictures that the pipeline drew, as the page shows them."""

import re
import struct
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

MEDIA_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}
DOTS_PER_PIXEL = {".png": 120 / 96, ".svg": 72 / 96}  # CSS has 96 pixels an inch


@dataclass(frozen=True)
class Drawing:
    """A picture's media type, its bytes, and its natural size in CSS pixels."""

    media_type: str
    data: bytes
    width: int
    height: int

    @property
    def url(self) -> str:
        """The picture as a data URL."""
        return f"data:{self.media_type};base64,{b64encode(self.data).decode()}"


def read_drawing(path: Path) -> Drawing:
    """Read a picture that the pictures stage wrote, PNG or SVG."""
    return to_drawing(path.read_bytes(), path.suffix)


def to_drawing(data: bytes, suffix: str) -> Drawing:
    """A picture from the bytes of its file, `suffix` .png or .svg."""
    if suffix == ".png":
        size: tuple[float, ...] = struct.unpack(">II", data[16:24])  # of its header
    else:
        header = dict(re.findall(rb' (width|height)="([\d.]+)pt"', data))
        size = float(header[b"width"]), float(header[b"height"])
    width, height = (round(length / DOTS_PER_PIXEL[suffix]) for length in size)
    return Drawing(MEDIA_TYPES[suffix], data, width, height)
