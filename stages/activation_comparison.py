"""Section C, part 2, one activation: a classifier of the fashion images."""

from pathlib import Path

from mlplab import artifacts, params
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import ActivationComparison
from mlplab.studies.activation_comparison import fit_seed, prediction_rows
from mlplab.studies.classifier import METRICS, Run
from mlplab.studies.seeds import summarize
from stages.console import run_main, say
from stages.curves import write_curves

NAME = "activation_comparison"


def run(params: ActivationComparison, splits: Splits, activation: str) -> list[Run]:
    """Train one classifier a seed."""
    jobs = [(splits, params, activation, seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {activation}")


def main(activation: str) -> None:
    splits = artifacts.read_splits(artifacts.FASHION)
    runs = run(params.load().activation_comparison, splits, activation)
    metrics = summarize([run.scores for run in runs])
    artifacts.write_json(Path(f"metrics/{NAME}/{activation}.json"), metrics)
    write_curves(NAME, activation, runs, METRICS)
    artifacts.write_table(
        Path(f"plots/{NAME}/confusion/{activation}.csv"),
        prediction_rows(runs, splits),
        ("seed", "actual", "predicted"),
    )
    say(
        f"{activation}: validation loss {metrics['val_loss']['mean']:.4f}, test macro F1 "
        f"{metrics['test_macro_f1']['mean']:.4f}, in metrics/{NAME}/{activation}.json"
    )


if __name__ == "__main__":
    run_main(main)
