"""Stages side by side in the order of the graph."""

import os
import shutil
import subprocess
import sys
import threading
import time

import pytest
from dvc.exceptions import DvcException
from dvc.repo import Repo

from mlplab.pipeline import schedule
from mlplab.pipeline.schedule import run_stages, stages_to_run
from tests.conftest import SOURCE
from tests.pipeline.conftest import run

# A library of DVC's; a forked process has pytest's filters.
pytestmark = pytest.mark.filterwarnings("ignore:_NoneStep.value:DeprecationWarning")


def graph(force=False):
    with Repo() as repo:
        return stages_to_run(repo, force)


def events(folder):
    path = folder / "events.txt"
    lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    path.unlink(missing_ok=True)
    return lines


def release(folder, held, until):
    """Let the stage `held` go on once the line `until` is among the events."""
    (folder / f"hold-{held}").touch()

    def watch():
        path = folder / "events.txt"
        for _ in range(1200):
            if path.exists() and until in path.read_text():
                break
            time.sleep(0.05)
        (folder / f"hold-{held}").unlink()

    threading.Thread(target=watch, daemon=True).start()


def test_every_stage_runs_after_those_it_depends_on_and_the_results_are_those_of_dvc(repository):
    assert run_stages(graph(), 2, False, lambda _: None) == 0
    order = [name for what, name, _ in events(repository) if what == "begin"]
    assert order[0] == "first"
    assert order.index("a1") < order.index("a2")
    assert order[-1] == "last"
    assert (repository / "last").read_text() == "last a2 a1 first n: 1\n b first n: 1\n"
    assert "Running stage" not in run("dvc", "repro")


@pytest.mark.parametrize("name", [".gitignore", ".dvcignore"])
def test_a_pipeline_that_is_ignored_is_told_and_not_taken_for_one_without_stages(finished, name):
    (finished / name).write_text("dvc.yaml\n")
    with pytest.raises(DvcException, match=r"dvc\.yaml' is (git|dvc)-ignored"):
        graph()


def test_two_run_at_once_and_share_the_workers(repository):
    release(repository, "b", until="begin a2")
    assert run_stages(graph(), 2, False, lambda _: None) == 0
    noted = events(repository)
    names = [(what, name) for what, name, _ in noted]
    assert names.index(("begin", "b")) < names.index(("begin", "a2")) < names.index(("end", "b"))
    workers = {name: count for what, name, count in noted if what == "begin"}
    assert workers == {"first": "4", "a1": "2", "b": "2", "a2": "2", "last": "4"}


def test_what_the_longest_chain_waits_for_comes_first(repository):
    assert run_stages(graph(), 1, False, lambda _: None) == 0
    order = [name for what, name, _ in events(repository) if what == "begin"]
    assert order == ["first", "a1", "a2", "b", "last"] or order == [
        "first",
        "a1",
        "b",
        "a2",
        "last",
    ]


def test_only_what_changed_and_what_depends_on_it_runs(finished):
    assert len(graph()) == 0
    (finished / "b").write_text("changed")
    assert set(graph()) == {"b", "last"}
    assert len(graph(force=True)) == 5


def test_a_failure_starts_nothing_new_lets_the_others_end_and_comes_last(repository):
    (repository / "fail-a1").touch()
    release(repository, "b", until="fail a1")
    reports = []
    assert run_stages(graph(), 2, False, reports.append) != 0
    noted = [(what, name) for what, name, _ in events(repository)]
    assert ("end", "b") in noted
    assert not {"a2", "last"} & {name for _, name in noted}
    assert "this is b" in reports[-2]
    assert "a1 is broken" in reports[-1]
    assert "To track the changes" not in reports[-2]


def test_a_failure_without_a_word_is_told(repository, monkeypatch):
    monkeypatch.setattr(schedule, "_read", lambda log: "")  # as on a full disk
    (repository / "fail-first").touch()
    reports = []
    assert run_stages(graph(), 2, False, reports.append) != 0
    assert reports[-1].startswith("first: killed, or ")


def test_where_stages_are_forked_no_other_thread_runs(repository):
    code = (
        "import threading; from mlplab.pipeline.schedule import *\n"
        "with Repo() as repo: stages_to_run(repo, False)\n"
        "assert threading.active_count() == 1, threading.enumerate()"
    )
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def test_a_folder_of_temporary_files_that_is_gone_ends_the_run_in_an_error(
    repository, monkeypatch, capfd
):
    def start_without_folder(stage, log, *rest, start=schedule._start):
        shutil.rmtree(log.parent)
        return start(stage, log, *rest)

    monkeypatch.setattr(schedule, "_start", start_without_folder)
    with pytest.raises(FileNotFoundError):
        run_stages(graph(), 2, False, lambda _: None)
    assert "Traceback" not in capfd.readouterr().err


def test_when_it_ends_the_stages_end(repository):
    (repository / "hold-first").touch()
    code = (
        "from dvc.repo import Repo; from mlplab.pipeline.schedule import *\n"
        "with Repo() as repo: graph = stages_to_run(repo, False)\n"
        "run_stages(graph, 2, False)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(SOURCE), "TMPDIR": str(repository)},
        stdout=subprocess.PIPE,
    )
    while not (repository / "events.txt").exists():
        time.sleep(0.05)
    process.kill()
    process.communicate()
    time.sleep(1)
    (repository / "hold-first").unlink()
    time.sleep(1)
    assert events(repository) == [["begin", "first", "4"]]
