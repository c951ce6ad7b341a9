"""Section C, part 3: solver, batch size and learning rate by cross-validation, then a fit with the best."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlplab import artifacts, paths
from mlplab.console import announce, run_main
from mlplab.data import Splits
from mlplab.nn import Network
from mlplab.parallel import run_jobs
from mlplab.params import KfoldTuning, load_params
from mlplab.studies import kfold_tuning as study

NAME = "kfold_tuning"


def run(
    params: KfoldTuning, splits: Splits, comparison: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]], Network]:
    """The metrics, the table of all settings, and the best one's network, given the comparison's metrics by name."""
    activation = study.choose_activation(params, comparison)
    settings, folds = study.grid(params), study.folds(splits, params)
    jobs = [(splits, params, activation, setting, rows) for setting in settings for rows in folds]
    scores = run_jobs(study.score_fold, jobs, f"{NAME} {activation}")
    table = study.results(settings, np.reshape(scores, (len(settings), len(folds))))
    metrics, network = study.refit(splits, params, activation, study.best_of(table))
    return metrics, table, network


def main() -> None:
    """Tune with the comparison's best activation; write the metrics, the table and the network."""
    params = load_params()
    comparison = {
        activation: artifacts.read_json(paths.metrics(f"activation_comparison/{activation}"))
        for activation in params.activation_comparison.activations
    }
    splits = artifacts.read_splits(paths.normalized("fashion"))
    metrics, table, network = run(params.kfold_tuning, splits, comparison)
    artifacts.write_json(paths.metrics(NAME), metrics)
    artifacts.write_table(paths.TUNING_RESULTS, table, list(table[0]))
    networks = {str(params.kfold_tuning.seed): network}
    artifacts.write_networks(paths.model(NAME), networks, splits.about())
    best = ", ".join(f"{name} {value}" for name, value in metrics["best"].items())
    announce(
        f"best of {len(table)}: {best}; test macro F1 {metrics['test_macro_f1']:.4f}, "
        f"in {paths.metrics(NAME)}"
    )


if __name__ == "__main__":
    run_main(main)
