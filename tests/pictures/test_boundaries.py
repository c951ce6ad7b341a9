import numpy as np
import pytest

from mlplab.pictures import boundaries
from tests.pictures.records import SVM_1, SVM_2


@pytest.mark.parametrize("svm", [SVM_1, SVM_2])
def test_the_lines_lie_where_the_decision_is_zero_and_one(svm):
    lines = boundaries.svm(svm).axes[0].lines[:3]
    for line, level in zip(lines, (-1, 0, 1), strict=True):
        ends = np.column_stack(line.get_data())
        assert ends @ svm["weights"] + svm["bias"] == pytest.approx([level, level])


@pytest.mark.parametrize("weights", [(-2, -2), (-2, 0), (0, 1), (3, -1)])
def test_a_line_ends_at_the_frame_its_upper_end_last(weights):
    start, end = boundaries._clip(np.array(weights, float), 0.3, (-1, 2), (-1, 1))
    for x, y in (start, end):
        on_frame = x == pytest.approx(-1) or x == pytest.approx(2) or abs(y) == pytest.approx(1)
        assert on_frame
        assert -1.001 <= x <= 2.001
        assert abs(y) <= 1.001
    assert end[1] >= start[1]


def test_points_name_their_place_and_class_and_those_on_the_margin_are_ringed(texts):
    figure = boundaries.svm(SVM_2)
    said = texts(figure)
    assert {"(2, 3)  +1", "(4, 1)  −1", "f = 0", "f = +1", "f = −1"} <= set(said)
    assert "f(x) = −2 x₁ + 0 x₂ + 5,   margin 0.5" in said
    assert sum(line.get_markersize() == 21 for line in figure.axes[0].lines) == 2


def test_a_query_shows_its_decision_and_class(texts):
    assert "(1, 3)?  f = 3: class +1" in texts(boundaries.svm(SVM_2))
    assert not any("?" in text for text in texts(boundaries.svm(SVM_1)))
