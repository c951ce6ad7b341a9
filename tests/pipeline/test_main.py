"""Where `python -m mlplab.pipeline` runs, and where it cannot."""

from threading import Timer

import pytest
import zc.lockfile
from dvc.stage import run

from mlplab.errors import InputError
from mlplab.pipeline.__main__ import main


def test_a_folder_that_is_no_study_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"^the folder must be the repository's root, got "):
        main()


@pytest.mark.parametrize("name", ["a{b}", "{", "}"])
def test_a_folder_whose_path_dvc_takes_for_a_format_is_told(tmp_path, monkeypatch, name):
    folder = tmp_path / name
    folder.mkdir()
    (folder / "dvc.yaml").touch()
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=r"^the folder's path must hold no \{ or \}"):
        main()


@pytest.mark.parametrize("line", ["[[", "[extensions]\n\tunheard = of"])
def test_a_git_configuration_that_dvc_cannot_read_is_told(finished, monkeypatch, line):
    monkeypatch.setattr("mlplab.params.load_params", lambda: None)  # they are another study's
    path = finished / ".git/config"
    path.write_text(path.read_text().replace("version = 0", "version = 1") + f"{line}\n")
    with pytest.raises(InputError, match=r"^DVC cannot start: \w+: \w+"):
        main()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # DVC's own
def test_a_stage_that_ends_while_another_dvc_holds_the_lock_keeps_its_result(
    repository, monkeypatch
):
    """As `mlplab.pipeline.recovery` or `dvc status` does for as long as it reads a cache that it has not seen."""
    monkeypatch.setattr("mlplab.params.load_params", lambda: None)  # they are another study's
    monkeypatch.setattr("dvc.lock.DEFAULT_TIMEOUT", 0)
    run_command = run.cmd_run

    def hold_at_its_end(*arguments, **options):
        run_command(*arguments, **options)
        Timer(0.2, zc.lockfile.LockFile(".dvc/tmp/lock").close).start()

    monkeypatch.setattr(run, "cmd_run", hold_at_its_end)
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert (repository / "last").is_file()
