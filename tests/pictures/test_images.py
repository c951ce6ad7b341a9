import numpy as np
import pytest

from mlplab.pictures import images
from tests.pictures.records import CLASSES, pixels


@pytest.mark.parametrize("size", [8, 28])
def test_first_images_stand_under_their_class_names(size):
    figure = images.first_images(pixels(size), np.arange(10) % 3, CLASSES)
    assert [ax.get_title() for ax in figure.axes] == [CLASSES[i % 3] for i in range(10)]
    assert figure.axes[0].images[0].get_array().shape == (size, size)


def test_reconstructions_stand_below_their_originals():
    figure = images.reconstructions(pixels(), {"relu": pixels() / 2, "identity": pixels() / 3})
    names = [ax.get_ylabel() for ax in figure.axes]
    assert [name for name in names if name] == ["original", "ReLU", "identity"]
    assert len(figure.axes) == 30
    np.testing.assert_array_equal(figure.axes[10].images[0].get_array(), pixels()[0] / 2)


def test_all_images_share_the_scale_of_zero_to_one():
    figure = images.reconstructions(pixels(), {"relu": 2 * pixels() - 0.5})
    assert {ax.images[0].get_clim() for ax in figure.axes} == {(0, 1)}
