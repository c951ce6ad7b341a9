"""The table of a sweep's experiments."""

import json
import subprocess

import pandas as pd
import pytest

from mlplab import experiments
from mlplab.errors import InputError


def experiment(name, rate, batch, accuracy, seeds=(0, 1)):
    params = {"scratch_mlp": {"learning_rate": rate, "batch_size": batch, "seeds": list(seeds)}}
    return {
        "name": name,
        "params": dict(experiments._flat(params)),
        "headlines": {"accuracy": accuracy, "loss": 0.5},
    }


def test_a_row_an_experiment_with_what_differs_in_the_parameters_order():
    table, varied, found = experiments.tabulate(
        [experiment("b", 0.1, 64, 0.9), experiment("a", 0.01, 64, 0.8)]
    )
    assert varied == ["scratch_mlp.learning_rate"]
    assert found == ["accuracy"]
    assert list(table.index) == ["a", "b"]


@pytest.mark.parametrize(
    ("scores", "headlines", "order", "by"),
    [
        (
            [0.8, 0.9],
            ["scratch_diverged_runs", "best_val_accuracy"],
            ["b", "a"],
            "best_val_accuracy",
        ),
        ([0.8, 0.9], ["comparison_best_val_loss"], ["a", "b"], "comparison_best_val_loss"),
        ([0.8, 0.9], ["tuning_best_cv_macro_f1"], ["b", "a"], "tuning_best_cv_macro_f1"),
        ([0.8, 0.9], ["transfer_test_accuracy"], ["a", "b"], None),
    ],
)
def test_experiments_are_ranked_by_validation_and_never_by_test(scores, headlines, order, by):
    table = pd.DataFrame(dict.fromkeys(headlines, scores), index=["a", "b"])
    ranked, name = experiments.rank(table, headlines)
    assert (list(ranked.index), name) == (order, by)


def test_lists_count_as_parameters_too():
    _, varied, _ = experiments.tabulate(
        [experiment("a", 0.1, 64, 0.9), experiment("b", 0.1, 64, 0.8, seeds=(2,))]
    )
    assert varied == ["scratch_mlp.seeds"]


def test_null_is_a_value_of_a_parameter():
    """As `normalize.digits.seed` may have it."""
    sweep = [experiment(f"at {rate}", rate, 64, 0.9) for rate in (None, 0, 1)]
    table, varied, _ = experiments.tabulate(sweep)
    assert varied == ["scratch_mlp.learning_rate"]
    assert list(table[varied[0]]) == [0, 1, "null"]
    assert experiments.tabulate(sweep[:2])[1] == varied


def test_a_parameter_that_one_of_them_does_not_have_differs():
    """As where a study of one's own was added between two experiments."""
    before, after = experiment("before", 0.1, 64, 0.8), experiment("after", 0.1, 64, 0.9)
    after["params"]["label_noise.epochs"] = 40
    table, varied, _ = experiments.tabulate([before, after])
    assert varied == ["label_noise.epochs"]
    assert {name: str(value) for name, value in table[varied[0]].items()} == {
        "before": "absent",
        "after": "40",
    }


def test_a_run_that_diverged_differs_from_one_that_did_not():
    sweep = [experiment("a", 0.1, 64, 0.9), experiment("b", 0.2, 64, None)]
    assert experiments.tabulate(sweep)[2] == ["accuracy"]


@pytest.mark.parametrize("rates", [[], [0.1], [0.1, 0.1]])
def test_fewer_than_two_different_experiments_are_no_sweep(rates):
    with pytest.raises(InputError, match="two finished experiments"):
        experiments.tabulate([experiment("x", rate, 64, 0.9) for rate in rates])


DATA = {
    "params": {"params.yaml": {"data": {"scratch_mlp": {"learning_rate": 0.1}}}},
    "metrics": {"metrics/summary.json": {"data": {"accuracy": 0.9}}},
}


def dvc_shows(monkeypatch, *experiments):
    groups = [{"executor": None, "revs": [rev], **states} for rev, states in experiments]
    shown = json.dumps([{"rev": "workspace"}, {"rev": "main", "experiments": groups}])
    monkeypatch.setattr(
        subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, stdout=shown)
    )


def test_finished_experiments_are_read_and_others_left_out(monkeypatch):
    failed = {"name": "failed", "rev": "1" * 40, "data": None}
    queued = {"name": "queued", "rev": "2" * 40, "data": {**DATA, "metrics": {}}}
    broken = {"params.yaml": {"error": {"msg": "as `dvc exp save` keeps it"}}}
    unreadable = {"name": "unreadable", "rev": "4" * 40, "data": {**DATA, "params": broken}}
    finished = {"name": None, "rev": "3" * 40, "data": DATA}
    states = ("failed", "queued", "running")  # of which DVC gives HEAD's metrics
    others = [({**finished, "name": state}, {"executor": {"state": state}}) for state in states]
    alone = [(rev, {}) for rev in (failed, queued, unreadable, finished)]
    dvc_shows(monkeypatch, *alone, *others)
    (read,), names = experiments.read_experiments()
    assert names == ["failed"]
    assert read["name"] == "3333333"
    assert read["params"] == {"scratch_mlp.learning_rate": 0.1}


@pytest.mark.parametrize("headlines", [{"accuracy": "high"}, {"accuracy": 1.7e308}, ["accuracy"]])
def test_headlines_that_are_no_numbers_are_told(monkeypatch, headlines):
    data = {**DATA, "metrics": {"metrics/summary.json": {"data": headlines}}}
    dvc_shows(monkeypatch, ({"name": "edited", "rev": "1" * 40, "data": data}, {}))
    with pytest.raises(InputError, match=r"^the experiment edited: metrics/summary\.json: "):
        experiments.read_experiments()


def test_dvcs_fault_is_told_in_one_line(monkeypatch):
    result = subprocess.CompletedProcess([], 255, stdout="", stderr="ERROR: you are not\ninside")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: result)
    with pytest.raises(InputError, match="ERROR: you are not inside"):
        experiments.read_experiments()
