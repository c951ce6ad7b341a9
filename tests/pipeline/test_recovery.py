"""What a killed DVC leaves, mended."""

import json
import os
import subprocess
import sys
import time

import pytest
from dvc.dvcfile import FileIsGitIgnored
from dvc.repo import Repo

from mlplab.errors import InputError
from mlplab.pipeline.recovery import recover
from tests.pipeline.conftest import commit, run


def mend():
    with Repo() as repo:
        return list(recover(repo))


@pytest.mark.parametrize("content", ["{}", '{"write": {}}', '{"read": {}, "write": {}}'])
def test_what_is_whole_is_left_alone(finished, content):
    (finished / ".dvc/tmp/rwlock").write_text(content)
    before = (finished / "dvc.lock").read_bytes()
    assert mend() == []
    assert (finished / "dvc.lock").read_bytes() == before


@pytest.mark.parametrize("length", [0, 10, -5])
def test_gits_lock_file_takes_the_place_of_a_torn_one_and_nothing_runs_again(finished, length):
    whole = (finished / "dvc.lock").read_bytes()
    (finished / "dvc.lock").write_bytes(whole[:length])
    (line,) = mend()
    assert "dvc.lock was torn" in line
    assert (finished / "dvc.lock").read_bytes() == whole
    assert "Running stage" not in run("dvc", "repro")


def test_a_torn_lock_file_that_git_does_not_have_is_removed_and_the_run_cache_has_the_results(
    finished,
):
    run("git", "update-ref", "-d", "HEAD")
    (finished / "dvc.lock").write_bytes(b"")
    (line,) = mend()
    assert "git gives none" in line
    assert "Running stage" not in run("dvc", "repro")


def test_a_torn_lock_file_is_removed_where_there_is_no_git_program(finished, monkeypatch):
    (finished / "dvc.lock").write_bytes(b"")
    with monkeypatch.context() as patch:
        patch.setenv("PATH", "")
        (line,) = mend()
    assert "git gives none" in line
    assert "Running stage" not in run("dvc", "repro")


def test_a_whole_lock_file_that_git_ignores_is_left_as_it_is(finished):
    newer = (finished / "dvc.lock").read_text() + "# newer than git's\n"
    (finished / "dvc.lock").write_text(newer)
    (finished / ".gitignore").write_text("dvc.lock\n")
    with pytest.raises(FileIsGitIgnored, match=r"dvc\.lock"):  # which `main` tells
        mend()
    assert (finished / "dvc.lock").read_text() == newer


def test_where_gits_own_is_torn_it_is_told(finished):
    (finished / "dvc.lock").write_bytes(b"torn")
    run("git", "add", "dvc.lock")
    commit(finished)
    with pytest.raises(InputError, match=r"dvc\.lock: git's own is not whole"):
        mend()


