"""`python -m stages ADDRESS`, which is what dvc.yaml runs."""

import os
import subprocess
import sys

import pytest
import yaml

import stages.__main__ as runner
from mlplab.errors import InputError
from tests.conftest import ROOT


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with dvc.yaml and params.yaml, where the stages run."""
    for name in ("dvc.yaml", "params.yaml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("address", ["worked_examples", "../dvc.yaml:worked_examples"])
def test_a_stage_runs_by_its_address(checkout, address):
    runner.main(address)
    assert (checkout / "metrics/worked_examples.json").is_file()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nothing", "the stage must be one of check_params, .*, got 'nothing'"),
        ("scratch_mlp", "the cell after @ must be one of zero-sigmoid, .*, got ''"),
        ("scratch_mlp@zero-relu; touch X", "must be one of .*, got 'zero-relu; touch X'"),
        ("check_params@x", "check_params: the cell after @ must be left out, got 'x'"),
    ],
)
def test_an_address_that_is_no_cell_is_refused(checkout, address, words):
    with pytest.raises(InputError, match=words):
        runner.main(address)


@pytest.mark.parametrize(
    ("section", "refused"), [("worked_examples", True), ("kfold_tuning", False)]
)
def test_a_result_is_refused_where_its_own_parameters_changed_meanwhile(
    checkout, monkeypatch, section, refused
):
    path = checkout / "params.yaml"

    def edit():
        values = yaml.safe_load(path.read_text())
        values[section] = {"changed": 1}
        path.write_text(yaml.safe_dump(values))

    monkeypatch.setattr("stages.worked_examples.main", edit)
    if refused:
        with pytest.raises(InputError, match=r"params\.yaml: the parameters of worked_examples"):
            runner.main("worked_examples")
    else:
        runner.main("worked_examples")


def test_as_a_module_it_tells_a_fault_in_one_line(checkout):
    command = [sys.executable, "-m", "stages", "nothing"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: the stage must be one of")
    assert ended.stderr.count("\n") == 1


def test_pictures_need_no_backend_of_the_users():
    command = [sys.executable, "-c", "import stages; from mlplab.pictures import style"]
    environment = {**os.environ, "MPLBACKEND": "nowhere", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
