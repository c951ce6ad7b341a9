"""The report's run: in a copy, and published whole or not at all."""

import os
import shutil
from pathlib import Path

import pytest

from mlplab.errors import InputError
from mlplab.pipeline.publish import PUBLISHED, main, start_from_published
from mlplab.pipeline.verify import copy_of_head
from tests.pipeline.conftest import commit, run

# Stands in for `python -m mlplab.pipeline` of the copy.
STUDY = """
import os, signal, sys
from pathlib import Path
for name in ("metrics", "plots"):
    Path(name).mkdir(exist_ok=True)
    Path(name, "new").touch()
for name in ("dvc.lock", "page.html"):
    Path(name).write_text("new")
Path("{log}").write_text("\\n".join([os.environ["MLPLAB_DATA"], Path("params.yaml").read_text(), *sys.argv[1:]]))
if "{fault}" == "fails":
    sys.exit(1)
if "{fault}" == "is ended":
    os.kill(os.getppid(), signal.SIGINT)
"""


@pytest.fixture
def study(finished, tmp_path, monkeypatch):
    """A repository of a stub, with something published."""

    def with_fault(fault):
        package = finished / "src/mlplab/pipeline"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package.parent / "__init__.py").touch()
        (package / "__main__.py").write_text(STUDY.format(log=tmp_path / "log", fault=fault))
        (finished / PUBLISHED / "plots").mkdir(parents=True)  # the metrics are missing
        (finished / PUBLISHED / "plots/old").touch()
        for name in ("dvc.lock", "page.html", "params.yaml"):
            (finished / PUBLISHED / name).write_text("old")
        run("git", "add", "src", "published")
        commit()
        return finished / PUBLISHED

    monkeypatch.setenv("MLPLAB_DATA", "images")
    return with_fault


def test_a_copy_takes_its_outputs_from_this_cache_under_any_path(finished, monkeypatch):
    odd = finished.with_name("ö 数 $(touch RUN)")
    finished.rename(odd)
    monkeypatch.chdir(odd)
    (odd / PUBLISHED).mkdir(parents=True)
    for name in ("params.yaml", "dvc.lock"):
        shutil.copy(odd / name, odd / PUBLISHED)
    run("git", "add", "published", "params.yaml", "dvc.yaml", "stage.py", ".dvc")
    commit()
    with copy_of_head() as folder:
        start_from_published(folder, Path(".dvc/cache").absolute())
        assert (folder / "last").read_bytes() == (odd / "last").read_bytes()
        run("dvc", "repro", cwd=folder)
        assert not (folder / "events.txt").exists()  # no stage has run
    assert len(found(odd / ".dvc/cache/files")) == 5  # the outputs


def found(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_report_is_published_by_the_published_parameters(study, tmp_path):
    published = study("")
    main("--jobs", "2")
    results = ["dvc.lock", "metrics/new", "page.html"]
    # The run began with what was published.
    assert found(published) == [*results, "params.yaml", "plots/new", "plots/old"]
    log = (tmp_path / "log").read_text().splitlines()
    assert log == [os.path.abspath("images"), "old", "--jobs", "2"]
    assert len(run("git", "worktree", "list").splitlines()) == 1


@pytest.mark.parametrize("fault", ["fails", "is ended"])
def test_a_report_that_fails_or_is_ended_publishes_nothing_and_leaves_nothing(study, fault):
    published = study(fault)
    before = found(published)
    with pytest.raises((InputError, KeyboardInterrupt)):
        main()
    assert found(published) == before
    assert not (published / "metrics").exists()
    assert len(run("git", "worktree", "list").splitlines()) == 1
