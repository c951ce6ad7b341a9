"""What git ignores by the user's own configuration: no result is among it."""

import shutil
import subprocess

import pytest

from tests.conftest import ROOT
from tests.pipeline.conftest import run


@pytest.mark.parametrize("path", ["dvc.lock", "metrics/claims/new.json", "plots/claims/new.csv"])
def test_a_result_is_in_git_whatever_the_user_ignores(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    run("git", "init", "--quiet")
    (tmp_path / "ignored").write_text("*.json\n*.csv\n*.lock\n")
    check = ["git", "-c", "core.excludesFile=ignored", "check-ignore", "--quiet", path]
    assert subprocess.run(check).returncode == 1
