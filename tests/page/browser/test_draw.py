"""Draw a digit: the browser frames, classifies and shows as Python does."""

import json

import numpy as np
import pytest
from scipy.special import expit, ndtr

from mlplab import nn
from mlplab.page.networks import dequantize, quantize
from mlplab.preprocessing import FRAMES, reframe
from tests.digits import EXAMPLES, embedded_splits, example, scratch_network
from tests.page.browser import harness

CELLS = list(harness.NETWORKS.values())
RUN = """([network, images]) => {
  const read = Perceptron.dequantize(network);
  return images.map(image => Perceptron.forward(read, image).map(layer => [...layer]));
}"""
FRAME = "([gray, width, height, shape, frame]) => [...Perceptron.frameDigit(gray, width, height, shape, frame)]"
# Our own definitions of activations that the engine may not have.
OTHERS = {
    "elu": lambda z: np.where(z > 0, z, np.expm1(z)),
    "gelu": lambda z: z * ndtr(z),
    "silu": lambda z: z * expit(z),
}


def framed(page, gray, shape):
    frame = harness.networks.canvas_data({}, EXAMPLES, shape, {})["frame"]
    height, width = gray.shape
    found = page.evaluate(FRAME, [gray.ravel().tolist(), width, height, list(shape), frame])
    return np.reshape(found, shape)


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_every_layer_is_numpys_for_200_images(scripts, cell):
    record = quantize(scratch_network(*cell))
    images = embedded_splits().rows("test")[:200]
    found = scripts.evaluate(RUN, [record, images.tolist()])
    for rank, expected in enumerate(nn.forward(dequantize(record), images)[1:]):
        layer = np.array([outputs[rank] for outputs in found])
        np.testing.assert_allclose(layer, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", sorted(nn.ACTIVATIONS.keys() | OTHERS.keys()))
def test_every_activation_of_the_engine_is_in_the_browser(scripts, name):
    z = np.linspace(-9, 9, 181)
    script = "([name, z]) => z.map(value => Perceptron.ACTIVATIONS[name](value, 0.01))"
    expected = z.copy()
    if name in OTHERS:
        expected = OTHERS[name](z)
    else:
        nn.ACTIVATIONS[name].forward(expected)
    np.testing.assert_allclose(scripts.evaluate(script, [name, z.tolist()]), expected, atol=1e-6)


def test_softmax_is_finite_for_logits_of_any_size(scripts):
    found = scripts.evaluate("Perceptron.softmax([1000, 999, -1000])")
    np.testing.assert_allclose(found, [0.7310585786, 0.2689414214, 0], atol=1e-9)


@pytest.mark.parametrize("shape", list(FRAMES))
@pytest.mark.parametrize("digit", EXAMPLES)
def test_a_drawing_is_framed_as_python_frames_it(scripts, shape, digit):
    gray = example(digit)
    np.testing.assert_allclose(
        framed(scripts, gray, shape), reframe(gray, shape, FRAMES[shape]), atol=1e-9
    )


@pytest.mark.parametrize("shape", list(FRAMES))
@pytest.mark.parametrize("size", [(1, 1), (3, 40), (60, 2), (33, 47)])
def test_any_picture_is_framed_as_python_frames_it(scripts, shape, size):
    gray = np.random.default_rng(0).integers(0, 256, size, dtype=np.uint8)
    np.testing.assert_allclose(
        framed(scripts, gray, shape), reframe(gray, shape, FRAMES[shape]), atol=1e-9
    )
    assert not framed(scripts, np.zeros(size, np.uint8), shape).any()


def test_all_ten_examples_get_the_class_that_python_gives_them(scripts):
    record = quantize(scratch_network())
    images = [reframe(example(digit), (8, 8), FRAMES[8, 8]).ravel() for digit in EXAMPLES]
    found = scripts.evaluate(
        RUN,
        [record, [framed(scripts, example(digit), (8, 8)).ravel().tolist() for digit in EXAMPLES]],
    )
    classes = [int(np.argmax(outputs[-1])) for outputs in found]
    assert classes == nn.predict(dequantize(record), np.array(images)).tolist() == list(range(10))


def verdict(page):
    return page.locator("#draw .verdict-line").inner_text()


@pytest.mark.parametrize("digit", EXAMPLES)
def test_each_sample_is_called_what_it_is(page, digit):
    page.get_by_role("button", name=f"Sample {digit}").press("Enter")
    assert verdict(page).startswith(f"The network says {digit}, with probability")
    assert page.locator("#draw .bars .best .name").inner_text() == digit


def drag(page, strokes, locator="#draw .paper"):
    """Draw strokes, lists of points in a square of 100, with the mouse."""
    box = page.locator(locator).bounding_box()
    for stroke in strokes:
        points = [
            (box["x"] + x * box["width"] / 100, box["y"] + y * box["height"] / 100)
            for x, y in stroke
        ]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=3)
        page.mouse.up()


