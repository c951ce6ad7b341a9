"""The study in a dozen numbers, and every printed of the report beside ours."""

from pathlib import Path
from typing import Any

from mlplab import artifacts, params
from mlplab.params import Params
from mlplab.studies.headlines import headlines
from mlplab.verdicts import compare
from stages.cells import cells
from stages.console import run_main, say
from stages.records import read_metrics, read_reference

SUMMARY = Path("metrics/summary.json")
REPRODUCTION = Path("metrics/reproduction.json")


def run(
    params: Params, metrics: dict[str, Any], printed_values: list[dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The headline numbers, and the comparison with the report.

    `metrics` holds every stage's by the name of its file below metrics/, without its ending.
    """
    by_stage = {
        stage: {key: metrics[f"{stage}/{key}"] for key in keys}
        for stage, keys in cells(params).items()
    }
    numbers = headlines(
        by_stage["scratch_mlp"],
        by_stage["activation_comparison"],
        metrics["kfold_tuning"],
        by_stage["autoencoder"],
        by_stage["feature_transfer"],
    )
    reproduction = compare(printed_values, dict(params.fetch), metrics.get)
    return numbers | {
        "printed_values_reproduced": reproduction["counts"]["reproduced"]
    }, reproduction


def main() -> None:
    settings = params.load()
    summary, reproduction = run(settings, read_metrics(settings), read_reference())
    artifacts.write_json(SUMMARY, summary)
    artifacts.write_json(REPRODUCTION, reproduction)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in reproduction["counts"].items())
    say(f"of the printed values: {counts}; in {REPRODUCTION}, the headlines in {SUMMARY}")


if __name__ == "__main__":
    run_main(main)
