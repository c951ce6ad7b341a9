"""CONTRIBUTING's walk-through, applied to a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# A numbered step names a file; its block is the new file, or the change of one that is there.
STEPS = re.findall(
    r"^\d+\. `([^`]+)`(?:[^\n]*\n)+?\n```(\w+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL
)
SKIPPED = ("published/report/metrics/", "published/report/plots/", "plots/pictures/")


def run(folder, *command, given=None):
    environment = os.environ | {"MLPLAB_WORKERS": "1"}
    environment.pop("PYTHONPATH", None)  # the copy runs its own code
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of this checkout with the walk-through applied."""
    folder = tmp_path_factory.mktemp("walkthrough")
    for name in run(ROOT, "git", "ls-files", "-z").split("\0"):
        if (ROOT / name).is_file() and not name.startswith(SKIPPED):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    run(folder, "git", "init", "--quiet")
    for path, kind, text in STEPS:
        if kind == "diff":
            run(folder, "git", "apply", "-", given=f"--- a/{path}\n+++ b/{path}\n{text}")
        else:
            (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_it_takes_at_most_ten_files_each_once():
    files = [path for path, _, _ in STEPS]
    assert 2 < len(files) == len(set(files)) <= 10


def test_the_new_stage_runs_and_fewer_right_labels_give_a_lower_accuracy(repository):
    run(repository, sys.executable, "-m", "dvc", "repro", "--quiet", "label_noise")
    code = (
        "from mlplab import artifacts, paths\n"
        "scores = artifacts.read_json(paths.metrics('label_noise')).values()\n"
        "means = [score['test_accuracy']['mean'] for score in scores]\n"
        "assert means == sorted(means, reverse=True) and len(set(means)) == 3, means\n"
    )
    run(repository, sys.executable, "-c", f"import sys; sys.path.insert(0, 'src'); {code}")


def test_its_section_finds_its_place_after_the_reports(repository):
    code = (
        "import sys; sys.path.insert(0, 'src')\n"
        "from mlplab.page.sections import find_sections\n"
        "print(*(section.name for section in find_sections()))"
    )
    assert run(repository, sys.executable, "-c", code).split()[-1] == "label_noise"


def test_the_copys_own_tests_of_pipeline_and_study_pass(repository):
    tests = ("tests/studies/test_label_noise.py", "tests/test_pipeline.py", "tests/test_params.py")
    run(repository, sys.executable, "-m", "pytest", "-q", *tests)
