"""Section C, part 3: which solver, batch size and learning rate are best by k-fold cross-validation?"""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import EstimatorFit, KfoldTuning
from mlplab.studies.shared.estimators import (
    TrainingDiverged,
    classifier_network,
    make_estimator,
    train_epochs,
)
from mlplab.studies.shared.scores import classification_scores
from mlplab.studies.shared.seeds import mean_sd

Setting = dict[str, Any]


def choose_activation(params: KfoldTuning, comparison: Mapping[str, Mapping[str, Any]]) -> str:
    """The activation to tune: the one of `params`, or with `best` the lowest mean validation loss of the comparison."""
    if params.activation != "best":
        return params.activation
    return min(comparison, key=lambda name: comparison[name]["val_loss"]["mean"])


def grid(params: KfoldTuning) -> list[Setting]:
    """Every setting, in the order in which ties are broken."""
    names = ("solver", "batch_size", "learning_rate")
    values = product(params.solvers, params.batch_sizes, params.learning_rates)
    return [dict(zip(names, setting, strict=True)) for setting in values]


def folds(splits: Splits, params: KfoldTuning) -> list[tuple[np.ndarray, np.ndarray]]:
    """The rows to train on and to score on, a pair a fold: stratified and shuffled with the seed."""
    splitter = StratifiedKFold(params.folds, shuffle=True, random_state=params.seed)
    return list(splitter.split(splits.rows("train"), splits.train_labels))


def score_fold(
    splits: Splits,
    params: KfoldTuning,
    activation: str,
    setting: Setting,
    rows: tuple[np.ndarray, np.ndarray],
) -> float:
    """The macro F1 on one fold's held-out rows of a classifier trained on its others; 0 where that diverged."""
    X, y = splits.rows("train"), splits.train_labels
    train, held_out = rows
    try:
        estimator = _fit(splits, params, activation, setting, X[train], y[train])
    except TrainingDiverged:
        return 0.0  # it predicts nothing
    predictions = estimator.predict(X[held_out])
    return float(f1_score(y[held_out], predictions, average="macro", zero_division=0))


def results(settings: Sequence[Setting], scores: np.ndarray) -> list[dict[str, Any]]:
    """One row a setting: its name, its macro F1 on each fold, their mean and sd. `scores` is (settings, folds)."""
    rows = []
    for setting, fold_scores in zip(settings, scores, strict=True):
        summary = mean_sd(fold_scores)
        folds = {f"fold_{number}": score for number, score in enumerate(fold_scores, start=1)}
        rows.append(
            {
                "setting": ", ".join(str(value) for value in setting.values()),
                **setting,
                "mean_macro_f1": summary["mean"],
                "sd_macro_f1": summary["sd"],
                **folds,
            }
        )
    return rows


def best_of(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row of the highest mean macro F1, the first of equal ones."""
    return max(rows, key=lambda row: row["mean_macro_f1"])


def refit(
    splits: Splits, params: KfoldTuning, activation: str, best: Mapping[str, Any]
) -> tuple[dict[str, Any], nn.Network]:
    """Train on the whole training part with the best setting: the metrics, and the network."""
    setting = {name: best[name] for name in ("solver", "batch_size", "learning_rate")}
    X, y = splits.rows("train"), splits.train_labels
    network = classifier_network(_fit(splits, params, activation, setting, X, y))
    val_loss, _ = nn.evaluate(network, splits.rows("val"), splits.val_labels)
    predictions = nn.predict(network, splits.rows("test"))
    metrics = {
        "activation": activation,
        "best": setting,
        "best_cv_macro_f1": best["mean_macro_f1"],
        "val_loss": val_loss,
        **classification_scores(splits.test_labels, predictions),
    }
    return metrics, network


def _fit(
    splits: Splits,
    params: KfoldTuning,
    activation: str,
    setting: Setting,
    X: np.ndarray,
    y: np.ndarray,
) -> Any:
    fit = EstimatorFit(
        estimators=params.estimators,
        hidden_layer_sizes=params.hidden_layer_sizes,
        epochs=params.epochs,
        **setting,
    )
    estimator = make_estimator("MLPClassifier", fit, activation, params.seed)
    classes = np.arange(len(splits.class_names))
    for _ in train_epochs(estimator, X, y, params.epochs, classes):
        pass
    return estimator
