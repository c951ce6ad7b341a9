"""Draw the ten example digits from their strokes: `python examples/draw.py` writes them beside itself.

The strokes, polylines in a square of `size` drawn with a round pen of width `pen`, are our own. The
page's sample buttons draw the same ones.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
SIDE = 140  # pixels
FINER = 8  # how much finer a picture is drawn than it is kept, which smooths its edges

Stroke = Sequence[Sequence[float]]


def read_strokes() -> dict:
    """The `size` of the square, the `pen`'s width, and each of the `digits` as a list of strokes."""
    return json.loads((HERE / "strokes.json").read_text(encoding="utf-8"))


def draw(strokes: Sequence[Stroke], size: float, pen: float) -> Image.Image:
    """White strokes on black, (SIDE, SIDE) gray pixels."""
    scale = SIDE * FINER / size
    fine = Image.new("L", (SIDE * FINER, SIDE * FINER), 0)
    brush = ImageDraw.Draw(fine)
    radius = pen * scale / 2
    for stroke in strokes:
        points = [(x * scale, y * scale) for x, y in stroke]
        brush.line(points, fill=255, width=round(2 * radius))
        for x, y in points:  # round ends and joints
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return fine.resize((SIDE, SIDE), Image.Resampling.BOX)


def main() -> None:
    drawn = read_strokes()
    for name, strokes in drawn["digits"].items():
        draw(strokes, drawn["size"], drawn["pen"]).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
