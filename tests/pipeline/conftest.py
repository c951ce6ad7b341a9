"""A small pipeline in a git repository of its own: two chains of stages, which meet in `last`."""

import shutil
import subprocess

import pytest

from tests.conftest import SOURCE

STAGES = """
stages:
  first: {cmd: "exec python stage.py first params.yaml", deps: [params.yaml, stage.py], outs: [first]}
  a1: {cmd: "exec python stage.py a1 first", deps: [first], outs: [a1]}
  a2: {cmd: "exec python stage.py a2 a1", deps: [a1], outs: [a2]}
  b: {cmd: "exec python stage.py b first", deps: [first], outs: [b]}
  last: {cmd: "exec python stage.py last a2 b", deps: [a2, b], outs: [last]}
"""
# Notes when it began and ended, and with how many workers; fails or sleeps where a file of the folder says so.
STAGE = f"""
import os, sys, time
from pathlib import Path
sys.path.insert(0, {str(SOURCE)!r})
from mlplab.console import end_with_parent
end_with_parent()
name, *deps = sys.argv[1:]
def note(what):
    with open("events.txt", "a") as file:
        print(what, name, os.environ.get("MLPLAB_WORKERS"), file=file)
note("begin")
while Path(f"hold-{{name}}").exists():
    time.sleep(0.05)
print(f"this is {{name}}", flush=True)
if Path(f"fail-{{name}}").exists():
    note("fail")
    sys.exit(f"{{name}} is broken")
Path(name).write_text(" ".join([name, *(Path(dep).read_text() for dep in deps)]))
note("end")
"""


def run(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def commit(folder=None, *options):
    """As somebody, since the machine may know no name."""
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    run("git", *identity, "commit", "--quiet", "--message", "run", *options, cwd=folder)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """The repository after a run, its dvc.lock in git."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "stage.py").write_text(STAGE)
    (folder / "dvc.yaml").write_text(STAGES)
    (folder / "params.yaml").write_text("n: 1\n")
    for command in (
        "git init --quiet",
        "dvc init --quiet",
        "dvc repro --quiet",
        "git add dvc.lock",
    ):
        run(*command.split(), cwd=folder)
    commit(folder)
    (folder / "events.txt").unlink()
    return folder


@pytest.fixture
def finished(template, tmp_path, monkeypatch):
    """A copy of it, where the test works."""
    folder = tmp_path / "finished"
    shutil.copytree(template, folder, symlinks=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MLPLAB_WORKERS", "4")
    return folder


@pytest.fixture
def repository(finished):
    """The same before its first run."""
    shutil.rmtree(finished / ".dvc/cache")
    for name in ("dvc.lock", "first", "a1", "a2", "b", "last"):
        (finished / name).unlink()
    return finished
