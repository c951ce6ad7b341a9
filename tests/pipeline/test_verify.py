"""Whether a new run agrees with the committed metrics."""

import math
import signal

import pytest

from mlplab.artifacts import write_json
from mlplab.cells import cell_keys
from mlplab.params.document import read_mapping
from mlplab.pipeline.agreement import compare
from mlplab.pipeline.verify import CHAOTIC, copy_of_head, run_study, verify
from tests.conftest import ROOT
from tests.pipeline.conftest import commit, run

# Stands in for `python -m mlplab.pipeline` of the copy: interrupts whoever started it, and tidies up when it is ended.
TIDY = """
import os, signal, sys, time
from pathlib import Path
signal.signal(signal.SIGTERM, lambda *_: sys.exit(Path("tidy").touch()))
os.kill(os.getppid(), signal.SIGUSR1)
time.sleep(60)
"""
RECORD = {
    "loss": {"mean": 0.5, "sd": 0.1},
    "one_seed": {"mean": 0.5, "sd": None},
    "standard_error": {"loss": 0.01},
    "diverged": 0,
    "best": {"solver": "adam", "rate": 0.001},
}


def changed(**values):
    return RECORD | values


def differing(found, chaotic=False, committed=RECORD):
    return [metric.key for metric in compare(committed, found, chaotic) if metric.share > 1]


@pytest.mark.parametrize("chaotic", [False, True])
def test_equal_metrics_agree(chaotic):
    assert differing(RECORD, chaotic) == []
    assert all(metric.share == 0 for metric in compare(RECORD, RECORD, chaotic))


@pytest.mark.parametrize(
    ("found", "keys"),
    [
        (changed(loss={"mean": 0.500001, "sd": 0.1}), []),  # one unit of the sixth digit
        (changed(loss={"mean": 0.500003, "sd": 0.1}), ["loss.mean"]),
        (changed(loss={"mean": 0.5, "sd": 0.1000004}), []),  # of the mean
        (changed(loss={"mean": 0.5, "sd": 0.10001}), ["loss.sd"]),
        (changed(standard_error={"loss": 0.02}), ["standard_error.loss"]),
        (changed(loss={"mean": None, "sd": 0.1}), ["loss.mean"]),
    ],
)
def test_a_stable_metric_agrees_within_a_millionth_and_its_last_digit(found, keys):
    assert differing(found) == keys


@pytest.mark.parametrize(
    ("found", "keys"),
    [
        (changed(loss={"mean": 0.69, "sd": 0.3}, standard_error={"loss": 0.02}), []),
        (changed(loss={"mean": 0.71, "sd": 0.1}), ["loss.mean"]),
        (changed(one_seed={"mean": 0.6, "sd": None}), ["one_seed.mean"]),
        (changed(diverged=1), ["diverged"]),
        (changed(best={"solver": "sgd", "rate": 0.001}), ["best.solver"]),
    ],
)
def test_a_chaotic_mean_agrees_within_two_standard_deviations(found, keys):
    assert differing(found, chaotic=True) == keys


def test_what_only_one_run_has_does_not_agree():
    assert differing({**RECORD, "new": 1}) == ["new"]
    assert differing({"loss": RECORD["loss"]}) != []
    assert differing(None) != []
    assert math.isinf(compare({"a": None}, {}, False)[0].share)
    assert math.isinf(compare({"a": 1.0}, {"a": math.nan}, False)[0].share)


def test_each_file_is_reported_and_each_metric_that_does_not_agree(tmp_path):
    (tmp_path / "reference").mkdir()
    (tmp_path / CHAOTIC).write_text("chaotic: [cells/a]\n")
    for name in ("cells/a", "cells/b", "summary"):
        write_json(tmp_path / f"metrics/{name}.json", RECORD)

    def run_anew(folder):
        for name in ("cells/a", "cells/b", "summary"):
            write_json(folder / f"metrics/{name}.json", changed(loss={"mean": 0.6, "sd": 0.1}))

    lines = []
    assert verify(tmp_path, run_anew, lines.append) == 1
    assert [line.partition(":")[0] for line in lines if line[0] != " "] == ["cells/a", "cells/b"]
    assert "50% of what is allowed" in lines[0]
    assert "loss.mean does not agree: 0.5 committed, 0.6 here" in lines[2]


def test_the_chaotic_cells_are_cells_of_the_embedded_study(embedded):
    cells = {f"{study}/{key}" for study, keys in cell_keys(embedded).items() for key in keys}
    assert set(read_mapping(ROOT / CHAOTIC)["chaotic"]) <= cells


def test_the_copy_is_of_what_is_committed_and_nothing_is_left_of_it(finished):
    (finished / "stage.py").write_text("changed")
    run("git", "add", "dvc.yaml")
    with copy_of_head() as folder:
        assert (folder / "dvc.lock").is_file()
        assert not (folder / ".dvc/cache").exists()
    assert not folder.exists()
    assert len(run("git", "worktree", "list").splitlines()) == 1
    assert (finished / "stage.py").read_text() == "changed"


def test_a_study_in_a_subfolder_of_its_repository_is_found_in_the_copy(finished, monkeypatch):
    study = finished / "courses/my study"
    study.mkdir(parents=True)
    (study / "dvc.yaml").touch()
    run("git", "add", "courses")
    commit()
    monkeypatch.chdir(study)
    with copy_of_head() as folder:
        assert folder.name == "my study"
        assert (folder / "dvc.yaml").is_file()
    assert len(run("git", "worktree", "list").splitlines()) == 1


def test_an_interrupted_copy_leaves_no_worktree(finished, monkeypatch):
    def interrupted(command, *arguments):
        run("git", command, *arguments, "--lock")  # as git leaves it when it is killed in there
        raise KeyboardInterrupt

    monkeypatch.setattr("mlplab.pipeline.verify._git", interrupted)
    with pytest.raises(KeyboardInterrupt), copy_of_head():
        pass
    assert len(run("git", "worktree", "list").splitlines()) == 1


def test_an_interrupt_lets_the_run_of_the_copy_tidy_up(tmp_path):
    package = tmp_path / "src/mlplab/pipeline"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package.parent / "__init__.py").touch()
    (package / "__main__.py").write_text(TIDY)

    def interrupt(*_):
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_study(tmp_path)
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert (tmp_path / "tidy").exists()
