"""The confusion matrix as a table, and the images that its cells open."""

import base64
import io
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from mlplab.page.build import build
from mlplab.page.confusion import best_matrix
from mlplab.page.examples import SHOWN, choose
from stages import page as stage

IMAGES = np.linspace(0, 1, 5 * 9).reshape(5, 3, 3)
ACTUAL = ["bag", "bag", "bag", "coat", "coat"]
PREDICTED = np.array(
    [
        ["bag", "coat", "coat", "coat", "bag"],
        ["bag", "bag", "coat", "coat", "coat"],
        ["bag", "bag", "coat", "coat", "coat"],
    ]
)


def test_a_cells_images_are_those_that_most_networks_took_so():
    examples = choose(IMAGES, ACTUAL, PREDICTED)
    assert [example.words for example in examples["bag", "coat"]] == [
        "Test image 3, bag, taken for coat by 3 of 3 networks",
        "Test image 2, bag, taken for coat by 1 of 3 networks",
    ]
    assert examples["coat", "coat"][0].words == "Test image 4, coat, recognized by 3 of 3 networks"


def test_an_example_is_the_image_itself_dark_on_white():
    source = choose(IMAGES, ACTUAL, PREDICTED)["bag", "coat"][0].source
    image = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2])))
    np.testing.assert_allclose(np.asarray(image) / 255, 1 - IMAGES[2], atol=1 / 255)


def test_a_cell_has_few_images():
    many = choose(np.zeros((9, 3, 3)), ["bag"] * 9, np.full((1, 9), "bag"))
    assert len(many["bag", "bag"]) == SHOWN


@pytest.fixture
def opened(compared_results):
    """The results with images for one mistake."""
    examples = choose(IMAGES, ["3"] * 5, np.full((4, 5), "8"))
    counts = Counter({("3", "3"): 20, ("3", "8"): 20})
    predictions = dict.fromkeys(compared_results.predictions, counts)
    return replace(compared_results, examples=examples, predictions=predictions)


def test_a_cell_is_its_share_of_the_true_class_in_percent(opened):
    matrix = best_matrix(opened)
    row = dict(matrix.rows)["3"]
    assert [cell.percent for cell in row] == [0, 0, 0, 50, 0, 0, 0, 0, 50, 0]
    assert row[8].words == "3 taken for 8: 50%"
    assert "tanh" in matrix.caption  # of the lowest validation loss


def test_only_a_cell_with_images_is_a_button_that_opens_them(opened, drawings):
    page = build(opened, drawings)
    (button,) = re.findall(
        r'<button type="button" popovertarget="(\w+)" aria-label="([^"]+)"', page
    )
    assert button[1] == "3 taken for 8: 50%; show images"
    popover = page[page.index(f'<div popover id="{button[0]}"') :]
    images = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', popover[: popover.index("</div>")])
    assert len(images) == SHOWN
    assert all(source.startswith("data:image/png") for source, _ in images)
    assert images[0][1] == "Test image 1, 3, taken for 8 by 4 of 4 networks"


def test_the_matrix_of_a_single_activation_has_no_differences_beside_it(opened, drawings):
    name = "activation_comparison_confusion"
    alone = replace(opened, predictions={"tanh": opened.predictions["tanh"]})
    page = build(alone, {key: drawing for key, drawing in drawings.items() if key != name})
    figure = page[page.index(f'<figure id="{name}">') :].partition("</figure>")[0]
    assert "What tanh" in figure
    assert not {"<figcaption>", "<svg"} & set(re.findall(r"<\w+>?", figure))


def test_images_of_other_sources_than_fashion_mnist_are_not_shown(records):
    assert records.params.fetch.fashion != "fashion_mnist"
    assert stage.read_examples(records) == {}
