"""What an autoencoder's features have to beat, in the form of its encoders: PCA of the same width, and the pixels."""

from pathlib import Path

from mlplab import artifacts, nn, params
from mlplab.data import Splits
from mlplab.params import Autoencoder
from mlplab.studies.pca import encoder_of, fit_pca
from stages.console import run_main, say

MODELS = Path("models/autoencoder")


def run(params: Autoencoder, splits: Splits) -> dict[str, dict[str, nn.Network]]:
    """The encoders by features and seed: PCA's is the same for every seed, and the pixels need none."""
    pca = encoder_of(fit_pca(splits, params.hidden_layer_sizes))
    return {"pca": {str(seed): pca for seed in params.seeds}, "pixels": {}}


def main() -> None:
    settings = params.load().autoencoder
    encoders = run(settings, artifacts.read_splits(artifacts.FASHION))
    for name, networks in encoders.items():
        artifacts.write_networks(MODELS / f"{name}.npz", networks)
    say(f"{', '.join(encoders)}: beside the trained encoders in {MODELS}")


if __name__ == "__main__":
    run_main(main)
