import io
import itertools
import subprocess
import sys

import matplotlib
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from mlplab.figures import style
from tests.figures.records import FIGURES


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


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_every_figure_is_white_and_at_most_twelve_inches_wide(draw):
    figure = draw()
    assert figure.get_figwidth() <= 12
    assert to_rgb(figure.get_facecolor()) == (1, 1, 1)


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_no_text_is_cut_off_or_lies_on_another(draw, monkeypatch):
    figure, boxes, draw_text = draw(), {}, Text.draw

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
    assert boxes
    assert (cut, on) == ([], [])


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_equal_records_give_equal_bytes(kind):
    draw = FIGURES["comparison of errors"]
    first = save(draw(), kind)
    assert first == save(draw(), kind)
    assert b"matplotlib.org" not in first.lower()


def test_a_users_own_settings_change_nothing_and_stay_as_they_are():
    draw = FIGURES["tuning"]
    plain = save(draw(), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        assert save(draw(), "png") == plain
        assert matplotlib.rcParams["font.size"] == 30


def test_drawing_needs_no_pyplot():
    code = "import sys, tests.figures.records; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", [*style.COLORS, "softplus", "gelu"])
def test_a_color_can_be_read_on_white(name):
    assert 1.05 / (luminance(style.color(name)) + 0.05) >= 4.5


def test_activations_that_meet_have_colors_of_their_own():
    names = ["logistic", "tanh", "relu", "leaky_relu", "identity", "pixels", "pca"]
    assert all(style.color(a) != style.color(b) for a, b in itertools.combinations(names, 2))
    assert style.color("sigmoid") == style.color("logistic")


def test_an_unknown_name_keeps_its_color_and_takes_no_known_one():
    assert style.color("softplus") == style.color("softplus")
    assert style.color("softplus") not in style.COLORS.values()


@pytest.mark.parametrize("shade", [0.0, 0.3, 0.6, 0.69, 0.71, 1.0])
def test_text_can_be_read_on_every_shade(shade):
    light, dark = sorted((luminance(style.SHADES(shade)[:3]), luminance(style.ink(shade))))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= 3.5


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("leaky_relu", "leaky ReLU"),
        ("val_loss", "validation loss (nats)"),
        ("mse", "mean squared error (intensity²)"),
        ("test_macro_f1", "test macro F1"),
        ("scratch_mlp.batch_size", "batch size (images)"),
        ("accuracy", "accuracy"),
    ],
)
def test_a_key_becomes_words_with_their_unit(key, label):
    assert style.with_unit(key) == label


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.0, "2"), (-2.6844, "−2.684"), (0.5, "0.5"), (-2e-5, "−2e-5"), (0, "0"), (10240, "10240")],
)
def test_an_exact_number_is_short(value, text):
    assert style.number(value, 4) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.26, "0.260"), (1, "1.00"), (345.2, "345"), (-1234.5, "−1234")]
)
def test_a_measured_number_keeps_three_digits(value, text):
    assert style.measured(value) == text
