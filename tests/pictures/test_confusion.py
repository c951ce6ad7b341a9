import numpy as np

from mlplab.pictures import confusion
from tests.pictures.records import CLASSES, MATRIX


def test_a_matrix_prints_its_counts_and_leaves_zeros_blank(texts):
    ax = confusion.matrices({"relu": MATRIX}, CLASSES).axes[0]
    assert sorted(text.get_text() for text in ax.texts) == ["1", "2", "8", "9"]
    assert ax.get_title(loc="left") == "ReLU"


def test_a_shade_is_the_share_of_the_true_class_and_an_empty_class_is_blank():
    shades = confusion.matrices({"relu": MATRIX}, CLASSES).axes[0].images[0].get_array()
    np.testing.assert_allclose(shades, [[0.8, 0.2, 0], [0.1, 0.9, 0], [0, 0, 0]])


def test_matrices_stand_two_a_row_and_an_odd_place_stays_empty(texts):
    figure = confusion.matrices(dict.fromkeys(["relu", "tanh", "identity"], MATRIX), CLASSES)
    assert [ax.get_visible() for ax in figure.axes] == [True, True, True, False]
    assert {"true class", "predicted class", *CLASSES} <= set(texts(figure))
