"""One claim of the report, put to the test."""

from importlib import import_module

from mlplab import artifacts, paths
from mlplab.console import announce
from mlplab.errors import require
from mlplab.params import Params, load_params, own_settings, own_values
from mlplab.studies.claims.finding import Finding, Images

NAME = "claims"


def run(params: Params, images: Images, claim: str) -> tuple[str, Finding]:
    """The claim's words, and what became of them."""
    study = import_module(f"mlplab.studies.claims.{claim}")
    return study.CLAIM, study.examine(own_settings(params, claim), images)


def main(claim: str) -> None:
    """Test `claim` and write its cell."""
    images = Images(
        splits={name: artifacts.read_splits(paths.normalized(name)) for name in paths.DATASETS},
        datasets={name: artifacts.read_dataset(paths.raw(name)) for name in paths.DATASETS},
    )
    params = load_params()
    checked = artifacts.read_json(paths.claim_settings(claim))
    require(
        own_values(params, claim) == checked,
        f"params.yaml: the settings of {claim} must be those in {paths.claim_settings(claim)}; `dvc repro` without "
        "--single-item brings them there",
        "others",
    )
    words, finding = run(params, images, claim)
    folder, rows = paths.cell(NAME, claim), finding.measurements
    record = {"claim": words, "verdict": finding.verdict, "numbers": finding.numbers}
    artifacts.write_json(folder / "metrics.json", record)
    artifacts.write_table(folder / "measurements.csv", rows, list(rows[0]))
    announce(f"{claim}: {finding.verdict}")
