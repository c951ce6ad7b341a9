"""The page: everything that the study gave beside what the report prints, as one file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from platform import python_version
from typing import Any

from mlplab import artifacts, paths
from mlplab.cells import cell_keys
from mlplab.console import announce, run_main
from mlplab.page.build import build
from mlplab.page.drawings import Drawing, read_drawing
from mlplab.page.results import Results
from mlplab.params import load_params
from mlplab.records import Records, read_records, read_reference

PACKAGES = ("mlplab", "numpy", "scipy", "scikit-learn", "matplotlib", "dvc")


def run(
    records: Records,
    reference: Sequence[Mapping[str, Any]],
    drawings: Mapping[str, Drawing],
    versions: Mapping[str, str],
) -> str:
    """The page as HTML; `reference` has the printed values of reference/report.yaml."""
    return build(gather(records, reference, versions), drawings)


def gather(
    records: Records, reference: Sequence[Mapping[str, Any]], versions: Mapping[str, str]
) -> Results:
    """The records as the page reads them: plain, and each printed value beside ours."""
    verdicts = records.metrics["reproduction"]["printed_values"]
    return Results(
        params=records.params,
        metrics=records.metrics,
        printed_values=[{**printed, **verdicts[printed["name"]]} for printed in reference],
        cells=cell_keys(records.params),
        predictions={
            name: Counter(zip(table["actual"], table["predicted"], strict=True))
            for name, table in records.predictions.items()
        },
        tuning=records.tuning.to_dict("records"),
        first_classes=[records.class_names[label] for label in records.labels],
        versions=versions,
    )


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide the numbers."""
    return {"Python": python_version()} | {name: version(name) for name in PACKAGES}


def main() -> None:
    """Build the page from the results and the pictures, and write it."""
    drawings = {path.stem: read_drawing(path) for path in sorted(paths.PICTURES.iterdir())}
    page = run(read_records(load_params()), read_reference(), drawings, versions())
    artifacts.write_text(paths.PAGE, page)
    announce(
        f"the findings, and every printed value beside ours: {len(page) / 1e6:.1f} MB, in {paths.PAGE}"
    )


if __name__ == "__main__":
    run_main(main)
