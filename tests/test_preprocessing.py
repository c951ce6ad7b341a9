"""Drawn digits lie in their frame as the training digits do."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.preprocessing import FRAMES, GARMENTS, reframe
from tests.digits import EXAMPLES, embedded_splits, example, tuned_network

SHAPES = list(FRAMES)
MNIST = (28, 28)


def center_of_mass(ink):
    places = np.indices(ink.shape) + 0.5
    return (places * ink).sum(axis=(1, 2)) / ink.sum()


def extent(ink):
    """Height and width of what is not black."""
    return [np.ptp(np.flatnonzero(ink.any(axis=axis))) + 1 for axis in (1, 0)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("digit", EXAMPLES)
def test_size_place_and_brightness_of_a_drawing_change_nothing(shape, digit):
    image = example(digit)
    framed = reframe(image, shape, FRAMES[shape])
    moved = np.pad(image, ((5, 90), (70, 0)))
    larger = np.kron(image, np.ones((3, 3), np.uint8))
    for other in (moved, larger):
        np.testing.assert_allclose(reframe(other, shape, FRAMES[shape]), framed, atol=1e-12)
    np.testing.assert_allclose(reframe(image // 2, shape, FRAMES[shape]), framed, atol=0.01)


@pytest.mark.parametrize("digit", EXAMPLES)
def test_a_digit_fills_20_of_mnists_28_pixels_with_its_center_of_mass_in_the_middle(digit):
    framed = reframe(example(digit), MNIST, FRAMES[MNIST])
    assert max(extent(framed)) == 20
    assert np.all((center_of_mass(framed) >= 14) & (center_of_mass(framed) < 15))


@pytest.mark.parametrize("digit", EXAMPLES)
def test_a_digit_fills_the_height_of_8_pixels_and_two_thirds_of_the_width(digit):
    framed = reframe(example(digit), (8, 8), FRAMES[8, 8])
    height, width = extent(framed)
    assert height == 8
    assert width <= 7  # 5.2 pixels, that lie on up to seven
    assert center_of_mass(framed)[1] == pytest.approx(4, abs=0.05)


def test_proportions_are_kept_in_mnists_frame_and_widths_narrowed_in_8_pixels():
    wide = np.pad(np.full((50, 100), 255, np.uint8), 30)
    assert extent(reframe(wide, MNIST, FRAMES[MNIST])) == [10, 20]
    np.testing.assert_allclose(reframe(wide, (8, 8), FRAMES[8, 8]).sum(), 8 * 8 * 0.65)


def test_a_drawing_whose_mass_lies_at_one_end_stays_within_the_frame():
    image = np.zeros((100, 100), np.uint8)
    image[:, 50] = 255
    image[80:, 30:70] = 255
    framed = reframe(image, (8, 8), FRAMES[8, 8])
    assert framed[0].max() > 0
    assert framed[7].max() == 1


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [(1, 1), (1, 40), (7, 3), (300, 2)])
def test_drawings_of_any_size_fill_the_frame_with_finite_ink(shape, size):
    framed = reframe(np.full(size, 9, np.uint8), shape, FRAMES[shape])
    assert framed.shape == shape
    assert framed.max() == 1
    assert framed.min() >= 0


@pytest.mark.parametrize("shape", SHAPES)
def test_where_nothing_is_drawn_there_is_no_ink(shape):
    assert not reframe(np.zeros((50, 50), np.uint8), shape, FRAMES[shape]).any()


def test_training_digits_in_a_larger_picture_are_still_recognized():
    splits = embedded_splits()
    digits = np.rint(splits.test_images * 255).astype(np.uint8)
    drawn = [np.pad(np.kron(digit, np.ones((9, 9), np.uint8)), 40) for digit in digits]
    framed = np.array([reframe(picture, (8, 8), FRAMES[8, 8]).ravel() for picture in drawn])
    found = nn.predict(tuned_network(), framed)
    assert np.mean(found == splits.test_labels) > 0.93  # 0.953; as they are 0.983


def test_a_garment_fills_the_image_and_its_box_is_in_the_middle():
    dress = np.zeros((200, 100), np.uint8)
    dress[20:160, 10:45] = 100
    dress[20:30, 10:15] = 255  # bright at one side: its mass decides nothing
    framed = reframe(dress, MNIST, GARMENTS)
    assert extent(framed) == [28, 8]  # seven pixels wide, from the middle of one to that of another
    np.testing.assert_allclose(framed[5:, 10] * 2, framed[5:, 11], atol=1e-12)
    np.testing.assert_allclose(framed[5:, 10], framed[5:, 17], atol=1e-12)