TWO = [
    (30, 30),
    (36, 18),
    (50, 14),
    (64, 20),
    (68, 34),
    (60, 50),
    (44, 68),
    (30, 84),
    (50, 83),
    (72, 84),
]


def test_a_2_drawn_with_the_mouse_is_called_2_and_cleared_again(page):
    assert verdict(page) == "Nothing is drawn yet."
    drag(page, [TWO])
    assert verdict(page).startswith("The network says 2, ")
    page.get_by_role("button", name="Clear").click()
    assert verdict(page) == "Nothing is drawn yet."
    assert page.locator("#draw .bars .best").count() == 0


@pytest.mark.parametrize("button", ["Clear", "Sample 1"])
def test_a_button_ends_the_stroke_that_is_under_way(page, button):
    """As a second finger can; a sample stays what it was."""
    box = page.locator("#draw .paper").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.get_by_role("button", name=button).press("Enter")
    before = verdict(page)
    page.mouse.move(box["x"] + 80, box["y"] + 20, steps=3)
    page.mouse.up()
    assert verdict(page) == before
    page.get_by_role("button", name="Sample 1").click()
    assert verdict(page).startswith("The network says 1, ")


def test_a_1_drawn_with_a_finger_is_called_1(page):
    session = page.context.new_cdp_session(page)
    page.locator("#draw .paper").scroll_into_view_if_needed()
    box = page.locator("#draw .paper").bounding_box()
    points = [(42, 33), (53, 20), (53, 40), (52, 60), (52, 80)]

    def touch(kind, *places):
        touches = [
            {"x": box["x"] + x * box["width"] / 100, "y": box["y"] + y * box["height"] / 100}
            for x, y in places
        ]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", points[0])
    for point in points[1:]:
        touch("touchMove", point)
    touch("touchEnd")
    assert verdict(page).startswith("The network says 1, ")


def test_another_network_answers_when_it_is_chosen(page):
    page.get_by_role("button", name="Sample 5").click()
    page.get_by_role("radio", name="random, ReLU").press("ArrowRight")
    assert page.get_by_role("radio", name="normal, tanh").is_checked()
    page.get_by_role("radio", name="zero, sigmoid").check()
    texts = page.locator("#draw .strips .value").all_inner_texts()
    assert all(
        text.startswith("all units give 0") for text in texts[1:-1]
    )  # none differs from the others
    logits = json.loads(
        page.evaluate(
            "JSON.stringify([...document.querySelectorAll('#draw .bars .value')].map(e => e.textContent))"
        )
    )
    assert max(map(float, logits)) < 0.2


def test_every_layer_shows_what_it_gives(page):
    page.get_by_role("button", name="Sample 5").click()
    titles = page.locator("#draw .strips .title").all_inner_texts()
    assert titles[0] == "Layer 1: 64 units, ReLU"
    assert titles[-1] == "Output: 10 units, before softmax"
    image = reframe(example("5"), (8, 8), FRAMES[8, 8]).ravel()
    silent = int((nn.forward(dequantize(quantize(scratch_network())), [image])[1] == 0).sum())
    shown = int(page.locator("#draw .strips .value").first.inner_text().split(", ")[1].split()[0])
    assert abs(shown - silent) <= 2  # the canvas' strokes are not to the pixel Pillow's
