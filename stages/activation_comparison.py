"""Section C, part 2, one activation: a classifier of the fashion images."""

from mlplab import artifacts, paths
from mlplab.cells import write_cell
from mlplab.console import announce, run_main
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import ActivationComparison, load_params
from mlplab.studies.activation_comparison import fit_seed, prediction_rows
from mlplab.studies.shared.classifier import CURVE_METRICS, Run
from mlplab.studies.shared.seeds import summarize

NAME = "activation_comparison"


def run(params: ActivationComparison, splits: Splits, activation: str) -> list[Run]:
    """Train one classifier a seed."""
    jobs = [(splits, params, activation, seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {activation}")


def main(activation: str) -> None:
    """Run the cell of `activation` and write it."""
    splits = artifacts.read_splits(paths.normalized("fashion"))
    runs = run(load_params().activation_comparison, splits, activation)
    metrics = summarize([run.scores for run in runs])
    write_cell(NAME, activation, metrics, runs, CURVE_METRICS)
    artifacts.write_table(
        paths.cell(NAME, activation) / "predictions.csv",
        prediction_rows(runs, splits),
        ("seed", "actual", "predicted"),
    )
    announce(
        f"{activation}: validation loss {metrics['val_loss']['mean']:.4f}, "
        f"test macro F1 {metrics['test_macro_f1']['mean']:.4f}"
    )


if __name__ == "__main__":
    run_main(main)
