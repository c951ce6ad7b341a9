"""Results whose stage is no longer in dvc.yaml."""

from dvc.repo import Repo

from mlplab.pipeline.leftovers import find_leftovers


def test_what_a_stage_writes_is_no_leftover_and_what_none_writes_is(repository):
    stages = "stages: {one: {cmd: 'true', metrics: [metrics/one.json], plots: [plots/one]}}"
    (repository / "dvc.yaml").write_text(stages)
    for name in ("metrics/one.json", "metrics/.gitignore", "metrics/two.json", "plots/one/a.csv"):
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text("{}")
    with Repo() as repo:
        (line,) = find_leftovers(repo)
    assert line.startswith("metrics/two.json: no stage of dvc.yaml writes it")
