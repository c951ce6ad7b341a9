"""Section C, part 4: how well does an autoencoder reconstruct the images through its bottleneck?"""

from dataclasses import dataclass

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import EstimatorFit
from mlplab.studies.curves import seen
from mlplab.studies.training import make_estimator, network_of, train_epochs

FIGURES = ("train_mse", "val_mse")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of FIGURES an epoch, the final scores, the whole network, the first test images rebuilt.

    The row's training error is of the training images that are `seen`, the final one of all.
    """

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float]
    network: nn.Network
    reconstructions: np.ndarray


def fit_seed(
    splits: Splits, params: EstimatorFit, activation: str, seed: int, shown: int = 10
) -> Run:
    """Train one autoencoder to give its input back; the first `shown` test images' reconstructions are (n, h, w)."""
    train, val, test = (splits.rows(part) for part in ("train", "val", "test"))
    estimator = make_estimator("MLPRegressor", params, activation, seed)

    def mse(images: np.ndarray) -> float:
        return float(np.mean((estimator.predict(images) - images) ** 2))

    curve = []
    for epoch in train_epochs(estimator, train, train, params.epochs):
        errors = {"train_mse": mse(train[seen(splits)]), "val_mse": mse(val)}
        curve.append({"epoch": epoch, "seed": seed, **errors})
    originals = splits.test_images[:shown]
    return Run(
        seed,
        curve,
        {"train_mse": mse(train), "val_mse": curve[-1]["val_mse"], "test_mse": mse(test)},
        network_of(estimator),
        estimator.predict(test[:shown]).reshape(originals.shape),
    )
