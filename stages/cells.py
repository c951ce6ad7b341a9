"""The cells of every matrix stage, by its parameters: a folder may still hold those of an earlier run."""

from itertools import product

from mlplab.params import Params


def cells(params: Params) -> dict[str, list[str]]:
    """The keys of each matrix stage's cells, in the order of params.yaml, as DVC's `key` names them."""
    scratch = product(params.scratch_mlp.initializers, params.scratch_mlp.activations)
    return {
        "scratch_mlp": [f"{initializer}-{activation}" for initializer, activation in scratch],
        "activation_comparison": list(params.activation_comparison.activations),
        "autoencoder": list(params.autoencoder.activations),
        "feature_transfer": list(params.feature_transfer.features),
    }
