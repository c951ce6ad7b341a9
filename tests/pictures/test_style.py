import io
import itertools
import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from mlplab.page.drawings import invert
from mlplab.pictures import style
from tests.pictures.color_vision import VISIONS, difference
from tests.pictures.records import PICTURES


def save(figure, kind):
    file = io.BytesIO()
    with style.applied():
        figure.savefig(file, format=kind, metadata=style.METADATA[f".{kind}"])
    return file.getvalue()


def contains(outer, inner):
    return all(outer.contains(*corner) for corner in inner.corners())


def luminance(color):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_every_picture_is_white_and_no_wider_than_it_may_be(draw, width):
    figure = draw(width)
    assert figure.get_figwidth() <= (12 if "sweep" in draw.__code__.co_names else width)  # a file
    assert to_rgb(figure.get_facecolor()) == (1, 1, 1)


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_no_text_is_cut_off_lies_on_another_or_is_too_small(draw, width, monkeypatch):
    figure, boxes, draw_text = draw(width), {}, Text.draw

    def note(text, renderer):
        slanted = text.get_rotation() == 45  # its box overlaps the neighbors
        if text.get_visible() and text.get_text() and not slanted:
            boxes[text] = Text.get_window_extent(text, renderer)  # an annotation's has its arrow
        draw_text(text, renderer)

    monkeypatch.setattr(Text, "draw", note)
    save(figure, "png")  # where a warning of the layout or of a missing glyph is an error
    cut = [t.get_text() for t, box in boxes.items() if not contains(figure.bbox.padded(1), box)]
    pairs = itertools.combinations(boxes.items(), 2)
    on = [(a.get_text(), b.get_text()) for (a, box), (b, other) in pairs if box.overlaps(other)]
    # A phone shows 358 pixels, a page 864 or more: on either, 11 points are 11 pixels or more.
    small = [t.get_text() for t in boxes if t.get_size() < 11]
    assert boxes
    assert (cut, on, small) == ([], [], [])


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_equal_records_give_equal_bytes(kind):
    draw = PICTURES["comparison of errors"]
    first = save(draw(12), kind)
    assert first == save(draw(12), kind)
    assert b"matplotlib.org" not in first.lower()


def test_a_users_own_settings_change_nothing_and_stay_as_they_are():
    draw = PICTURES["tuning"]
    plain = save(draw(12), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert save(draw(12), "png") == plain
        assert matplotlib.rcParams["font.size"] == 30


def test_drawing_needs_no_pyplot():
    code = "import sys, tests.pictures.records; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("names", [style.COLORS, [f"unknown {number}" for number in range(30)]])
def test_a_color_can_be_read_on_white(names):
    for color in style.palette(names).values():
        assert 1.05 / (luminance(color) + 0.05) >= 4.5


def test_no_two_names_of_a_picture_share_a_color():
    names = [*style.COLORS, *(f"unknown {number}" for number in range(30))]
    assert len(set(style.palette(names).values())) == len(names)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize(
    "names",
    [
        ("sigmoid", "tanh", "relu", "leaky_relu"),
        ("logistic", "tanh", "relu", "identity"),
        ("relu", "identity", "pixels", "pca"),
    ],
    ids=["section B", "section C", "features"],
)
def test_lines_that_meet_in_a_picture_stay_apart_for_the_color_blind(names, vision):
    for color in (lambda name: style.COLORS[name], lambda name: invert(style.COLORS[name].lower())):
        for first, second in itertools.combinations(names, 2):
            assert difference(color(first), color(second), vision) > 15, (first, second)


def test_a_known_name_has_the_same_color_in_every_picture():
    assert style.palette(["swish", "relu"])["relu"] == style.palette(["relu"])["relu"]
    assert style.palette(["sigmoid"])["sigmoid"] == style.palette(["logistic"])["logistic"]


def test_unknown_names_take_the_spare_colors_in_their_order():
    assert list(style.palette(["relu", "a", "b"]).values())[1:] == list(style.SPARE_COLORS[:2])


@pytest.mark.parametrize("shade", [0.0, 0.3, 0.6, 0.8, 1.0])
def test_text_can_be_read_on_every_shade(shade):
    light, dark = luminance(style.SHADES(shade)[:3]), luminance(style.INK)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_shades_stand_from_the_top_row_down_and_what_is_unknown_stays_blank():
    ax = Figure().subplots()
    style.draw_shades(ax, np.array([[0.0, 1.0], [0.5, np.nan]]))
    assert ax.get_ylim() == (1.5, -0.5)
    assert ax.collections[0].get_array().mask.tolist() == [[False, False], [False, True]]
