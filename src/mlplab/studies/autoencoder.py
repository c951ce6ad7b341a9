"""Section C, part 4: how well does an autoencoder reconstruct the images through its bottleneck?"""

from dataclasses import dataclass

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import EstimatorFit
from mlplab.studies.training import make_estimator, network_of, train_epochs

FIGURES = ("train_mse", "val_mse")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of FIGURES an epoch, the final scores, the whole network, the first test images rebuilt."""

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float]
    network: nn.Network
    reconstructions: np.ndarray


def fit_seed(
    splits: Splits, params: EstimatorFit, activation: str, seed: int, shown: int = 10
) -> Run:
    """Train one autoencoder to give its input back; the first `shown` test images' reconstructions are (n, h, w)."""
    images = {part: splits.rows(part) for part in ("train", "val", "test")}
    estimator = make_estimator("MLPRegressor", params, activation, seed)

    def mse(part: str) -> float:
        return float(np.mean((estimator.predict(images[part]) - images[part]) ** 2))

    curve = []
    X = images["train"]
    for epoch in train_epochs(estimator, X, X, params.epochs):
        curve.append(
            {"epoch": epoch, "seed": seed, "train_mse": mse("train"), "val_mse": mse("val")}
        )
    originals = splits.test_images[:shown]
    return Run(
        seed,
        curve,
        {**{name: curve[-1][name] for name in FIGURES}, "test_mse": mse("test")},
        network_of(estimator),
        estimator.predict(images["test"][:shown]).reshape(originals.shape),
    )
