"""Damage in DVC's cache is found once a run has failed, and the next run goes on."""

import shutil
import subprocess
import sys

import pytest
from dvc.repo import Repo

from mlplab.pipeline.damage import remove_damaged
from tests.conftest import SOURCE
from tests.pipeline.conftest import run


def mend():
    with Repo() as repo:
        return list(remove_damaged(repo))


def files(folder):
    return [path for path in (folder / ".dvc/cache/files").rglob("*") if path.is_file()]


def entries(folder):
    return list((folder / ".dvc/cache/runs").glob("*/*/*"))


def empty(path):
    path.chmod(0o644)
    path.write_bytes(b"")
    path.chmod(0o444)


def flip_a_bit(path):
    path.chmod(0o644)
    first, *rest = path.read_bytes()
    path.write_bytes(bytes([first ^ 1, *rest]))
    path.chmod(0o444)


def make_folder(path):
    path.unlink()
    path.mkdir()


def drop_outputs(path):
    path.write_text(path.read_text().partition("outs:")[0])


def break_text(path):
    path.write_bytes(b"\xff")


def test_what_is_whole_is_left_alone(finished):
    before = {path: path.read_bytes() for path in [*files(finished), *entries(finished)]}
    assert len(before) == 10
    assert mend() == []
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("damage", [empty, flip_a_bit, make_folder])
def test_a_damaged_output_is_removed_and_made_anew(finished, damage):
    want = (finished / "last").read_text()
    for path in files(finished):
        damage(path)
    for name in ("first", "a1", "a2", "b", "last"):
        (finished / name).unlink()
    (line,) = mend()
    assert line == "DVC's cache had 5 damaged files, removed; run it again"
    run("dvc", "repro")
    assert (finished / "last").read_text() == want


def test_a_damaged_output_that_the_run_cache_alone_names_is_removed(finished):
    (finished / "dvc.lock").unlink()
    for path in files(finished):
        empty(path)
    (line,) = mend()
    assert "5 damaged files" in line
    run("dvc", "repro")


def test_a_damaged_file_of_a_folder_is_removed(finished):
    (finished / "dvc.yaml").write_text(
        "stages:\n  f: {cmd: mkdir f && echo 1 > f/x && echo 2 > f/y, outs: [f]}\n"
    )
    run("dvc", "repro")
    (path,) = (path for path in files(finished) if path.read_bytes() == b"2\n")
    flip_a_bit(path)
    shutil.rmtree(finished / "f")
    (line,) = mend()
    assert "1 damaged files" in line
    run("dvc", "repro")
    assert (finished / "f/y").read_text() == "2\n"


@pytest.mark.parametrize("damage", [drop_outputs, break_text, make_folder])
def test_damaged_entries_of_the_run_cache_are_removed(finished, damage):
    for path in entries(finished):
        damage(path)
    (finished / "dvc.lock").unlink()
    (line,) = mend()
    assert "5 damaged files" in line
    run("dvc", "repro")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_has_failed_tells_it_and_the_next_one_goes_on(finished, jobs):
    shutil.copy(SOURCE.parent / "params.yaml", finished)
    run("dvc", "repro")
    for path in entries(finished):
        break_text(path)
    (finished / "dvc.lock").unlink()
    command = [sys.executable, "-m", "mlplab.pipeline", "--jobs", jobs]
    failed = subprocess.run(command, capture_output=True, text=True)
    assert failed.returncode
    assert failed.stdout.splitlines()[-1].endswith("damaged files, removed; run it again")
    run(*command)
