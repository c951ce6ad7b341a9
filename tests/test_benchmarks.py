"""The benchmark's published results, and how they are shown: nothing is timed here."""

import json
import random
import subprocess
import sys
from argparse import Namespace
from collections import Counter

import pytest

from benchmarks import __main__ as main
from benchmarks import cluster, data, faults, kills, presentation, sharing, speed
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


@pytest.mark.parametrize("folder", [None, "", "mnist-alone", "nowhere"])
def test_rows_are_noise_where_no_file_is_at_hand(tmp_path, monkeypatch, folder):
    (tmp_path / "mnist-alone" / "mnist").mkdir(parents=True)
    monkeypatch.setattr("mlplab.data.load", lambda name: pytest.fail(f"{name} would be downloaded"))
    monkeypatch.delenv("MLPLAB_DATA", raising=False)
    if folder is not None:
        monkeypatch.setenv("MLPLAB_DATA", folder and str(tmp_path / folder))
    monkeypatch.setattr(data, "ROWS", 3)
    assert data.fashion_mnist()[0] == "noise"


@pytest.mark.parametrize("module", [cluster, faults, kills, sharing])
def test_help_is_told_and_nothing_runs(module, monkeypatch):
    monkeypatch.setattr(sys, "argv", [module.__name__, "--help"])
    with pytest.raises(SystemExit) as ending:
        module.main()
    assert ending.value.code == 0


def test_a_run_that_never_gets_far_is_killed_as_often_as_asked(tmp_path, monkeypatch):
    (tmp_path / "log").touch()
    command = [sys.executable, "-c", "import time; time.sleep(0.2)"]

    def start(study, jobs):
        assert done.total() <= 2
        return subprocess.Popen(command, start_new_session=True)

    done: Counter[str] = Counter()
    monkeypatch.setattr(kills, "start", start)
    options = Namespace(kills=2, jobs=1, longest=0.0)
    rest = (options, random.Random(0), done, Counter())
    assert kills.run_to_its_end(tmp_path / "study", *rest) == []
    assert done.total() == 2


def test_parts_of_another_machine_are_not_kept_under_this_ones_name(tmp_path):
    path = tmp_path / "results.json"
    here = {"processor": "a", "load": "0"}
    assert main.measured(path, here) == {}
    results = {"environment": here, "speed": [1]}
    path.write_text(json.dumps(results))
    assert main.measured(path, {**here, "load": "5"}) == results
    assert main.measured(path, {**here, "processor": "b"}) == {}
