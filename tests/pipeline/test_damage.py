"""Damage in DVC's cache is removed before it can come into the workspace, or once a run has failed on it."""

import errno
import os
import shutil
import subprocess
import sys

import pytest
from dvc.repo import Repo
from dvc_objects.fs.local import LocalFileSystem

from mlplab.errors import InputError
from mlplab.pipeline.damage import remove_damaged_entries
from mlplab.pipeline.recovery import recover
from tests.conftest import SOURCE
from tests.pipeline.conftest import run

OUTPUTS = ("first", "a1", "a2", "b", "last")


def mend(how=recover):
    with Repo() as repo:
        return list(how(repo))


def files(folder):
    return [path for path in (folder / ".dvc/cache/files").rglob("*") if path.is_file()]


def entries(folder):
    return list((folder / ".dvc/cache/runs").glob("*/*/*"))


def rewrite(path, content):
    """Change a cached file as a crash does: it stays read-only."""
    path.chmod(0o644)
    path.write_bytes(content)
    path.chmod(0o444)


def empty(content):
    return b""


def cut(content):
    return content[:-1]


def change(content):
    return bytes([content[0] ^ 1]) + content[1:]


def drop_outputs(path):
    path.write_text(path.read_text().partition("outs:")[0])


def break_text(path):
    path.write_bytes(b"\xff")


def make_folder(path):
    path.unlink()
    path.mkdir()


def test_what_is_whole_is_left_alone(finished):
    before = {path: path.read_bytes() for path in [*files(finished), *entries(finished)]}
    assert len(before) == 10
    assert mend() == mend(remove_damaged_entries) == []
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("lock", [True, False])
@pytest.mark.parametrize("damage", [empty, cut, change])
def test_a_damaged_output_does_not_come_back_and_is_made_anew(finished, damage, lock):
    want = {name: (finished / name).read_text() for name in OUTPUTS}
    for path in files(finished):
        rewrite(path, damage(path.read_bytes()))
    for name in (*OUTPUTS, *([] if lock else ["dvc.lock"])):
        (finished / name).unlink()
    assert mend() == ["DVC's cache had 5 damaged files: removed"]
    run("dvc", "repro")
    assert {name: (finished / name).read_text() for name in OUTPUTS} == want


def test_a_damaged_output_that_dvc_has_put_back_is_made_anew(finished):
    for path in files(finished):
        rewrite(path, b"damaged")
    (finished / "last").unlink()
    run("dvc", "checkout")
    assert (finished / "last").read_text() == "damaged"
    mend()
    run("dvc", "repro")
    assert (finished / "last").read_text().startswith("last a2 a1 first")


def test_a_damaged_file_of_a_folder_is_made_anew(finished):
    (finished / "dvc.yaml").write_text(
        "stages:\n  f: {cmd: mkdir f && echo 1 > f/x && echo 2 > f/y, outs: [f]}\n"
    )
    run("dvc", "repro")
    (path,) = (path for path in files(finished) if path.read_bytes() == b"2\n")
    rewrite(path, b"3\n")
    shutil.rmtree(finished / "f")
    assert mend() == ["DVC's cache had 1 damaged files: removed"]
    run("dvc", "repro")
    assert (finished / "f/y").read_text() == "2\n"


@pytest.fixture
def shared(finished, tmp_path):
    """The finished study, whose cache is outside of it, with a file of another study."""
    (finished / "dvc.yaml").write_text(
        "stages:\n  f:\n    {cmd: mkdir f && echo 1 > f/x && echo 2 > f/y, deps: [first], outs: [f]}\n"
    )
    run("dvc", "repro")
    shutil.move(finished / ".dvc/cache", tmp_path / "cache")
    run("dvc", "cache", "dir", "--local", str(tmp_path / "cache"))
    (tmp_path / "cache/files/md5/00").mkdir(exist_ok=True)
    (tmp_path / "cache/files/md5/00" / ("0" * 30)).write_text("of others")
    return tmp_path / "cache"


@pytest.mark.parametrize("lock", [True, False])
def test_of_a_shared_cache_only_what_this_checkout_can_take_is_removed(finished, shared, lock):
    (path,) = (path for path in shared.rglob("*") if path.is_file() and path.read_text() == "2\n")
    rewrite(path, b"3\n")
    shutil.rmtree(finished / "f")
    if not lock:  # the run cache alone names it
        (finished / "dvc.lock").unlink()
    assert mend() == ["DVC's cache had 1 damaged files: removed"]
    assert (shared / "files/md5/00" / ("0" * 30)).exists()
    run("dvc", "repro")
    assert (finished / "f/y").read_text() == "2\n"


def test_a_damaged_folder_of_a_shared_cache_is_removed(finished, shared):
    (path,) = shared.rglob("*.dir")
    rewrite(path, b"[{")
    assert mend() == ["DVC's cache had 1 damaged files: removed"]


def test_a_damaged_file_that_cannot_be_removed_is_told(finished, monkeypatch):
    rewrite(path := files(finished)[0], b"")

    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(LocalFileSystem, "remove", refuse)
    with pytest.raises(InputError, match=rf"^{path}: damaged, and cannot be removed: Read-only"):
        mend()


@pytest.mark.parametrize("damage", [drop_outputs, break_text, make_folder])
def test_damaged_entries_of_the_run_cache_are_removed(finished, damage):
    for path in entries(finished):
        damage(path)
    (finished / "dvc.lock").unlink()
    assert mend(remove_damaged_entries) == [
        "the run cache had 5 damaged entries, removed; run it again"
    ]
    run("dvc", "repro")


def test_entries_of_another_user_in_a_shared_run_cache_stay(finished, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    before = entries(finished)
    monkeypatch.setattr("mlplab.pipeline.damage.load_yaml", refuse)
    assert mend(remove_damaged_entries) == []
    assert entries(finished) == before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_has_failed_tells_them_and_the_next_one_goes_on(finished, jobs):
    shutil.copy(SOURCE.parent / "params.yaml", finished)
    run("dvc", "repro")
    for path in entries(finished):
        break_text(path)
    (finished / "dvc.lock").unlink()
    command = [sys.executable, "-m", "mlplab.pipeline", "--jobs", jobs]
    failed = subprocess.run(command, capture_output=True, text=True)
    assert failed.returncode
    assert failed.stdout.splitlines()[-1].endswith("damaged entries, removed; run it again")
    run(*command)
