"""The study in a dozen numbers, and every printed value beside ours."""

from typing import Any

from mlplab import artifacts, paths
from mlplab.cells import cell_keys
from mlplab.console import announce, run_main
from mlplab.headlines import headlines
from mlplab.params import Params, load_params
from mlplab.records import read_metrics, read_reference
from mlplab.verdicts import compare


def run(
    params: Params, metrics: dict[str, Any], printed_values: list[dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The headline numbers, and the comparison with the report.

    `metrics` holds every stage's by the name of its file below metrics/, without its ending.
    """
    cells = {
        study: {key: metrics[f"{study}/{key}"] for key in keys}
        for study, keys in cell_keys(params).items()
    }
    numbers = headlines(cells, metrics)
    reproduction = compare(printed_values, dict(params.fetch), metrics.get)
    return numbers | {
        "printed_values_reproduced": reproduction["counts"]["reproduced"]
    }, reproduction


def main() -> None:
    """Summarize all metrics, compare them with the report, and write both."""
    params = load_params()
    summary, reproduction = run(params, read_metrics(params), read_reference())
    artifacts.write_json(paths.metrics("summary"), summary)
    artifacts.write_json(paths.metrics("reproduction"), reproduction)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in reproduction["counts"].items())
    announce(f"of the printed values: {counts}; in {paths.metrics('reproduction')}")


if __name__ == "__main__":
    run_main(main)
