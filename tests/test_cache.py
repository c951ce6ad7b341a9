"""What DVC remembers, tried with DVC itself in a copy of the repository with a study small enough for a test."""

import os
import shutil
import subprocess
import sys

import pytest
import yaml

from tests.conftest import ROOT

STAGES = ("check_params", "fetch", "normalize", "scratch_mlp", "table")
SMALL = {
    "initializers": ["random"],
    "activations": ["relu", "tanh"],
    "hidden_layer_sizes": [8],
    "epochs": 2,
    "seeds": [0],
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A git repository of this checkout's files, with section B alone, run once.

    Its folder has a space in its name. With an umlaut there DVC cannot queue: it writes its settings in ASCII.
    """
    folder = tmp_path_factory.mktemp("clone") / "with a space"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("metrics/", "plots/", "published/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / "dvc.lock").unlink()
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["scratch_mlp"] |= SMALL
    write_params(folder, params)
    pipeline = yaml.safe_load((folder / "dvc.yaml").read_text())
    stages = {name: pipeline["stages"][name] for name in STAGES}
    stages["table"]["matrix"]["study"] = ["scratch_mlp"]
    (folder / "dvc.yaml").write_text(yaml.safe_dump({"stages": stages}, sort_keys=False))
    run(folder, "git", "init", "--quiet")
    run(folder, "git", "config", "user.name", "a test")
    run(folder, "git", "config", "user.email", "test@localhost")
    assert "scratch_mlp@random-relu" in repro(folder)
    run(folder, "git", "add", ".")
    run(folder, "git", "commit", "--quiet", "--message", "first")
    return folder


@pytest.fixture
def clean(repository):
    """The repository as it was committed, whatever a test left there."""
    yield repository
    run(repository, "git", "checkout", "--quiet", ".")
    dvc(repository, "checkout", "--quiet")
    repro(repository)
    assert status(repository) == ""


def run(folder, *command, **variables):
    """The output of a command in the repository."""
    environment = os.environ | {"MLPLAB_WORKERS": "1", **variables}
    environment.pop("PYTHONPATH", None)  # the copy runs its own code
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def dvc(folder, *arguments):
    return run(folder, sys.executable, "-m", "dvc", *arguments)


def repro(folder):
    """The stages that `dvc repro` ran, in place of taking them from the cache or leaving them as they are."""
    return ran(dvc(folder, "repro"))


def ran(output):
    return [line.split("'")[1] for line in output.splitlines() if line.startswith("Running stage")]


def status(folder, *paths):
    return run(folder, "git", "status", "--short", *paths)


def write_params(folder, params):
    (folder / "params.yaml").write_text(yaml.safe_dump(params, sort_keys=False))


def change(folder, **values):
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["scratch_mlp"] |= values
    write_params(folder, params)


def trained(stages):
    return [stage for stage in stages if stage.startswith("scratch_mlp")]


def test_there_and_back_trains_nothing_again(clean):
    # A rate of its own: another test may have trained with 0.05 already.
    change(clean, learning_rate=0.07)
    assert len(trained(repro(clean))) == 2
    change(clean, learning_rate=0.1)
    assert trained(repro(clean)) == []
    change(clean, learning_rate=0.07)
    assert trained(repro(clean)) == []


def test_an_experiment_with_known_settings_trains_nothing(clean):
    change(clean, learning_rate=0.05)
    repro(clean)
    change(clean, learning_rate=0.1)
    repro(clean)
    output = dvc(clean, "exp", "run", "-S", "scratch_mlp.learning_rate=0.05")
    assert trained(ran(output)) == []


def test_a_queued_experiment_with_known_settings_trains_nothing(clean):
    change(clean, learning_rate=0.05)
    repro(clean)
    change(clean, learning_rate=0.1)
    repro(clean)
    name = "known-settings"
    options = ("--queue", "--name", name, "-S", "scratch_mlp.learning_rate=0.05")
    dvc(clean, "exp", "run", *options)
    dvc(clean, "exp", "run", "--run-all", "--jobs", "1")
    assert trained(ran(dvc(clean, "queue", "logs", name))) == []


def test_cells_that_come_and_go_leave_nothing_behind(clean):
    change(clean, activations=["relu", "tanh", "sigmoid"])
    assert trained(repro(clean)) == ["scratch_mlp@random-sigmoid"]
    assert (clean / "metrics/scratch_mlp/random-sigmoid.json").exists()
    change(clean, activations=["relu", "tanh"])
    assert trained(repro(clean)) == []
    # Pictures and page, which this study leaves out, depend on the whole folder.
    assert {path.stem for path in (clean / "models/scratch_mlp").iterdir()} == {
        "random-relu",
        "random-tanh",
    }
    # dvc.lock goes on naming the cell that is gone: DVC forgets none of its own accord.
    assert status(clean, "metrics", "plots") == ""


def test_going_back_leaves_the_tree_as_it_was_and_trains_nothing(clean):
    lock = (clean / "dvc.lock").read_bytes()
    change(clean, activations=["relu", "tanh", "sigmoid"], learning_rate=0.05)
    repro(clean)
    run(clean, "git", "checkout", ".")
    dvc(clean, "checkout")
    assert (clean / "dvc.lock").read_bytes() == lock
    assert trained(repro(clean)) == []
    assert status(clean) == ""
    assert (clean / "dvc.lock").read_bytes() == lock
