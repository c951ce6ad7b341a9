"""A picture of the pipeline as a part of the page."""

import re

import pytest
from matplotlib.figure import Figure

from mlplab.page.drawings import DARK_PAPER, invert, page_color, to_drawing
from mlplab.pictures import style
from tests.conftest import ROOT

WHITE = "#ffffff"


def luminance(color):
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def drawing():
    with style.applied():
        figure = Figure(figsize=(6, 3))
        ax = figure.subplots()
        ax.plot([0, 1], color=style.COLORS["relu"])
        ax.set(title="leaky ReLU", xlabel="epoch")
    return to_drawing("example", style.render(figure, ".svg").decode())


@pytest.mark.parametrize("color", [*style.COLORS.values(), *style.SPARE_COLORS, "#5F9BDB"])
def test_a_color_stands_out_on_dark_paper_as_it_does_on_white(color):
    assert contrast(invert(color.lower()), DARK_PAPER) == pytest.approx(
        contrast(color, WHITE), rel=0.03
    )


@pytest.mark.parametrize("shade", [0.0, 0.02, 0.3, 0.7, 1.0])
def test_text_can_be_read_on_every_shade_in_the_dark(shade):
    red, green, blue, _ = style.SHADES(shade, bytes=True)
    assert contrast(invert(f"#{red:02x}{green:02x}{blue:02x}"), INK_IN_THE_DARK) >= 4.5


def test_ink_paper_and_gray_are_the_pages_own():
    assert page_color(style.INK.lower()) == "var(--ink)"
    assert page_color(WHITE) == "var(--paper)"
    assert page_color("#cf4a00").startswith("light-dark(#cf4a00, #")


def test_no_color_of_a_picture_is_fixed(drawing):
    inside = re.sub(r"light-dark\([^)]*\)", "", drawing.body)
    assert not re.search(r"#[0-9a-f]{6}\b", inside)
    assert "light-dark(#cf4a00" in drawing.body


def test_text_stays_text_in_the_pages_font(drawing):
    assert ">leaky ReLU</text>" in drawing.body
    assert "font-family" not in drawing.body


def test_sizes_are_those_of_the_picture_in_css_pixels(drawing):
    assert (drawing.width, drawing.height) == (6 * 96, 3 * 96)
    assert drawing.view_box == "0 0 432 216"


def test_only_what_is_referred_to_has_an_id_which_starts_with_the_pictures_name(drawing):
    ids = re.findall(r'\bid="([^"]+)"', drawing.body)
    used = re.findall(r'(?:url\(|href=")#([^")]+)', drawing.body)
    assert set(used) == set(ids)
    assert len(ids) == len(set(ids)) > 0
    assert all(name.startswith("example-") for name in ids)


def test_nothing_of_the_file_applies_to_the_rest_of_the_page(drawing):
    assert not re.search(r"<style|<metadata|<\?xml|<!|xlink", drawing.body)


STYLE = (ROOT / "src/mlplab/page/templates/style.css.j2").read_text()
DARK = STYLE[STYLE.index("prefers-color-scheme: dark") :]
INK_IN_THE_DARK = re.search(r"--ink: (#\w{6})", DARK)[1]


def test_the_dark_paper_is_the_pages():
    assert re.search(r"--paper: (#\w{6})", DARK)[1] == DARK_PAPER
