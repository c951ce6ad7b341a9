"""The study in at most twelve numbers, for `dvc metrics diff` and `dvc exp show`."""

from collections.abc import Mapping
from typing import Any

Cells = Mapping[str, Mapping[str, Any]]


def headlines(cells: Mapping[str, Cells], metrics: Mapping[str, Any]) -> dict[str, Any]:
    """The best cell of each study, and what it has to beat.

    `cells` holds the metrics of the studies that have cells, by study and key, `metrics` those of the others.
    A headline is None where every cell diverged, or where a cell is not part of the study.
    """
    scratch, comparison = cells["scratch_mlp"], cells["activation_comparison"]
    autoencoders, transfers = cells["autoencoder"], cells["feature_transfer"]
    tuning = metrics["kfold_tuning"]
    encoded = {name: cell for name, cell in transfers.items() if name in autoencoders}
    return {
        "scratch_best_test_accuracy": _best(scratch, "test_accuracy"),
        "scratch_diverged_runs": sum(cell["diverged"] for cell in scratch.values()),
        "comparison_best_val_loss": _best(comparison, "val_loss", min),
        "comparison_best_test_macro_f1": _best(comparison, "test_macro_f1"),
        "tuning_best_cv_macro_f1": tuning["best_cv_macro_f1"],
        "tuning_val_loss": tuning["val_loss"],
        "tuning_test_macro_f1": tuning["test_macro_f1"],
        "autoencoder_best_val_mse": _best(autoencoders, "val_mse", min),
        "pca_val_mse": metrics["baseline_encoders"]["pca_val_mse"],
        "transfer_best_test_accuracy": _best(encoded, "test_accuracy"),
        "pixels_test_accuracy": _best(
            {name: cell for name, cell in transfers.items() if name == "pixels"}, "test_accuracy"
        ),
    }


def _best(cells: Cells, metric: str, choose: Any = max) -> float | None:
    values = [cell[metric]["mean"] for cell in cells.values() if cell[metric] is not None]
    return choose(values, default=None)
