"""What no section of params.yaml can tell alone: faults between them."""

from collections.abc import Iterable
from typing import Any

from mlplab.params.schema import Params
from mlplab.params.values import BASELINE_FEATURES, SKLEARN_ACTIVATIONS


def conflicts(params: Params) -> Iterable[tuple[str, str, Any]]:
    """Faults between sections, each as (key, what is allowed, what was given)."""
    digits, fashion = params.normalize.digits.train, params.normalize.fashion.train
    tuning, transfer = params.kfold_tuning, params.feature_transfer
    for key, given, rows in (
        ("scratch_mlp.batch_size", params.scratch_mlp.batch_size, digits),
        ("activation_comparison.batch_size", params.activation_comparison.batch_size, fashion),
        ("autoencoder.batch_size", params.autoencoder.batch_size, fashion),
        ("feature_transfer.batch_size", transfer.batch_size, fashion),
        ("kfold_tuning.folds", tuning.folds, fashion),
        (
            "kfold_tuning.batch_sizes",
            max(tuning.batch_sizes),
            fashion - -(-fashion // tuning.folds),
        ),
    ):
        if given > rows:
            yield key, f"must be at most the {rows} rows that it trains on", given
    for section, names in (
        ("activation_comparison", params.activation_comparison.activations),
        ("kfold_tuning", [tuning.activation]),
        ("autoencoder", params.autoencoder.activations),
        ("feature_transfer", [transfer.activation]),
    ):
        for name in names:
            if getattr(params, section).engine == "sklearn" and name not in (
                "best",
                *SKLEARN_ACTIVATIONS,
            ):
                allowed = (
                    f"must be one of {', '.join(SKLEARN_ACTIVATIONS)} where its engine is sklearn"
                )
                yield f"{section}.activation", allowed, name
    encoders = {*params.autoencoder.activations, *BASELINE_FEATURES}
    for name in transfer.features:
        if name not in encoders:
            yield (
                "feature_transfer.features",
                "must be pixels, pca or one of autoencoder.activations",
                name,
            )
    for seed in transfer.seeds:
        if seed not in params.autoencoder.seeds:
            yield (
                "feature_transfer.seeds",
                f"must be among autoencoder.seeds {params.autoencoder.seeds}",
                seed,
            )
