"""Section B: does a from-scratch MLP learn, from this initialization and with this activation?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, isfinite
from typing import Any

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import ScratchMlp
from mlplab.studies.shared import errors
from mlplab.studies.shared.curves import evaluated_rows

CURVE_METRICS = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
PARTS = ("train", "val", "test")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of CURVE_METRICS an epoch, the final scores (None where it diverged), the network, and the
    standard errors of the losses over the images.

    The row's training metrics are of the training images of `evaluated_rows`, the final ones of all.
    """

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float] | None
    diverged_at_step: int | None
    network: nn.Network
    standard_errors: dict[str, float] = field(default_factory=dict)


def fit_seed(
    splits: Splits, params: ScratchMlp, initializer: str, activation: str, seed: int
) -> Run:
    """Train one network by mini-batch SGD; the seed draws its weights and its batches.

    A run that diverged keeps the weights of its last whole epoch and has no scores: a network whose loss was not
    finite predicts nothing.
    """
    images = {part: rows_of(splits, part) for part in PARTS}
    network, epochs = begin(splits, params, initializer, activation, seed)
    (X, y), rows = images["train"], evaluated_rows(splits)
    watched = {"train": (X[rows], y[rows]), "val": images["val"]}
    curve = []
    try:
        for epoch, _ in enumerate(epochs, start=1):
            curve.append({"epoch": epoch, "seed": seed, **evaluate(network, watched)})
    except nn.Divergence as divergence:
        return Run(seed, curve, None, divergence.step, network)
    scores = evaluate(network, images)
    if not all(
        map(isfinite, scores.values())
    ):  # the losses of the batches were finite, but not the last step's
        return Run(seed, curve, None, params.epochs * ceil(len(X) / params.batch_size), network)
    spread = {f"{part}_loss": errors.loss_error(network, *images[part]) for part in PARTS}
    return Run(seed, curve, scores, None, network, spread)


def begin(
    splits: Splits,
    params: ScratchMlp,
    initializer: str | nn.Initializer,
    activation: str,
    seed: int,
) -> tuple[nn.Network, Iterator[float]]:
    """A new network, and the epochs of its training; the seed draws the weights and the batches."""
    rng = np.random.default_rng(seed)
    X, y = rows_of(splits, "train")
    network = new_network(splits, params, initializer, activation, rng)
    epochs = nn.train(
        network,
        X,
        y,
        optimizer=nn.sgd(params.learning_rate),
        batch_size=params.batch_size,
        epochs=params.epochs,
        rng=rng,
    )
    return network, epochs


def new_network(
    splits: Splits,
    params: ScratchMlp,
    initializer: str | nn.Initializer,
    activation: str,
    rng: np.random.Generator,
    loss: str | nn.Loss = "cross_entropy",
) -> nn.Network:
    """A network of the study's sizes for the images and their classes, with its first weights."""
    inputs, classes = splits.rows("train").shape[1], len(splits.class_names)
    return nn.initialize(
        [inputs, *params.hidden_layer_sizes, classes],
        activation=activation,
        initializer=initializer,
        rng=rng,
        loss=loss,
        dtype=np.dtype(params.dtype),
    )


def summarize_runs(runs: Sequence[Run], splits: Splits) -> dict[str, Any]:
    """The metrics of one cell of the grid, over its seeds.

    Where any seed diverged all losses and accuracies are None, and `nan_argmax` is what the argmax of a row of NaN,
    index 0, would have scored: the share of class 0. It is no prediction, but what the report prints.
    """
    diverged = sum(run.scores is None for run in runs)
    names = [f"{part}_{metric}" for part in PARTS for metric in ("loss", "accuracy")]
    record: dict[str, Any] = (
        dict.fromkeys(names) if diverged else errors.summarize_with_errors(runs)
    )
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


def rows_of(splits: Splits, part: str) -> tuple[np.ndarray, np.ndarray]:
    """The images of a part as rows (n, pixels), and their labels."""
    return splits.rows(part), getattr(splits, f"{part}_labels")


def evaluate(
    network: nn.Network, images: dict[str, tuple[np.ndarray, np.ndarray]]
) -> dict[str, float]:
    """The loss and the accuracy on each part."""
    scores = {}
    for part, (X, y) in images.items():
        scores[f"{part}_loss"], predictions = nn.evaluate(network, X, y)
        scores[f"{part}_accuracy"] = float(np.mean(predictions == y))
    return scores
