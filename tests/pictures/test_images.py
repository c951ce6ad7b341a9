from types import SimpleNamespace

import numpy as np
import pytest

from mlplab.pictures import images
from mlplab.pictures.catalog import PICTURES
from tests.pictures.records import CLASSES, pixels, rebuilt


@pytest.mark.parametrize("size", [8, 28])
def test_first_images_stand_under_their_class_names(size):
    figure = images.first_images(pixels(size), np.arange(10) % 3, CLASSES)
    assert [ax.get_title() for ax in figure.axes] == [CLASSES[i % 3] for i in range(10)]
    assert figure.axes[0].images[0].get_array().shape == (size, size)


def test_reconstructions_stand_below_their_originals():
    figure = images.reconstructions(pixels(), *rebuilt("relu", "pca"))
    names = [ax.get_ylabel() for ax in figure.axes]
    assert [name for name in names if name] == ["original", "ReLU", "error", "PCA", "error"]
    assert len(figure.axes) == 50
    np.testing.assert_array_equal(figure.axes[30].images[0].get_array(), 2 * pixels()[0])


def test_below_each_error_map_stands_its_images_own_error(texts):
    figure = images.reconstructions(pixels(), *rebuilt("relu", "pca"))
    np.testing.assert_array_equal(figure.axes[40].images[0].get_array(), pixels()[0])
    assert [ax.get_xlabel() for ax in figure.axes[40:42]] == ["0.0010", "0.0120"]
    assert texts(figure).count("0.1000") == 2


@pytest.mark.parametrize(("width", "columns"), [(12, 10), (4.6, 5)])
def test_images_stand_in_blocks_that_fit(width, columns):
    figure = images.reconstructions(pixels(), *rebuilt("relu", "pca"), width)
    assert figure.axes[0].get_subplotspec().get_gridspec().ncols == columns
    figure = images.first_images(pixels(), np.arange(10) % 3, CLASSES, width)
    assert figure.axes[0].get_subplotspec().get_gridspec().ncols == columns


def test_all_images_share_the_scale_of_zero_to_one():
    figure = images.reconstructions(pixels(), *rebuilt("relu", "identity"))
    reach = pixels().max()
    assert {ax.images[0].get_clim() for ax in figure.axes} == {(0, 1), (-reach, reach)}


@pytest.mark.parametrize(
    ("source", "colors"), [("folder:leaves", "gray"), ("fashion_mnist", "binary")]
)
def test_images_of_ones_own_are_shown_as_they_are_and_not_as_negatives(source, colors):
    records = SimpleNamespace(
        params=SimpleNamespace(fetch=SimpleNamespace(fashion=source)),
        images=pixels(),
        labels=np.arange(10) % 3,
        class_names=CLASSES,
    )
    figure = PICTURES["normalize_first_images"](records, 12)
    assert {ax.images[0].get_cmap().name for ax in figure.axes} == {colors}