def gone():
    """The number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


@pytest.mark.parametrize(
    "content",
    [
        *("", "{", "[]", '{"write": {"a": 1}}', "null", '{"read": 1}', '{"other": {}}', "[" * 9999),
        *('{"write": {"a": {"pid": 1, "cmd": 1}}}', '{"write": {"a": {"pid": -1, "cmd": "x"}}}'),
    ],
)
def test_a_torn_file_of_locks_is_removed(repository, content):
    path = repository / ".dvc/tmp/rwlock"
    path.write_text(content)
    (line,) = mend()
    assert "rwlock was torn" in line
    assert not path.exists()


def test_locks_of_processes_that_are_gone_are_removed_and_the_others_kept(repository):
    path = repository / ".dvc/tmp/rwlock"
    mine, theirs = {"pid": os.getpid(), "cmd": "x"}, {"pid": gone(), "cmd": "x"}
    path.write_text(json.dumps({"write": {"/a": mine, "/b": theirs}, "read": {"/c": [theirs]}}))
    (line,) = mend()
    assert "gone" in line
    assert json.loads(path.read_text()) == {"write": {"/a": mine}}
    assert mend() == []


def test_a_later_process_with_the_number_of_the_one_that_is_gone_holds_no_lock(repository):
    path = repository / ".dvc/tmp/rwlock"
    path.write_text(json.dumps({"write": {"/a": {"pid": os.getpid(), "cmd": "x"}}}))
    os.utime(path, (0, 0))  # long before this process
    assert len(mend()) == 1
    assert json.loads(path.read_text()) == {}


def test_a_clock_that_was_set_forward_leaves_a_living_process_its_locks(repository):
    path = repository / ".dvc/tmp/rwlock"
    command = ["input()", "repro", "first"]
    with subprocess.Popen([sys.executable, "-c", *command], stdin=subprocess.PIPE) as process:
        text = json.dumps({"write": {"/a": {"pid": process.pid, "cmd": "/bin/dvc repro first"}}})
        path.write_text(text)
        os.utime(path, (0, 0))  # before the process, as it now seems
        assert mend() == []
        process.communicate(b"\n")
    assert path.read_text() == text


def test_unfinished_entries_of_the_run_cache_are_removed(finished):
    entries = list((finished / ".dvc/cache/runs").glob("*/*/*"))
    assert len(entries) == 5
    for entry in entries:
        entry.rename(entry.parent / ".torn.tmp")
    (finished / "dvc.lock").unlink()
    (line,) = mend()
    assert "5 unfinished entries" in line
    run("dvc", "repro")  # which fails on an empty folder


def test_an_entry_of_the_run_cache_that_another_dvc_is_writing_is_left(finished, monkeypatch):
    entries = list((finished / ".dvc/cache/runs").glob("*/*/*"))
    written = {entry: entry.read_bytes() for entry in entries}
    for number, entry in enumerate(entries):
        entry.rename(entry.parent / ".one.tmp") if number % 2 else entry.unlink()

    def write(seconds):
        for entry, content in written.items():
            (entry.parent / ".one.tmp").unlink(missing_ok=True)
            entry.write_bytes(content)

    monkeypatch.setattr("mlplab.pipeline.recovery.time.sleep", write)
    assert mend() == []
    assert {entry: entry.read_bytes() for entry in entries} == written


def test_temporary_files_that_became_no_output_are_removed_and_others_kept(finished):
    left = [".first.k3x_9abc", ".pGOd3qDqcf3lVKxxrUTLGg.tmp"]
    others = [".first", ".first.txt", ".notes.tmp", ".other.k3x_9abc", "first.k3x_9abc"]
    for name in left + others:
        (finished / name).touch()
    (line,) = mend()
    assert line == "2 temporary files beside outputs: removed"
    assert not any((finished / name).exists() for name in left)
    assert all((finished / name).exists() for name in others)
    assert mend() == []


def test_the_temporary_file_of_a_stage_that_runs_elsewhere_is_kept(repository):
    (repository / "hold-a1").touch()
    events, writing = repository / "events.txt", repository / ".a1.k3x_9abc"
    with subprocess.Popen(["dvc", "repro", "--quiet"]) as other:
        while not (events.exists() and "begin a1" in events.read_text()):
            assert other.poll() is None
            time.sleep(0.05)
        writing.touch()
        lines = mend()
        (repository / "hold-a1").unlink()
    assert other.returncode == 0
    assert lines == []
    assert writing.exists()
    assert mend() == ["1 temporary files beside outputs: removed"]


def test_temporary_files_inside_an_output_are_removed(finished):
    (finished / "b").unlink()
    (finished / "b").mkdir()
    (finished / "b/.pGOd3qDqcf3lVKxxrUTLGg.tmp").touch()
    (finished / "b/result").touch()
    (line,) = mend()
    assert "1 temporary files" in line
    assert [path.name for path in (finished / "b").iterdir()] == ["result"]


def test_links_to_what_the_cache_has_no_more_are_removed(finished):
    run("dvc", "config", "cache.type", "symlink")
    run("dvc", "checkout", "--relink")
    (finished / "a1").resolve().unlink()
    (line,) = mend()
    assert line == "1 links to files that DVC's cache has no more: removed"
    assert not (finished / "a1").is_symlink()
    assert (finished / "b").is_symlink()
    assert "a1" in run("dvc", "status")  # which fails on such a link


def test_other_links_that_lead_nowhere_are_kept(finished):
    (finished / "b").unlink()
    (finished / "b").symlink_to("nowhere")
    assert mend() == []
    assert (finished / "b").is_symlink()


@pytest.mark.parametrize("name", ["b", ".dvc/cache"])
def test_a_link_to_itself_is_kept(finished, name):
    (finished / name).rename(finished / "aside")
    (finished / name).symlink_to((finished / name).name)
    assert mend() == []
    assert (finished / name).is_symlink()


@pytest.mark.parametrize("name", ["stage.py", "b"])
def test_other_content_of_the_same_time_size_and_inode_is_seen(finished, name):
    """As an archive whose files have all one time leaves it where it is unpacked over another state."""
    path = finished / name
    os.utime(path, (0, 0))
    run("dvc", "repro")
    assert "Running stage" not in run("dvc", "repro")
    path.write_text("#" + path.read_text()[1:])
    os.utime(path, (0, 0))
    assert mend() == []
    assert name in run("dvc", "status")
