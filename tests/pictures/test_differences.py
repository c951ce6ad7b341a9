"""Paired differences."""

import pytest

from mlplab.pictures import differences
from tests.pictures.records import PAIRS, RULES


@pytest.fixture
def figure():
    return differences.panels({"one": PAIRS}, **RULES)


def test_each_pair_has_its_name_its_mean_and_its_decision(figure, texts):
    found = set(texts(figure))
    assert {"tanh", "logistic", "+0.0020\nequivalent", "+0.4100\nhigher"} <= found
    assert "test accuracy: ReLU minus the other" in found


def test_the_axis_reaches_seven_margins_and_an_arrow_stands_for_what_lies_beyond(figure):
    (ax,) = figure.axes
    assert ax.get_xlim() == pytest.approx((-0.035, 0.035))
    arrows = [line for line in ax.lines if line.get_marker() in "<>"]
    assert [(line.get_marker(), line.get_ydata()[0]) for line in arrows] == [(">", 1)]


def test_an_arrow_points_to_the_side_of_its_mean():
    pair = PAIRS["logistic"] | {"mean": -0.41, "low": -0.42, "high": -0.4}
    (ax,) = differences.panels({"": {"logistic": pair}}, **RULES).axes
    assert [line.get_marker() for line in ax.lines if line.get_marker() in "<>"] == ["<"]


def test_every_block_has_a_tick_of_its_own(figure):
    ticks = [line for line in figure.axes[0].lines if line.get_marker() == "|"]
    assert [list(line.get_xdata()) for line in ticks] == [[0.001, 0.003], [0.4, 0.42]]


@pytest.mark.parametrize(("mean", "arrows"), [(0.01, ["<", ">"]), (0.05, [">", "<"])])
def test_an_interval_that_goes_on_beyond_the_edge_has_an_arrow_there(mean, arrows):
    pair = PAIRS["tanh"] | {"mean": mean, "low": -0.06, "high": 0.16}
    (ax,) = differences.panels({"": {"tanh": pair}}, **RULES).axes
    assert [line.get_marker() for line in ax.lines if line.get_marker() in "<>"] == arrows
