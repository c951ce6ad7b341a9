"""Section B: the settings that the report does not state, by how many of its values they give."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlplab import artifacts, data, paths
from mlplab.console import announce
from mlplab.parallel import run_jobs
from mlplab.params import Params, load_params
from mlplab.records import read_reference
from mlplab.studies import granularity, unstated
from mlplab.studies.class_shares import class_shares

NAME = "unstated"
COLUMNS = ("train_size", "weight_scale", "epochs", "chosen_by", "judged_by")


def run(
    params: Params, dataset: data.Dataset, reference: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The best setting and what the printed shares allow, and the counts of every setting."""
    printed, grid, digits = unstated.trained(reference), params.unstated, params.normalize.digits
    cells = unstated.cells_of(printed)
    runs = run_jobs(unstated.fit_cell, unstated.jobs(params, dataset, cells), NAME)
    means = unstated.mean_scores([row for run in runs for row in run], printed, grid)
    counts = unstated.count(means, printed)
    shares = class_shares(dataset, digits, grid.train_sizes, reference)
    best = unstated.best_of(counts, shares["fitting"])
    sizes = {"train": grid.train_sizes, "val": [digits.val], "test": [digits.test]}
    tests = sum(unstated.is_test(value["name"]) for value in printed)
    metrics = {
        "class_shares": shares,
        "best": best,
        "best_by_count_alone": unstated.best_of(counts),
        "of": {"chosen_by": len(printed) - tests, "judged_by": tests},
        "missed": unstated.describe_misses(means, best, printed),
        "granularity": {
            part: granularity.granularity(values, sizes[part])
            for part, values in granularity.columns(reference).items()
        },
    }
    return metrics, counts


def main() -> None:
    """Train over the grid; write the metrics and the counts."""
    params = load_params()
    metrics, counts = run(
        params, artifacts.read_dataset(paths.raw("digits")), read_reference()["printed_values"]
    )
    artifacts.write_json(paths.metrics(NAME), metrics)
    artifacts.write_table(paths.UNSTATED_COUNTS, counts, COLUMNS)
    announce(f"{len(counts)} settings tried: in {paths.metrics(NAME)}")
