"""Section C, part 3: which solver, batch size and learning rate are best by k-fold cross-validation?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from mlplab import nn
from mlplab.data import Splits
from mlplab.errors import require, shown
from mlplab.params import EstimatorFit, KfoldTuning
from mlplab.studies.shared.errors import loss_error, score_errors
from mlplab.studies.shared.estimators import (
    TrainingDiverged,
    classifier_network,
    make_estimator,
    train_epochs,
)
from mlplab.studies.shared.scores import classification_scores
from mlplab.studies.shared.seeds import mean_sd
from mlplab.studies.shared.statistics import paired_difference

Setting = dict[str, Any]


@dataclass(frozen=True)
class Refit:
    """One seed's classifier with the best setting: its scores, their standard errors, and its network."""

    seed: int
    scores: dict[str, float]
    standard_errors: dict[str, float]
    network: nn.Network


def choose_activation(params: KfoldTuning, comparison: Mapping[str, Mapping[str, Any]]) -> str:
    """The activation to tune: the one of `params`, or with `best` the lowest mean validation loss of the comparison."""
    if params.activation != "best":
        return params.activation
    return rank(comparison)[0]


def rank(comparison: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The compared activations by their mean validation loss, the lowest first."""
    return sorted(comparison, key=lambda name: comparison[name]["val_loss"]["mean"])


def grid(params: KfoldTuning) -> list[Setting]:
    """Every setting, in the order in which ties are broken."""
    names = ("solver", "batch_size", "learning_rate")
    values = product(params.solvers, params.batch_sizes, params.learning_rates)
    return [dict(zip(names, setting, strict=True)) for setting in values]


def folds(splits: Splits, params: KfoldTuning) -> list[tuple[np.ndarray, np.ndarray]]:
    """The rows to train on and to score on, a pair a fold: stratified and shuffled with the seed.

    Raises
    ------
    InputError
        A class that the training images have cannot be in every fold.
    """
    classes, counts = np.unique(splits.train_labels, return_counts=True)
    smallest = splits.class_names[classes[counts.argmin()]]
    require(
        params.folds <= counts.min(),
        f"kfold_tuning.folds: must be at most {counts.min()}, the training images of class {shown(smallest)}",
        params.folds,
    )
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
        estimator = _fit(splits, params, activation, setting, X[train], y[train], params.seed)
    except TrainingDiverged:
        return 0.0  # it predicts nothing
    predictions = estimator.predict(X[held_out])
    return float(f1_score(y[held_out], predictions, average="macro", zero_division=0))


def count_updates(params: KfoldTuning, batch_size: int, images: int) -> int:
    """How many updates the weights get from that many training images: one a batch, in every epoch."""
    return params.epochs * math.ceil(images / batch_size)


def results(
    settings: Sequence[Setting], updates: Sequence[int], scores: np.ndarray
) -> list[dict[str, Any]]:
    """One row a setting: its macro F1 on each fold, and how that stands to the best setting's.

    Parameters
    ----------
    settings : sequence of k settings
    updates : sequence of int, shape (k,)
        The updates of one fold's fit.
    scores : ndarray, shape (k, folds)

    Returns
    -------
    list of dict
        The name of each `setting`, its values and its `updates`; `mean_macro_f1` and `sd_macro_f1`
        over the folds; `fold_1`, `fold_2`, ...; the mean difference from the best, paired over the
        folds: `minus_best`, and its 95% interval from `low` to `high`.

    Notes
    -----
    The folds share training images: the interval is that of the corrected resampled t, with as
    many held-out by training images as a fold has.
    """
    rows = []
    summaries = [mean_sd(fold_scores) for fold_scores in scores]
    best = scores[max(range(len(scores)), key=lambda row: summaries[row]["mean"] or 0.0)]
    ratio = 1 / (scores.shape[1] - 1)
    table = zip(settings, updates, scores, summaries, strict=True)
    for setting, count, fold_scores, summary in table:
        folds = {f"fold_{number}": score for number, score in enumerate(fold_scores, start=1)}
        pair = paired_difference(fold_scores - best, margin=0.0, test_train_ratio=ratio)
        rows.append(
            {
                "setting": ", ".join(str(value) for value in setting.values()),
                **setting,
                "updates": count,
                "mean_macro_f1": summary["mean"],
                "sd_macro_f1": summary["sd"],
                **folds,
                "minus_best": pair["mean"],
                "low": pair["low"],
                "high": pair["high"],
            }
        )
    return rows


def best_of(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The row of the highest mean macro F1, the first of equal ones."""
    return max(rows, key=lambda row: row["mean_macro_f1"])


def setting_of(row: Mapping[str, Any]) -> Setting:
    """The setting of a row of `results`."""
    return {name: row[name] for name in ("solver", "batch_size", "learning_rate")}


def refit(
    splits: Splits, params: KfoldTuning, activation: str, setting: Setting, seed: int
) -> Refit:
    """Train on the whole training part with the best setting."""
    X, y = splits.rows("train"), splits.train_labels
    network = classifier_network(_fit(splits, params, activation, setting, X, y, seed))
    val_loss, _ = nn.evaluate(network, splits.rows("val"), splits.val_labels)
    predictions = nn.predict(network, splits.rows("test"))
    errors = {
        "val_loss": loss_error(network, splits.rows("val"), splits.val_labels),
        **score_errors(splits.test_labels, predictions),
    }
    scores = {"val_loss": val_loss, **classification_scores(splits.test_labels, predictions)}
    return Refit(seed, scores, errors, network)


def _fit(
    splits: Splits,
    params: KfoldTuning,
    activation: str,
    setting: Setting,
    X: np.ndarray,
    y: np.ndarray,
    seed: int,
) -> Any:
    fit = EstimatorFit(
        estimators=params.estimators,
        hidden_layer_sizes=params.hidden_layer_sizes,
        epochs=params.epochs,
        **setting,
    )
    estimator = make_estimator("MLPClassifier", fit, activation, seed)
    classes = np.arange(len(splits.class_names))
    for _ in train_epochs(estimator, X, y, params.epochs, classes):
        pass
    return estimator
