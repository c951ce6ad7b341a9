"""The study in a dozen numbers, and every printed value beside ours."""

from typing import Any

from mlplab import artifacts, paths
from mlplab.cells import cell_keys
from mlplab.console import announce
from mlplab.headlines import headlines
from mlplab.params import Params, load_params
from mlplab.records import SCORED, read_reference, read_summarized
from mlplab.studies.replay import find_slips
from mlplab.verdicts import comparable_sections, compare

# The studies whose values the report prints, and which run over seeds.
SEEDED = ("scratch_mlp", "activation_comparison", "kfold_tuning", "feature_transfer")


def run(
    params: Params, metrics: dict[str, Any], reference: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The headline numbers, and the comparison with the report.

    `metrics` holds those of the studies by the name of their file below metrics/, without its ending, and `reference`
    the report's exercise and printed values.
    """
    cells = {
        study: {key: metrics[f"{study}/{key}"] for key in keys}
        for study, keys in cell_keys(params).items()
        if study in SCORED
    }
    numbers = headlines(cells, metrics)
    reproduction = compare(
        reference["printed_values"],
        comparable_sections(params.model_dump(), reference["exercise"]),
        metrics.get,
        runs={study: len(getattr(params, study).seeds) for study in SEEDED},
        slips=find_slips(reference["printed_values"], reference["exercise"]),
    )
    return numbers | {
        "printed_values_reproduced": reproduction["counts"]["reproduced"]
    }, reproduction


def main() -> None:
    """Summarize all metrics, compare them with the report, and write both."""
    params = load_params()
    summary, reproduction = run(params, read_summarized(params), read_reference())
    artifacts.write_json(paths.metrics("summary"), summary)
    artifacts.write_json(paths.metrics("reproduction"), reproduction)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in reproduction["counts"].items())
    announce(f"of the printed values: {counts}; in {paths.metrics('reproduction')}")
