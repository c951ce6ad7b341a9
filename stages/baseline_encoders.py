"""What an autoencoder has to beat, in the form of its encoders: PCA of the same width, and the pixels."""

from typing import Any

import numpy as np

from mlplab import artifacts, paths
from mlplab.console import announce
from mlplab.data import Splits
from mlplab.nn import Network
from mlplab.params import Autoencoder, load_params
from mlplab.studies.baseline_encoders import encoder_of, fit_pca, rebuild, reconstruction_mse

NAME = "baseline_encoders"
Encoders = dict[str, dict[str, Network]]


def run(
    params: Autoencoder, splits: Splits
) -> tuple[dict[str, Any], Encoders, dict[str, np.ndarray]]:
    """PCA's errors, the encoders by features and seed, and the first test images beside PCA's reconstructions.

    PCA's encoder is the same for every seed, and the pixels need none.
    """
    pca = fit_pca(splits, params.bottleneck_width)
    encoder = encoder_of(pca)
    errors = {
        f"pca_{part}_mse": reconstruction_mse(pca, splits, part)
        for part in ("train", "val", "test")
    }
    metrics = {
        **{name: mse for name, (mse, _) in errors.items()},
        "standard_error": {name: error for name, (_, error) in errors.items()},
    }
    encoders: Encoders = {"pca": {str(seed): encoder for seed in params.seeds}, "pixels": {}}
    return metrics, encoders, rebuild(pca, splits)


def main() -> None:
    """Fit PCA, and write its errors, the encoders and the reconstructions."""
    splits = artifacts.read_splits(paths.normalized("fashion"))
    metrics, encoders, rebuilt = run(load_params().autoencoder, splits)
    artifacts.write_json(paths.metrics(NAME), metrics)
    artifacts.write_arrays(paths.PCA_RECONSTRUCTIONS, rebuilt)
    for name, networks in encoders.items():
        artifacts.write_networks(paths.model(f"autoencoder/{name}"), networks)
    announce(f"PCA: validation MSE {metrics['pca_val_mse']:.4f}, in {paths.metrics(NAME)}")
