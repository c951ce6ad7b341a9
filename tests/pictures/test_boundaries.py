import numpy as np
import pytest

from mlplab.pictures import boundaries
from tests.pictures.records import NINE, SVM_1, SVM_2, machine


@pytest.mark.parametrize("svm", [SVM_1, SVM_2, machine(0.001), machine(1000)])
def test_the_lines_lie_where_the_decision_is_zero_and_one(svm):
    lines = boundaries.svm(svm).axes[0].lines[:3]
    for line, level in zip(lines, (-1, 0, 1), strict=True):
        ends = np.column_stack(line.get_data())
        assert ends @ svm["weights"] + svm["bias"] == pytest.approx([level, level], abs=1e-9)


@pytest.mark.parametrize("weights", [(-2, -2), (-2, 0), (0, 1), (3, -1)])
def test_a_line_ends_at_the_frame(weights):
    for x, y in boundaries._clip(np.array(weights, float), 0.3, (-1, 2), (-1, 1)):
        on_frame = x == pytest.approx(-1) or x == pytest.approx(2) or abs(y) == pytest.approx(1)
        assert on_frame
        assert -1.001 <= x <= 2.001
        assert abs(y) <= 1.001


def test_a_line_that_passes_outside_the_frame_is_not_drawn():
    assert boundaries._clip(np.array([1.0, 0.0]), -9, (-1, 2), (-1, 1)) == []


def test_points_name_their_place_and_those_on_the_margin_are_ringed_as_the_key_says(texts):
    figure = boundaries.svm(SVM_2)
    assert {"(2, 3)", "(4, 1)", "class +1", "class −1", "ringed: on a margin"} <= set(texts(figure))
    assert "f(x) = −2 x₁ + 0 x₂ + 5\nmargin 0.5" in texts(figure)
    assert sum(line.get_markersize() == 21 for line in figure.axes[0].lines) == 2


@pytest.mark.parametrize("scale", [0.001, 1, 1000])
def test_the_frame_fits_the_points_whatever_their_size(scale, texts):
    ax = boundaries.svm(machine(scale)).axes[0]
    assert np.ptp(ax.get_xlim()) == pytest.approx(3 * scale * 1.7)
    labels = [tick.get_text() for tick in ax.get_xticklabels()]
    assert len(set(labels)) == len(labels) >= 3


@pytest.mark.parametrize("width", [12, 4.6])
def test_nine_points_all_have_their_labels(width):
    ax = boundaries.svm(SVM_1 | NINE | {"weights": [-2, 0]}, width).axes[0]
    assert len(ax.texts) == 9


def test_a_query_shows_its_decision(texts):
    assert "(1, 3)?\nf = 3" in texts(boundaries.svm(SVM_2))
    assert not any("?" in text for text in texts(boundaries.svm(SVM_1)))


def test_a_far_query_is_told_at_the_edge_and_leaves_the_points_their_room(texts):
    query = {"point": [-400, 77], "decision": 805.0, "label": 1}
    figure = boundaries.svm(SVM_2 | {"query": query})
    assert "(−400, 77)?, outside\nf = 805" in texts(figure)
    assert figure.axes[0].get_xlim() == boundaries.svm(SVM_2 | {"query": None}).axes[0].get_xlim()


def test_a_query_on_the_line_says_so(texts):
    query = {"point": [2.5, 2], "decision": 0.0, "label": 0}
    assert "(2.5, 2)?\nf = 0, on the line" in texts(boundaries.svm(SVM_2 | {"query": query}))
