"""`python -m stages ADDRESS`, which is what dvc.yaml runs."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest
import yaml

import stages.__main__ as runner
from mlplab.errors import InputError
from mlplab.sources import FILES, FOLDERS
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


@pytest.mark.parametrize(
    ("file", "refused"),
    [
        ("stages/worked_examples.py", True),
        ("src/mlplab/nn/new.py", True),
        ("src/mlplab/nn/__pycache__/new.pyc", False),
        ("stages/page.py", False),
    ],
)
def test_a_result_is_refused_where_its_own_code_changed_meanwhile(
    checkout, monkeypatch, file, refused
):
    """DVC would note it beside the hash of code that it is not of, and never run it again."""
    path = checkout / file
    path.parent.mkdir(parents=True)
    monkeypatch.setattr("stages.worked_examples.main", lambda: path.write_text("edited = True"))
    if refused:
        with pytest.raises(InputError, match=rf"^{file}: must stay as it is while worked_examples"):
            runner.main("worked_examples")
    else:
        runner.main("worked_examples")


def test_check_params_refuses_a_file_that_changed_meanwhile(checkout, monkeypatch):
    path = checkout / "params.yaml"
    edited = path.read_text() + "# edited"
    monkeypatch.setattr("stages.check_params.main", lambda: path.write_text(edited))
    with pytest.raises(InputError, match=r"^params\.yaml: must stay as it is"):
        runner.main("check_params")


def test_what_a_stage_depends_on_is_watched_or_a_result():
    """A folder that is neither is to be named in mlplab.sources."""
    results = ("data", "models", "metrics", "plots")
    for stage in yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"].values():
        for entry in stage["deps"]:
            assert entry in FILES or entry.split("/")[0] in (*FOLDERS, *results), entry


@pytest.mark.parametrize("mode", ["timestamp", "unchecked-hash"])
def test_stages_run_the_code_that_is_there(tmp_path, mode):
    """And not compiled code of a source of the same time and size, as two edits in a second or an archive leave it."""
    shutil.copytree(ROOT / "stages", tmp_path / "stages")
    package = tmp_path / "src/mlplab"
    package.mkdir(parents=True)
    source = package / "__init__.py"
    source.write_text("value = 1")
    os.utime(source, (0, 0))
    compiler = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", mode, "src"]
    subprocess.run(compiler, cwd=tmp_path, check=True)
    time.sleep(0.05)  # a file system's clock is coarser than ours
    source.write_text("value = 2")
    os.utime(source, (0, 0))
    command = [sys.executable, "-c", "import stages, mlplab; print(mlplab.value)"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout == "2\n", done.stderr


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


def test_blas_has_one_thread_where_a_sitecustomize_loaded_it_before(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import scipy.linalg\n")
    script = "import stages, threadpoolctl; print([p['num_threads'] for p in threadpoolctl.threadpool_info()])"
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "2"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) == {1}


def test_pictures_read_no_matplotlibrc_of_the_users(tmp_path):
    (tmp_path / "matplotlibrc").write_bytes(b"font.family: \xe9")
    command = [sys.executable, "-c", "import stages; from mlplab.pictures import style"]
    environment = {**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
