"""Section B: does a from-scratch MLP learn, from this initialization and with this activation?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import ScratchMlp
from mlplab.studies.shared.curves import evaluated_rows
from mlplab.studies.shared.seeds import summarize

CURVE_METRICS = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
PARTS = ("train", "val", "test")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of CURVE_METRICS an epoch, the final scores (None where it diverged), and the network.

    The row's training metrics are of the training images of `evaluated_rows`, the final ones of all.
    """

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float] | None
    diverged_at_step: int | None
    network: nn.Network


def fit_seed(
    splits: Splits, params: ScratchMlp, initializer: str, activation: str, seed: int
) -> Run:
    """Train one network by mini-batch SGD; the seed draws its weights and its batches.

    A run that diverged keeps the weights of its last whole epoch and has no scores: a network whose loss was not
    finite predicts nothing.
    """
    rng = np.random.default_rng(seed)
    images = {part: _rows(splits, part) for part in PARTS}
    (X, y), classes = images["train"], len(splits.class_names)
    network = nn.initialize(
        [X.shape[1], *params.hidden_layer_sizes, classes],
        activation=activation,
        initializer=initializer,
        rng=rng,
        dtype=np.dtype(params.dtype),
    )
    epochs = nn.train(
        network,
        X,
        y,
        optimizer=nn.sgd(params.learning_rate),
        batch_size=params.batch_size,
        epochs=params.epochs,
        rng=rng,
    )
    rows = evaluated_rows(splits)
    watched = {"train": (X[rows], y[rows]), "val": images["val"]}
    curve = []
    try:
        for epoch, _ in enumerate(epochs, start=1):
            curve.append({"epoch": epoch, "seed": seed, **_evaluate(network, watched)})
    except nn.Divergence as divergence:
        return Run(seed, curve, None, divergence.step, network)
    return Run(seed, curve, _evaluate(network, images), None, network)


def summarize_runs(runs: Sequence[Run], splits: Splits) -> dict[str, Any]:
    """The metrics of one cell of the grid, over its seeds.

    Where any seed diverged all losses and accuracies are None, and `nan_argmax` is what the argmax of a row of NaN,
    index 0, would have scored: the share of class 0. It is no prediction, but what the report prints.
    """
    finished = [run.scores for run in runs if run.scores is not None]
    diverged = len(runs) - len(finished)
    names = [f"{part}_{metric}" for part in PARTS for metric in ("loss", "accuracy")]
    record: dict[str, Any] = dict.fromkeys(names) if diverged else summarize(finished)
    record |= {
        "seeds": [run.seed for run in runs],
        "diverged": diverged,
        "diverged_at_step": [run.diverged_at_step for run in runs],
    }
    if diverged:
        record["nan_argmax"] = {
            f"{part}_accuracy": float(np.mean(getattr(splits, f"{part}_labels") == 0))
            for part in PARTS
        }
    return record


def _rows(splits: Splits, part: str) -> tuple[np.ndarray, np.ndarray]:
    return splits.rows(part), getattr(splits, f"{part}_labels")


def _evaluate(
    network: nn.Network, images: dict[str, tuple[np.ndarray, np.ndarray]]
) -> dict[str, float]:
    scores = {}
    for part, (X, y) in images.items():
        scores[f"{part}_loss"], predictions = nn.evaluate(network, X, y)
        scores[f"{part}_accuracy"] = float(np.mean(predictions == y))
    return scores
