"""Section C, part 5: how good are the autoencoder's features for a small classifier, beside pixels and PCA?"""

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import FeatureTransfer
from mlplab.studies.shared.classifier import Run, fit_classifier


def fit_seed(splits: Splits, params: FeatureTransfer, encoder: nn.Network | None, seed: int) -> Run:
    """Train one classifier on the last output of `encoder`, which stays as it is; without one, on the pixels."""
    features = {part: splits.rows(part) for part in ("train", "val", "test")}
    if encoder is not None:
        features = {part: nn.forward(encoder, X)[-1] for part, X in features.items()}
    return fit_classifier(features, splits, params, params.activation, seed)


def encoder_of(network: nn.Network) -> nn.Network:
    """The layers up to the bottleneck: the narrowest, and the first of equally narrow ones."""
    widths = [len(layer.bias) for layer in network.layers]
    return network[: widths.index(min(widths)) + 1]
