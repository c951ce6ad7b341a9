"""Every stage names what it reads and writes: what it does on a small study, beside what dvc.yaml says of it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
import yaml

from benchmarks.kills import SMALL
from mlplab.cells import MATRICES
from mlplab.params import Params
from mlplab.params.tracking import tracked_keys
from tests.conftest import ROOT

GRID = {"train_sizes": [40], "weight_scales": [0.1], "examples": 80, "seeds": [0, 1]}
FILES = ("data", "metrics", "models", "plots", "page.html", "reference", "examples")
# Read, and decides nothing that the files do not: `summary` leaves the claims' cells out, the tuning's table has a
# column a fold, and `unstated` has epochs of its own.
IDLE = {
    "summary": {"claims.tested"},
    "pictures": {"kfold_tuning.folds"},
    "unstated": {"scratch_mlp.epochs"},
}
# Runs in each stage before its own code, and notes, once its module is imported, every one of FILES that it opens or
# moves into its place, and every parameter of a section that it reads otherwise than to validate it.
SITE = f"""
import os, sys

root, stage = os.getcwd(), os.environ.get("DVC_STAGE", "")
own = os.path.join(root, "stages", stage.partition("@")[0] + ".py")
started = []

def note(kind, name):
    log = os.open(os.path.join(root, "noted", stage), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(log, f"{{kind}} {{name}}\\n".encode())
    os.close(log)

def hook(event, arguments):
    if event == "exec" and arguments[0].co_filename == own:
        started.append(True)
    moved = event == "os.rename"
    if (moved or started and event == "open") and isinstance(path := arguments[moved], (str, os.PathLike)):
        name = os.path.relpath(path, root)
        if name.partition(os.sep)[0] in {FILES} and not is_called_by("mlplab.sources"):
            note("written" if moved else "opened", name)

def is_called_by(module):
    frame = sys._getframe()
    while frame and frame.f_globals.get("__name__") != module:
        frame = frame.f_back
    return frame is not None

def noting(section, keys):
    plain = section.__getattribute__

    def read(self, name):
        if started and name in keys and not is_called_by("mlplab.params.loading"):
            note("parameter", keys[name])
        return plain(self, name)

    section.__getattribute__ = read

if stage:
    from mlplab.params import Params

    for name, field in Params.model_fields.items():
        noting(field.annotation, {{key: f"{{name}}.{{key}}" for key in field.annotation.model_fields}})
    class Noted(dict):
        def __getitem__(self, name):
            note("parameter", name)
            return super().__getitem__(name)

    plain_dump = Params.model_dump
    Params.model_dump = lambda self: Noted(plain_dump(self))
    sys.addaudithook(hook)
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A copy of this checkout with small parameters, run once."""
    folder = tmp_path_factory.mktemp("dependencies")
    for name in ("src", "stages", "reference", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("dvc.yaml", ".dvcignore"):
        shutil.copy(ROOT / name, folder)
    values = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    for section, changes in (SMALL | {"unstated": GRID}).items():
        values[section] |= changes
    (folder / "params.yaml").write_text(json.dumps(values))
    (folder / "site").mkdir()
    (folder / "site/sitecustomize.py").write_text(SITE)
    (folder / "noted").mkdir()
    paths = f"{folder / 'site'}{os.pathsep}{folder / 'src'}"
    environment = os.environ | {"PYTHONPATH": paths, "MLPLAB_DATA": "", "MLPLAB_WORKERS": "2"}
    for command in ("dvc init --no-scm --quiet", "mlplab.pipeline --jobs 2"):
        done = subprocess.run(
            [sys.executable, "-m", *command.split()],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def stages(study):
    """What dvc.lock has of every stage."""
    found = yaml.safe_load((study / "dvc.lock").read_text(encoding="utf-8"))["stages"]
    assert {path.name for path in (study / "noted").iterdir()} == set(found)
    return found


def noted(study, stage, kind):
    lines = set((study / "noted" / stage).read_text().splitlines())
    return {line.partition(" ")[2] for line in lines if line.startswith(f"{kind} ")}


def paths_of(stage, *kinds):
    return {entry["path"] for kind in kinds for entry in stage.get(kind, [])}


def is_within(path, named):
    path = PurePosixPath(path)
    return not named.isdisjoint([str(path), *map(str, path.parents)])


def test_a_stage_reads_no_file_that_it_does_not_depend_on(study, stages):
    for name, stage in stages.items():
        for path in noted(study, name, "opened"):
            hidden = Path(path).name.startswith(".")  # is to become an output
            assert hidden or is_within(path, paths_of(stage, "deps", "outs")), f"{name}: {path}"


def test_a_stage_writes_no_file_that_is_not_its_output(study, stages):
    for name, stage in stages.items():
        written = noted(study, name, "written")
        assert written, name
        for path in written:
            assert is_within(path, paths_of(stage, "outs")), f"{name}: {path}"


def test_a_stage_reads_no_parameter_that_it_does_not_depend_on(study, stages):
    """`check_params` depends on the whole file, a claim on a file of its settings; a table takes its study's cells."""
    seen = set()
    for name in stages:
        stage, _, key = name.partition("@")
        if stage in ("check_params", "claims", "table"):
            continue
        tracked = set(tracked_keys(stage, key))
        own = {f"{stage}.{entry}" for entry in MATRICES.get(stage, ())}
        for parameter in noted(study, name, "parameter") - own - IDLE.get(stage, set()):
            section = parameter.partition(".")[0]
            assert tracked & {parameter, section}, f"{name}: {parameter}"
            seen.add(section)
    assert seen == set(Params.model_fields)
