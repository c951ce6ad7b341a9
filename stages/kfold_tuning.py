"""Section C, part 3: solver, batch size and learning rate by cross-validation, then a fit with the best."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlplab import artifacts, paths
from mlplab.console import announce
from mlplab.data import Splits
from mlplab.nn import Network
from mlplab.parallel import run_jobs
from mlplab.params import KfoldTuning, load_params
from mlplab.studies import kfold_tuning as study
from mlplab.studies.shared.errors import summarize_with_errors

NAME = "kfold_tuning"


def run(
    params: KfoldTuning, splits: Splits, comparison: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Network]]:
    """The metrics, the table of all settings, and the best one's networks by seed, given the comparison's metrics."""
    activation = study.choose_activation(params, comparison)
    settings, folds = study.grid(params), study.folds(splits, params)
    jobs = [(splits, params, activation, setting, rows) for setting in settings for rows in folds]
    scores = run_jobs(study.score_fold, jobs, f"{NAME} {activation}")
    images = len(folds[0][0])
    updates = [study.count_updates(params, setting["batch_size"], images) for setting in settings]
    table = study.results(settings, updates, np.reshape(scores, (len(settings), len(folds))))
    best = study.best_of(table)
    setting = study.setting_of(best)
    fits = [(splits, params, activation, setting, seed) for seed in params.seeds]
    refits = run_jobs(study.refit, fits, f"{NAME} refit")
    metrics = {
        "activation": activation,
        "ranking": study.rank(comparison),
        "best": setting,
        "best_cv_macro_f1": best["mean_macro_f1"],
        **summarize_with_errors(refits),
    }
    return metrics, table, {str(refit.seed): refit.network for refit in refits}


def main() -> None:
    """Tune with the comparison's best activation; write the metrics, the table and the network."""
    params = load_params()
    comparison = {
        activation: artifacts.read_json(paths.metrics(f"activation_comparison/{activation}"))
        for activation in params.activation_comparison.activations
    }
    splits = artifacts.read_splits(paths.normalized("fashion"))
    metrics, table, networks = run(params.kfold_tuning, splits, comparison)
    artifacts.write_json(paths.metrics(NAME), metrics)
    artifacts.write_table(paths.TUNING_RESULTS, table, list(table[0]))
    artifacts.write_networks(paths.model(NAME), networks, splits.about())
    best = ", ".join(f"{name} {value}" for name, value in metrics["best"].items())
    announce(
        f"best of {len(table)}: {best}; test macro F1 {metrics['test_macro_f1']['mean']:.4f}, "
        f"in {paths.metrics(NAME)}"
    )
