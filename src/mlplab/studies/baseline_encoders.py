"""Section C, beside parts 4 and 5: the best linear autoencoder, and its features."""

import numpy as np
from sklearn.decomposition import PCA

from mlplab import nn
from mlplab.data import Splits
from mlplab.errors import InputError
from mlplab.studies.shared.errors import reconstruction_error
from mlplab.studies.shared.rebuilt import SHOWN, beside


def fit_pca(splits: Splits, width: int) -> PCA:
    """PCA of the training images with as many components as the bottleneck is wide: the best linear autoencoder.

    Raises
    ------
    InputError
        The images have fewer pixels, or there are fewer of them, than `width`.
    """
    X = splits.rows("train")
    if width > min(X.shape):
        raise InputError(
            f"autoencoder.hidden_layer_sizes: the narrowest must be at most {min(X.shape)}, the pixels of an image "
            f"and the training images, got {width}"
        )
    with np.errstate(invalid="ignore"):  # rows that are all alike have no variance to share out
        return PCA(width, svd_solver="full").fit(X)


def reconstruct(pca: PCA, X: np.ndarray) -> np.ndarray:
    """What PCA makes of images (n, pixels)."""
    return pca.inverse_transform(pca.transform(X))


def reconstruction_mse(pca: PCA, splits: Splits, part: str) -> tuple[float, float]:
    """The mean squared error of PCA's reconstructions of a part, such as `val`, and its standard error."""
    X = splits.rows(part)
    rebuilt = reconstruct(pca, X)
    return float(np.mean((rebuilt - X) ** 2)), reconstruction_error(rebuilt, X)


def rebuild(pca: PCA, splits: Splits) -> dict[str, np.ndarray]:
    """The first test images `beside` PCA's reconstructions."""
    return beside(splits.test_images[:SHOWN], reconstruct(pca, splits.rows("test")[:SHOWN]))


def encoder_of(pca: PCA) -> nn.Network:
    """PCA as an encoder of one linear layer: (x - mean) C^T = x C^T - mean C^T, with the components' rows C."""
    weights = np.ascontiguousarray(pca.components_.T)
    layer = nn.Layer(weights, -pca.mean_ @ weights)
    return nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["squared_error"])
