"""The cells of a study, gathered in its tables."""

from mlplab import paths
from mlplab.cells import write_tables


def test_a_file_among_the_cells_is_left_alone_and_a_cell_of_earlier_params_removed(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for key in ("exploding", "ensemble"):
        paths.cell("claims", key).mkdir(parents=True)
        (paths.cell("claims", key) / "metrics.json").write_text("{}")
    foreign = paths.cells("claims") / ".DS_Store"
    foreign.touch()
    write_tables("claims", ["exploding"])
    assert foreign.exists()
    assert not paths.cell("claims", "ensemble").exists()
    assert paths.metrics("claims/exploding").read_text() == "{}"
