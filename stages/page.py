"""The page: everything that the study gave beside what the report prints, as one file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from mlplab import artifacts, nn, paths
from mlplab.cells import cell_keys
from mlplab.console import announce
from mlplab.errors import require
from mlplab.page.build import build
from mlplab.page.drawings import Drawing, read_drawing
from mlplab.page.results import Results
from mlplab.params import load_params
from mlplab.records import CURVES, Records, read_records, read_reference
from mlplab.verdicts import comparable_sections

STUDY = "scratch_mlp"  # whose networks and curves of every seed the reader can touch
PACKAGES = ("mlplab", "numpy", "scipy", "scikit-learn", "matplotlib", "dvc")


def run(
    records: Records,
    reference: Mapping[str, Any],
    drawings: Mapping[str, Drawing],
    versions: Mapping[str, str],
    touched: Mapping[str, Any],
) -> str:
    """The page as HTML; `reference` is what reference/report.yaml holds, `touched` what `read_touched` gives."""
    return build(replace(gather(records, reference, versions), **touched), drawings)


def gather(records: Records, reference: Mapping[str, Any], versions: Mapping[str, str]) -> Results:
    """The records as the page reads them: plain, and each printed value beside ours."""
    verdicts = records.metrics["reproduction"]["printed_values"]
    return Results(
        params=records.params,
        metrics=records.metrics,
        comparable=comparable_sections(records.params.model_dump(), reference["exercise"]),
        printed_values=[
            {**printed, **verdicts[printed["name"]]} for printed in reference["printed_values"]
        ],
        cells=cell_keys(records.params),
        predictions={
            name: Counter(zip(table["actual"], table["predicted"], strict=True))
            for name, table in records.predictions.items()
        },
        tuning=records.tuning.to_dict("records"),
        first_classes=[records.class_names[label] for label in records.labels],
        versions=versions,
    )


def read_touched(keys: Sequence[str]) -> dict[str, Any]:
    """What the widgets of section B's cells show, by its field of Results."""
    return {
        "seed_curves": read_seed_curves(keys),
        "networks": {key: first_network(paths.model(f"{STUDY}/{key}")) for key in keys},
        "strokes": artifacts.read_json(paths.STROKES),
    }


def read_seed_curves(keys: Sequence[str]) -> dict[str, list[dict[str, float]]]:
    """The learning curves of section B's cells, by key."""
    columns = ["seed", *CURVES[STUDY]]
    return {
        key: artifacts.read_table(paths.curves(STUDY, key), others=columns).to_dict("records")
        for key in keys
    }


def first_network(path: Path) -> nn.Network:
    """The network of the first seed."""
    networks = artifacts.read_networks(path)
    require(networks, f"{path}: must hold a network; `dvc repro` makes it anew", "none")
    return next(iter(networks.values()))


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide the numbers."""
    return {"Python": python_version()} | {name: version(name) for name in PACKAGES}


def main() -> None:
    """Build the page from the results and the pictures, and write it."""
    drawings = {path.stem: read_drawing(path) for path in sorted(paths.PICTURES.glob("*.svg"))}
    params = load_params()
    touched = read_touched(cell_keys(params)[STUDY])
    page = run(read_records(params), read_reference(), drawings, versions(), touched)
    artifacts.write_text(paths.PAGE, page)
    announce(
        f"the findings, and every printed value beside ours: {len(page) / 1e6:.1f} MB, in {paths.PAGE}"
    )
