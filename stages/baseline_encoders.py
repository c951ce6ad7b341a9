"""What an autoencoder has to beat, in the form of its encoders: PCA of the same width, and the pixels."""

from typing import Any

from mlplab import artifacts, paths
from mlplab.console import announce
from mlplab.data import Splits
from mlplab.nn import Network
from mlplab.params import Autoencoder, load_params
from mlplab.studies.baseline_encoders import encoder_of, fit_pca, reconstruction_mse

NAME = "baseline_encoders"
Encoders = dict[str, dict[str, Network]]


def run(params: Autoencoder, splits: Splits) -> tuple[dict[str, Any], Encoders]:
    """PCA's error, and the encoders by features and seed.

    PCA's encoder is the same for every seed, and the pixels need none.
    """
    pca = fit_pca(splits, params.bottleneck_width)
    encoder = encoder_of(pca)
    mse, error = reconstruction_mse(pca, splits)
    metrics = {"pca_val_mse": mse, "standard_error": {"pca_val_mse": error}}
    return metrics, {"pca": {str(seed): encoder for seed in params.seeds}, "pixels": {}}


def main() -> None:
    """Fit PCA, and write its error and the encoders."""
    splits = artifacts.read_splits(paths.normalized("fashion"))
    metrics, encoders = run(load_params().autoencoder, splits)
    artifacts.write_json(paths.metrics(NAME), metrics)
    for name, networks in encoders.items():
        artifacts.write_networks(paths.model(f"autoencoder/{name}"), networks)
    announce(f"PCA: validation MSE {metrics['pca_val_mse']:.4f}, in {paths.metrics(NAME)}")
