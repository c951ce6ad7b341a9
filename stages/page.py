"""The page: everything that the study gave beside what the report prints, as one file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version_tuple
from typing import Any

from mlplab import artifacts, nn, paths
from mlplab.cells import cell_keys
from mlplab.console import announce
from mlplab.errors import require
from mlplab.page.build import build
from mlplab.page.drawings import Drawings, read_drawings
from mlplab.page.examples import Example, choose
from mlplab.page.results import Results
from mlplab.params import load_params
from mlplab.records import CURVES, Records, read_records, read_reference
from mlplab.verdicts import comparable_sections

STUDY = "scratch_mlp"  # whose networks and curves of every seed the reader can touch
SHOWN_SOURCE = "fashion_mnist"  # whose images are MIT-licensed
PACKAGES = ("mlplab", "numpy", "scipy", "scikit-learn", "matplotlib", "dvc")


def run(
    records: Records,
    reference: Mapping[str, Any],
    drawings: Mapping[str, Drawings],
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


def read_touched(records: Records) -> dict[str, Any]:
    """What the reader can touch, by its field of Results: section B's widgets, and images to open."""
    keys = cell_keys(records.params)[STUDY]
    return {
        "examples": read_examples(records),
        "seed_curves": read_seed_curves(keys),
        "networks": {key: first_network(paths.model(f"{STUDY}/{key}")) for key in keys},
        "strokes": artifacts.read_json(paths.STROKES),
    }


def read_examples(records: Records) -> Mapping[tuple[str, str], Sequence[Example]]:
    """Images of each cell of the confusion matrix, where their license allows the page to show them."""
    if records.params.fetch.fashion != SHOWN_SOURCE:
        return {}
    splits = artifacts.read_splits(paths.normalized("fashion"))
    actual = [splits.class_names[label] for label in splits.test_labels]
    predicted = records.predictions[records.best_activation]["predicted"].to_numpy(str)
    return choose(splits.test_images, actual, predicted.reshape(-1, len(actual)))


def read_seed_curves(keys: Sequence[str]) -> dict[str, list[dict[str, float]]]:
    """The learning curves of section B's cells, by key."""
    return {
        key: artifacts.read_table(
            paths.curves(STUDY, key), numbers=CURVES[STUDY], whole=("seed", "epoch")
        ).to_dict("records")
        for key in keys
    }


def first_network(path: Path) -> nn.Network:
    """The network of the first seed."""
    networks = artifacts.read_networks(path)
    require(networks, f"{path}: must hold a network; `dvc repro` makes it anew", "none")
    return next(iter(networks.values()))


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide the numbers."""
    python = ".".join(python_version_tuple()[:2])  # a patch release changes no result
    return {"Python": python} | {name: version(name) for name in PACKAGES}


def main() -> None:
    """Build the page from the results and the pictures, and write it."""
    drawings = {
        path.stem: read_drawings(path, paths.picture(path.stem, paths.NARROW_PICTURES))
        for path in sorted(paths.PICTURES.glob("*.svg"))
    }
    records = read_records(load_params())
    page = run(records, read_reference(), drawings, versions(), read_touched(records))
    artifacts.write_text(paths.PAGE, page)
    announce(
        f"the findings, and every printed value beside ours: {len(page) / 1e6:.1f} MB, in {paths.PAGE}"
    )
