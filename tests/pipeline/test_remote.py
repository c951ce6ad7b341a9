"""Results shared through a DVC remote, by the commands of docs/scaling.md."""

import shutil

from tests.pipeline.conftest import commit, run


def test_a_second_clone_pulls_and_runs_nothing(finished, tmp_path):
    run("git", "add", "dvc.yaml", "params.yaml", "stage.py", "dvc.lock")
    store, second = tmp_path / "store", tmp_path / "second"
    run("dvc", "remote", "add", "--default", "store", str(store))
    run("git", "add", ".dvc/config")
    commit(finished)
    run("dvc", "push", "--run-cache")
    run("git", "clone", "--quiet", str(finished), str(second))
    run("dvc", "pull", "--run-cache", cwd=second)
    assert (second / "last").read_bytes() == (finished / "last").read_bytes()
    assert "Running stage" not in run("dvc", "repro", cwd=second)
    assert not (second / "events.txt").exists()


def test_the_run_cache_alone_spares_another_clone_every_stage(finished, tmp_path):
    """As where somebody else ran what this one's dvc.lock does not know yet."""
    store = tmp_path / "store"
    run("dvc", "remote", "add", "--default", "store", str(store))
    run("dvc", "push", "--run-cache")
    shutil.rmtree(finished / ".dvc/cache")
    (finished / "dvc.lock").unlink()
    (finished / "last").unlink()
    output = run("dvc", "repro", "--pull")
    assert "Running stage" not in output
    assert (finished / "last").is_file()
