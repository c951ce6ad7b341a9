"""The report's arithmetic, drawn: which values are exact, and how the others came about."""

from types import SimpleNamespace

import pandas as pd
import pytest

from mlplab import artifacts
from mlplab.pictures import arithmetic_by_hand, catalog
from mlplab.pictures.arithmetic_by_hand import ORIGINS, beyond
from mlplab.records import read_reference
from tests.conftest import ROOT

PREFIX = "worked_examples:backpropagation.step_"


@pytest.fixture(scope="module")
def metrics():
    return {
        name: artifacts.read_json(ROOT / "metrics" / f"{name}.json")
        for name in ("reproduction", "worked_examples")
    }


def records_of(metrics):
    return SimpleNamespace(
        metrics=metrics, unstated=pd.DataFrame(), measurements={}, predictions={}
    )


@pytest.mark.parametrize(
    ("ours", "report", "units"),
    [(1.3156, 1.31, 0.56), (-1.8256, -1.82, 0.56), (5.2934, 5.4, -1.066), (0.014, 0.14, -12.6)],
)
def test_the_exact_value_lies_beyond_the_printed_one_by_units_of_its_last_digit(
    ours, report, units
):
    assert beyond({"ours": ours, "report": report}) == pytest.approx(units)


def test_a_value_is_cut_off_where_it_would_round_to_another_digit(metrics):
    for name, printed in metrics["reproduction"]["printed_values"].items():
        if name.startswith(PREFIX) and printed.get("slip") == "cut":
            assert 0.5 < beyond(printed) < 1
        if name.startswith(PREFIX) and printed["verdict"] == "reproduced":
            assert abs(beyond(printed)) <= 0.5


def test_every_printed_value_of_the_steps_has_its_row_and_says_how_it_came_about(texts, metrics):
    figure = catalog.PICTURES["worked_examples_arithmetic"](records_of(metrics), 12)
    names = [value["name"] for value in read_reference()["printed_values"]]
    rows = [tick.get_text() for ax in figure.axes for tick in ax.get_yticklabels()]
    assert len(rows) == sum(name.startswith(PREFIX) for name in names)
    said = texts(figure)
    assert {"Step 2: x = 2, y = 4", "1.3156 → 1.31", "0.013959 → 0.14"} <= set(said)
    assert {origin.words for origin in ORIGINS.values()} <= set(said)


def test_far_slips_are_arrows_at_the_edge():
    figure = arithmetic_by_hand.panels({"Step": {"b₁": {"ours": 0.014, "report": 0.14}}})
    assert [line.get_marker() for line in figure.axes[0].lines] == ["<"]


def test_another_exercise_than_the_reports_has_no_such_picture(metrics):
    values = {
        name: printed | {"verdict": "not_comparable"}
        for name, printed in metrics["reproduction"]["printed_values"].items()
    }
    other = metrics | {"reproduction": {"printed_values": values}}
    assert "worked_examples_arithmetic" in catalog.drawable(records_of(metrics))
    assert "worked_examples_arithmetic" not in catalog.drawable(records_of(other))
