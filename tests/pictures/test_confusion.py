import numpy as np

from mlplab.pictures import confusion
from tests.pictures.records import CLASSES, SHARES


def test_a_difference_is_in_points_of_the_true_class_and_one_that_rounds_to_none_is_blank(texts):
    figure = confusion.differences(SHARES, "relu", CLASSES)
    assert [ax.get_title(loc="left") for ax in figure.axes] == [
        "tanh − ReLU",
        "logistic − ReLU",
        "identity − ReLU",
    ]
    printed = [sorted({text.get_text() for text in ax.texts}) for ax in figure.axes]
    assert printed == [["+10", "−10"], ["+90", "−90"], []]
    assert {"true class", "predicted class", *CLASSES} <= set(texts(figure))


def test_a_class_of_a_long_name_has_a_label_that_fits(texts):
    figure = confusion.differences(SHARES, "relu", [*CLASSES[:2], "a name without end " * 10])
    assert {*CLASSES[:2], "a name with…"} <= set(texts(figure))
    assert max(map(len, texts(figure))) < 20


def test_a_shade_is_white_where_nothing_differs():
    shades = confusion.differences(SHARES, "relu", CLASSES).axes[0].collections[0].get_array()
    np.testing.assert_allclose(shades, [[0.45, 0.55, 0.5], [0.5, 0.45, 0.55], [0.55, 0.5, 0.45]])


def test_matrices_stand_side_by_side_where_there_is_room_and_below_each_other_else():
    for width, rows in ((12, 1), (8, 2), (4.6, 3)):
        figure = confusion.differences(SHARES, "relu", CLASSES, width)
        assert len({ax.get_subplotspec().rowspan.start for ax in figure.axes}) == rows
