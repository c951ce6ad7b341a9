"""The benchmark's published results, and how they are shown: nothing is timed here."""

import json

import pytest

from benchmarks import presentation, speed
from tests.conftest import ROOT

RESULTS = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))


def test_every_part_has_been_published():
    assert set(presentation.TITLES) == set(presentation.LINES) == set(RESULTS) - {"environment"}
    cases = [(r["network"], r["solver"], r["batch"], r["rows"]) for r in RESULTS["speed"]]
    assert cases == speed.CASES


@pytest.mark.parametrize("page", ["docs/estimators.md", "docs/speed.md"])
def test_the_tables_of_the_docs_are_those_of_the_results(page):
    assert presentation.table(RESULTS["speed"]) in (ROOT / page).read_text(encoding="utf-8")


def test_each_row_is_a_line_and_each_engine_has_a_mark():
    for part, write in presentation.LINES.items():
        for row in RESULTS[part]:
            assert write(row)
    axes = presentation.picture(RESULTS["speed"]).axes[0]
    assert len(axes.get_legend().get_texts()) == len(RESULTS["speed"][0]["milliseconds"]) - 1


def test_rounds_go_on_for_the_time_given_within_their_bounds():
    calls = []
    times = speed.in_turns({"one": lambda: calls.append(1)}, 0, range(3, 9))
    assert len(times["one"]) == 3
    assert len(calls) == 4  # the first does not count
    times = speed.in_turns({"one": lambda: None, "other": lambda: None}, 60, range(3, 9))
    assert [len(t) for t in times.values()] == [9, 9]
