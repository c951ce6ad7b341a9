"""Two branches with other parameters, merged: no result of one is noted beside the parameters of both."""

import shutil

import pytest

from tests.conftest import ROOT
from tests.pipeline.conftest import commit, run

# As of a stage whose two parameters are lines apart: git would take one from each branch, and the output from one.
LOCK = "epochs: {}\nlayers:\n- 64\n- 32\nrate: {}\nseeds:\n- 0\n- 1\nouts: {}\n"


@pytest.mark.parametrize("preferred", ["ours", "theirs"])
def test_a_merge_takes_all_of_one_sides_lock_file(tmp_path, monkeypatch, preferred):
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    run("git", "init", "--quiet", "--initial-branch=main")

    def note(branch, *values):
        run("git", "switch", "--quiet", "--create", branch, *[] if branch == "base" else ["base"])
        (tmp_path / "dvc.lock").write_text(LOCK.format(*values))
        run("git", "add", ".")
        commit()
        return (tmp_path / "dvc.lock").read_text()

    note("base", 2, 0.1, "a")
    theirs = note("theirs", 2, 0.05, "b")
    ours = note("ours", 3, 0.1, "c")
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    run("git", *identity, "merge", "--quiet", "--no-edit", "-X", preferred, "theirs")
    assert (tmp_path / "dvc.lock").read_text() == (ours if preferred == "ours" else theirs)
