"""The report page: everything that the study gave beside what the report prints, as one file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from mlplab import artifacts, params
from mlplab.page.build import build
from mlplab.page.pictures import Drawing
from mlplab.page.study import Study
from mlplab.pictures import style
from stages import pictures
from stages.cells import cells
from stages.console import run_main, say
from stages.records import Records, read_records, read_reference

PAGE = Path("page.html")
PACKAGES = ("mlplab", "numpy", "scipy", "scikit-learn", "matplotlib", "dvc")
# Images of images: a bitmap is smaller than a drawing.
BITMAPS = {"normalize_first_images", "autoencoder_reconstructions"}
MEDIA_TYPES = {".png": "image/png", ".svg": "image/svg+xml"}
PIXELS_PER_INCH = 96  # of CSS


def run(
    records: Records, reference: Sequence[Mapping[str, Any]], versions: Mapping[str, str]
) -> str:
    """The page as HTML; `reference` has the printed values of reference/report.yaml."""
    return build(gather(records, reference, versions), draw(records))


def gather(
    records: Records, reference: Sequence[Mapping[str, Any]], versions: Mapping[str, str]
) -> Study:
    """The records as the page reads them: plain, and each figure of the report beside ours."""
    verdicts = records.metrics["reproduction"]["printed_values"]
    return Study(
        params=records.params,
        metrics=records.metrics,
        printed_values=[{**printed, **verdicts[printed["name"]]} for printed in reference],
        cells=cells(records.params),
        predictions={
            name: Counter(zip(table["actual"], table["predicted"], strict=True))
            for name, table in records.predictions.items()
        },
        tuning=records.tuning.to_dict("records"),
        first_classes=[records.class_names[label] for label in records.labels],
        versions=versions,
    )


def draw(records: Records) -> dict[str, Drawing]:
    """Every picture, rendered."""
    drawings = {}
    for name, figure in pictures.run(records).items():
        suffix = ".png" if name in BITMAPS else ".svg"
        width, height = (round(size * PIXELS_PER_INCH) for size in figure.get_size_inches())
        data = style.render(figure, suffix)
        drawings[name] = Drawing(MEDIA_TYPES[suffix], data, width, height)
    return drawings


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that decide the numbers."""
    return {"Python": python_version()} | {name: version(name) for name in PACKAGES}


def main() -> None:
    page = run(read_records(params.load()), read_reference(), versions())
    artifacts.write_text(PAGE, page)
    say(f"every figure of the report beside ours, {len(page) / 1e6:.1f} MB, in {PAGE}")


if __name__ == "__main__":
    run_main(main)
