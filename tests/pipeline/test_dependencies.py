"""Every stage names what it reads: what it opens, on a small study, is beside its dependencies in dvc.lock."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import PurePosixPath

import pytest
import yaml

from benchmarks.kills import SMALL
from tests.conftest import ROOT

RESULTS = ("data", "metrics", "models", "plots")
# Notes each file of these folders that a stage opens to read, and each that it writes.
NOTE = f"""
import os, sys
root, stage = os.getcwd(), os.environ.get("DVC_STAGE", "")

def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        name = os.path.relpath(arguments[0], root)
        if name.partition(os.sep)[0] in {RESULTS}:
            log = os.open(os.path.join(root, "opened", stage), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.write(log, f"{{name}}\\n".encode())
            os.close(log)

if stage:
    sys.addaudithook(note)
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
    for section, changes in SMALL.items():
        values[section] |= changes
    (folder / "params.yaml").write_text(json.dumps(values))
    (folder / "site").mkdir()
    (folder / "site/sitecustomize.py").write_text(NOTE)
    (folder / "opened").mkdir()
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


def test_a_stage_reads_no_result_that_it_does_not_depend_on(study):
    stages = yaml.safe_load((study / "dvc.lock").read_text(encoding="utf-8"))["stages"]
    assert {path.name for path in (study / "opened").iterdir()} == set(stages)
    for name, stage in stages.items():
        named = {entry["path"] for kind in ("deps", "outs") for entry in stage.get(kind, [])}
        for opened in set((study / "opened" / name).read_text().splitlines()):
            path = PurePosixPath(opened)
            hidden = path.name.startswith(".")  # is to become an output
            assert hidden or named & {str(path), *map(str, path.parents)}, f"{name}: {opened}"
