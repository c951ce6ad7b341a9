"""Pictures in less text that show the same."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from mlplab.page.compact import compact, shorten
from mlplab.page.drawings import Drawing, Drawings


def drawing(body):
    return Drawing(body, "0 0 9 9", 9, 9)


def test_every_style_is_written_once_and_has_a_class():
    both = Drawings(
        drawing('<path style="fill: red"/><path style="fill: none"/>'),
        drawing('<path style="fill: red"/>'),
    )
    shared, rules = compact({"one": both, "two": both})
    assert "fill" not in "".join(half.body for pair in shared.values() for half in pair)
    assert rules == ".p0 { fill: red }\n.p1 { fill: none }"
    assert shared["two"].wide.body == '<path class="p0"/><path class="p1"/>'


@pytest.mark.parametrize(
    ("body", "short"),
    [
        ('<g>\n <path d="M 1.23456 2.0 L 3.10 4 z "/>\n</g>', '<path d="M1.23 2L3.1 4z"/>'),
        ('<g id="a"><g><g><text x="1.005">0.12345</text></g></g></g>', '<g id="a"><text x="1">0.12345</text></g>'),
        ('<g transform="scale(0.0155432 -0.1)"><use/></g>', '<g transform="scale(0.0155 -0.1)"><use/></g>'),
    ],
)  # fmt: skip
def test_places_are_short_and_texts_are_left_as_they_are(body, short):
    assert shorten(body) == short


@pytest.mark.parametrize("gray", [True, False])
def test_an_image_keeps_its_pixels(gray):
    levels = np.tile(np.arange(0, 224, 8, dtype=np.uint8), (28, 1))
    pixels = np.stack([levels, levels if gray else 255 - levels, levels], axis=-1)
    file = io.BytesIO()
    Image.fromarray(pixels).convert("RGBA").save(file, "PNG")
    encoded = base64.b64encode(file.getvalue()).decode()
    image = f'<image href="data:image/png;base64,{encoded}"/>'
    short = shorten(image)
    kept = Image.open(io.BytesIO(base64.b64decode(short.partition(",")[2].partition('"')[0])))
    assert len(short) <= len(image)
    np.testing.assert_allclose(np.asarray(kept.convert("RGB")), pixels, atol=0 if gray else 8)
