"""What a killed `dvc exp run` leaves in git, mended or told."""

import json
from pathlib import Path

import pytest

from mlplab.errors import InputError
from tests.pipeline.conftest import commit, run
from tests.pipeline.test_recovery import mend

GONE = {"pid": 2**30, "cmd": "dvc exp run"}
LOCKS = Path(".dvc/tmp/exps/rwlock")


def lock(content):
    LOCKS.parent.mkdir(exist_ok=True)
    LOCKS.write_text(content)


def head():
    return run("git", "rev-parse", "HEAD").strip()


def branch():
    return run("git", "rev-parse", "--abbrev-ref", "HEAD").strip()


@pytest.fixture
def detached(finished):
    """HEAD as DVC detaches it."""
    name = branch()
    run("git", "checkout", "--quiet", head())
    assert branch() == "HEAD"
    return name


def lock_an_object():
    left = Path(".git/objects/00/00.lock")
    left.parent.mkdir(exist_ok=True)
    left.touch()
    return left


def test_one_that_was_killed_while_it_queued_is_told(detached):
    lock(json.dumps({"write": {"workspace": GONE}}))
    Path("params.yaml").write_text("n: 2\n")
    Path(".dvc/tmp/repro.dat").write_bytes(b"arguments")
    run("git", "add", "--force", ".dvc/tmp/repro.dat", "params.yaml")
    left = lock_an_object()
    with pytest.raises(InputError, match=r"params\.yaml: a `dvc exp run` was killed"):
        mend()
    assert not left.exists()
    assert not Path(".dvc/tmp/repro.dat").exists()
    assert "repro.dat" not in run("git", "ls-files")
    assert Path("params.yaml").read_text() == "n: 2\n"  # it may be the user's
    assert mend() == []


def test_where_one_was_killed_while_it_ran_head_is_told_and_left(detached):
    run("git", "update-ref", "refs/exps/exec/EXEC_HEAD", head())
    left = lock_an_object()
    unlocked, told = mend()
    assert "unlocked" in unlocked
    assert not left.exists()
    assert told.endswith(f"`git switch {detached}` goes back")
    assert branch() == "HEAD"  # an experiment may be at work
    run("git", "switch", detached)
    assert mend() == []


def test_a_head_that_the_user_detached_stays(detached):
    assert mend() == []
    assert branch() == "HEAD"


def test_a_head_that_went_on_stays(detached):
    run("git", "update-ref", "refs/exps/exec/EXEC_HEAD", head())
    commit(None, "--allow-empty")
    assert mend() == []
    assert branch() == "HEAD"


def test_a_torn_file_of_its_locks_is_removed(finished):
    lock('{"wri')
    (line,) = mend()
    assert "was torn" in line
    assert not LOCKS.exists()


def test_without_git_it_is_told_all_the_same(detached, monkeypatch):
    lock(json.dumps({"write": {"workspace": GONE}}))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        with pytest.raises(InputError, match="was killed"):
            mend()
