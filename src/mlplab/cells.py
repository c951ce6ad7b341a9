"""The cells of the pipeline's matrices: which there are, what each leaves, and the tables made of them.

A cell's stage writes one folder that DVC caches, so that a cell that ran before is never trained again. The table
stage of its study gathers the cells that params.yaml names in metrics/STUDY and plots/STUDY, which git keeps.
"""

import shutil
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Protocol

from mlplab import artifacts, paths
from mlplab.params import Params
from mlplab.studies.shared.curves import curve_columns, mean_curve

# The lists in a study's section of params.yaml that its matrix in dvc.yaml runs over, in the order of its key.
MATRICES = {
    "scratch_mlp": ("initializers", "activations"),
    "activation_comparison": ("activations",),
    "autoencoder": ("activations",),
    "feature_transfer": ("features",),
    "claims": ("tested",),
}
# What a cell may keep beside its metrics, and where its study's table stage copies it.
COPIES = {
    "curves.csv": paths.curves,
    "predictions.csv": paths.predictions,
    "measurements.csv": paths.measurements,
}


class Run(Protocol):
    """One seed's run: its learning curve, a row an epoch."""

    @property
    def curve(self) -> list[dict[str, float]]: ...


def cell_keys(params: Params) -> dict[str, list[str]]:
    """The keys of each study's cells in the order of params.yaml, as DVC's `key` names them: `zero-relu`."""
    return {
        study: ["-".join(names) for names in product(*(getattr(section, name) for name in lists))]
        for study, lists in MATRICES.items()
        for section in [getattr(params, study)]
    }


def write_cell(
    study: str,
    key: str,
    metrics: Mapping[str, Any],
    runs: Sequence[Run],
    curve_metrics: Sequence[str],
) -> None:
    """Write a cell's metrics, the curves of its seeds and their mean into the cell's folder."""
    folder = paths.cell(study, key)
    rows: list[dict[str, Any]] = [row for run in runs for row in run.curve]
    columns, mean_columns = curve_columns(curve_metrics)
    artifacts.write_json(folder / "metrics.json", metrics)
    artifacts.write_table(folder / "curves.csv", rows, columns)
    artifacts.write_table(folder / "mean_curve.csv", mean_curve(rows, len(runs)), mean_columns)


def write_tables(study: str, keys: Sequence[str]) -> None:
    """Gather a study's cells in metrics/STUDY and plots/STUDY.

    Cells that params.yaml no longer names are removed from data/cells/STUDY, and with them their models: this stage
    depends on that folder, pictures and page on models/scratch_mlp, and these must not remember them. DVC's cache still
    has them.
    """
    for folder in paths.cells(study).iterdir():
        if folder.is_dir() and folder.name not in keys:  # a file is another program's, as .DS_Store
            paths.model(f"{study}/{folder.name}").unlink(missing_ok=True)
            shutil.rmtree(folder)
    means = []
    for key in keys:
        folder = paths.cell(study, key)
        artifacts.copy(folder / "metrics.json", paths.metrics(f"{study}/{key}"))
        for name, place in COPIES.items():
            if (folder / name).exists():
                artifacts.copy(folder / name, place(study, key))
        if (folder / "mean_curve.csv").exists():
            means.append(artifacts.read_table(folder / "mean_curve.csv").assign(cell=key))
    if means:
        artifacts.write_frames(paths.mean_curves(study), means, first="cell")
