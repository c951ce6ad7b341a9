"""dvc.lock has the same hashes whatever the machine's: workers, processes or Dask, jobs, folder, locale, time zone."""

import json
import os
import shutil
import subprocess
import sys

import pytest
import yaml

from tests.conftest import ROOT
from tests.test_cluster import cluster, scheduler, scratch  # noqa: F401  (fixtures)

# The stages that train with the engine and with estimators, and one that trains with what another wrote.
STAGES = ("check_params", "fetch", "normalize", "scratch_mlp", "activation_comparison", "table")
STUDIES = ("scratch_mlp", "activation_comparison")
FIT = {"hidden_layer_sizes": [6], "epochs": 2, "batch_size": 32, "seeds": [0, 1, 2, 3]}
SMALL = {
    "scratch_mlp": {**FIT, "initializers": ["normal"], "activations": ["relu"]},
    "activation_comparison": {**FIT, "activations": ["tanh"]},
}
HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "MLPLAB_WORKERS": "1"}
ELSEWHERE = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "MLPLAB_WORKERS": "4"}


def run_study(folder, *arguments, **environment):
    """Run a small part of the study in a copy of this checkout; what its dvc.lock then holds."""
    for name in ("src", "stages", "reference"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    pipeline = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
    stages = {name: pipeline["stages"][name] for name in STAGES}
    stages["table"]["matrix"]["study"] = list(STUDIES)
    (folder / "dvc.yaml").write_text(yaml.safe_dump({"stages": stages}, sort_keys=False))
    values = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    for section, changes in SMALL.items():
        values[section] |= changes
    (folder / "params.yaml").write_text(json.dumps(values))
    environment = os.environ | environment
    environment["PYTHONPATH"] = str(folder / "src")
    subprocess.run(
        [sys.executable, "-m", "dvc", "init", "--no-scm", "--quiet"],
        cwd=folder,
        env=environment,
        check=True,
    )
    shutil.copy(ROOT / ".dvcignore", folder)  # compiled files differ
    command = [sys.executable, "-m", "mlplab.pipeline", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return yaml.safe_load((folder / "dvc.lock").read_text(encoding="utf-8"))["stages"]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The hashes of one process, one stage at a time."""
    return run_study(tmp_path_factory.mktemp("here"), **HERE)


def test_the_lock_file_has_every_stage_and_result(here):
    assert len(here) == len(STAGES) + 1  # a table for each study
    assert {"data/cells/scratch_mlp/normal-relu", "models/scratch_mlp/normal-relu.npz"} == {
        out["path"] for out in here["scratch_mlp@normal-relu"]["outs"]
    }


def test_workers_jobs_folder_locale_time_zone_and_hash_seed_change_no_hash(here, tmp_path):
    """Of the four workers a stage has two where another runs beside it."""
    folder = tmp_path / "ein Ördner, 数"
    folder.mkdir()
    assert run_study(folder, "--jobs", "2", **ELSEWHERE) == here


def test_a_cluster_changes_no_hash(here, tmp_path, cluster):  # noqa: F811
    assert run_study(tmp_path) == here
