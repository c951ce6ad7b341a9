"""Section C, part 3: tune the classifier by k-fold cross-validation, and train it anew with the best setting."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mlplab import artifacts, nn, params
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import KfoldTuning
from mlplab.studies import kfold_tuning as study
from stages.console import run_main, say

NAME = "kfold_tuning"
METRICS_FILE = Path(f"metrics/{NAME}.json")
RESULTS = Path(f"plots/{NAME}/results.csv")
MODEL = Path(f"models/{NAME}.npz")


def run(
    params: KfoldTuning, splits: Splits, comparison: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]], nn.Network]:
    """The metrics, the table of all settings, and the best one's network, given the comparison's metrics by name."""
    activation = study.choose_activation(params, comparison)
    settings, folds = study.grid(params), study.folds(splits, params)
    jobs = [(splits, params, activation, setting, rows) for setting in settings for rows in folds]
    scores = run_jobs(study.score_fold, jobs, f"{NAME} {activation}")
    table = study.results(settings, np.reshape(scores, (len(settings), len(folds))))
    metrics, network = study.refit(splits, params, activation, study.best_of(table))
    return metrics, table, network


def main() -> None:
    settings = params.load()
    comparison = {
        activation: artifacts.read_json(Path(f"metrics/activation_comparison/{activation}.json"))
        for activation in settings.activation_comparison.activations
    }
    splits = artifacts.read_splits(artifacts.FASHION)
    metrics, table, network = run(settings.kfold_tuning, splits, comparison)
    artifacts.write_json(METRICS_FILE, metrics)
    artifacts.write_table(RESULTS, table, list(table[0]))
    networks = {str(settings.kfold_tuning.seed): network}
    artifacts.write_networks(MODEL, networks, splits.about())
    best = ", ".join(f"{name} {value}" for name, value in metrics["best"].items())
    say(
        f"best of {len(table)}: {best}; test macro F1 {metrics['test_macro_f1']:.4f}, in {METRICS_FILE}"
    )


if __name__ == "__main__":
    run_main(main)
