"""Section C, part 4: how well does an autoencoder reconstruct the images through its bottleneck?"""

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import PCA
from sklearn.neural_network import MLPRegressor

from mlplab import nn
from mlplab.data import Splits
from mlplab.errors import InputError
from mlplab.params import SklearnFit
from mlplab.studies.sklearn_training import network_of, settings, train_epochs

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
    splits: Splits, params: SklearnFit, activation: str, seed: int, shown: int = 10
) -> Run:
    """Train one autoencoder to give its input back; the first `shown` test images' reconstructions are (n, h, w)."""
    images = {part: splits.rows(part) for part in ("train", "val", "test")}
    estimator = MLPRegressor(**settings(params, activation, seed))

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


def encoder_of(network: nn.Network) -> nn.Network:
    """The layers up to the bottleneck: the narrowest, and the first of equally narrow ones."""
    widths = [len(layer.bias) for layer in network.layers]
    return network[: widths.index(min(widths)) + 1]


def fit_pca(splits: Splits, params: SklearnFit) -> PCA:
    """PCA of the training images with as many components as the bottleneck has units: the best linear autoencoder.

    Raises InputError where the images have fewer pixels, or rows, than that.
    """
    X = splits.rows("train")
    width = min(params.hidden_layer_sizes)
    if width > min(X.shape):
        raise InputError(
            f"autoencoder.hidden_layer_sizes: the narrowest must be at most {min(X.shape)}, the pixels of an image "
            f"and the training images, got {width}"
        )
    return PCA(width, svd_solver="full").fit(X)


def pca_val_mse(pca: PCA, splits: Splits) -> float:
    """The mean squared error of PCA's reconstruction of the validation images."""
    X = splits.rows("val")
    return float(np.mean((pca.inverse_transform(pca.transform(X)) - X) ** 2))


def pca_encoder(pca: PCA) -> nn.Network:
    """PCA as an encoder of one linear layer: (x - mean) C^T = x C^T - mean C^T, with the components' rows C."""
    weights = np.ascontiguousarray(pca.components_.T)
    layer = nn.Layer(weights, -pca.mean_ @ weights)
    return nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["squared_error"])
