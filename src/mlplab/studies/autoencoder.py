"""Section C, part 4: how well does an autoencoder reconstruct the images through its bottleneck?"""

from dataclasses import dataclass

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.estimators import network_of
from mlplab.params import EstimatorFit
from mlplab.studies.shared.curves import evaluated_rows
from mlplab.studies.shared.errors import reconstruction_error
from mlplab.studies.shared.estimators import (
    make_estimator,
    require_finite,
    train_epochs,
)
from mlplab.studies.shared.rebuilt import SHOWN, beside

CURVE_METRICS = ("train_mse", "val_mse")


@dataclass(frozen=True)
class Run:
    """One seed's run: a row of CURVE_METRICS an epoch, the final scores and their standard errors over the images, the
    network, the first test images `beside` their reconstructions.

    The row's training error is of the training images of `evaluated_rows`, the final one of all.
    """

    seed: int
    curve: list[dict[str, float]]
    scores: dict[str, float]
    standard_errors: dict[str, float]
    network: nn.Network
    rebuilt: dict[str, np.ndarray]


def fit_seed(splits: Splits, params: EstimatorFit, activation: str, seed: int) -> Run:
    """Train one autoencoder to give its input back."""
    train, val, test = (splits.rows(part) for part in ("train", "val", "test"))
    estimator = make_estimator("MLPRegressor", params, activation, seed)
    curve = []
    for epoch in train_epochs(estimator, train, train, params.epochs):
        network = network_of(estimator)
        errors = {
            "train_mse": _mse(network, train[evaluated_rows(splits)]),
            "val_mse": _mse(network, val),
        }
        require_finite(np.isfinite([*errors.values()]), epoch, estimator)
        curve.append({"epoch": epoch, "seed": seed, **errors})
    parts = {"train_mse": train, "val_mse": val, "test_mse": test}
    return Run(
        seed,
        curve,
        {part: _mse(network, images) for part, images in parts.items()},
        {part: reconstruction_error(nn.predict(network, X), X) for part, X in parts.items()},
        network,
        beside(splits.test_images[:SHOWN], nn.predict(network, test[:SHOWN])),
    )


def _mse(network: nn.Network, images: np.ndarray) -> float:
    """The mean squared error over all pixels of all images (n, pixels)."""
    error = nn.predict(network, images)
    with np.errstate(over="ignore"):  # an infinite error is one that is looked for
        error -= images
        return float(np.square(error, out=error).mean())
