"""What no section of params.yaml can tell alone: faults between them."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from mlplab.errors import shown
from mlplab.params.schema import KfoldTuning, Params
from mlplab.params.values import BASELINE_FEATURES, SKLEARN_ACTIVATIONS, alike

Fault = tuple[str, str, Any]


def conflicts(params: Params) -> Iterator[Fault]:
    """Faults between sections, each as (key, what is allowed, what was given)."""
    return chain(
        _sizes(params),
        _claims_sizes(params),
        _estimators(params),
        _features(params),
        _seeds(params),
        _claims(params),
    )


def _sizes(params: Params) -> Iterator[Fault]:
    digits, fashion = params.normalize.digits.train, params.normalize.fashion.train
    tuning, fewest = params.kfold_tuning, min([digits, *params.unstated.train_sizes])
    for key, given, rows in (
        ("scratch_mlp.batch_size", params.scratch_mlp.batch_size, fewest),
        ("activation_comparison.batch_size", params.activation_comparison.batch_size, fashion),
        ("autoencoder.batch_size", params.autoencoder.batch_size, fashion),
        ("feature_transfer.batch_size", params.feature_transfer.batch_size, fashion),
        ("kfold_tuning.folds", tuning.folds, fashion),
        ("kfold_tuning.batch_sizes", max(tuning.batch_sizes), _without_a_fold(fashion, tuning)),
    ):
        if given > rows:
            yield key, f"must be at most the {rows} rows that it trains on", given


def _claims_sizes(params: Params) -> Iterator[Fault]:
    """Batches that are larger than what a claim trains on would all be one and the same."""
    block, encoder = params.claims.blocks.train, params.autoencoder.batch_size
    compared = params.activation_comparison.batch_size
    fold = _without_a_fold(block, params.kfold_tuning)
    for claim, key, given, rows in (
        ("activations", "activation_comparison.batch_size", compared, block),
        ("tuning", "claims.tuning.batch_sizes", max(params.claims.tuning.batch_sizes), fold),
        ("features", "autoencoder.batch_size", encoder, block),
        ("features", "feature_transfer.batch_size", params.feature_transfer.batch_size, block),
        ("identity_features", "autoencoder.batch_size", encoder, block),
        ("reconstructions", "autoencoder.batch_size", encoder, block),
    ):
        if claim in params.claims.tested and given > rows:
            yield key, f"must be at most the {rows} rows that the claim {claim} trains on", given


def _without_a_fold(rows: int, tuning: KfoldTuning) -> int:
    """The rows that are left to train on where the largest fold is held out."""
    return rows - -(-rows // tuning.folds)


def _estimators(params: Params) -> Iterator[Fault]:
    allowed = f"must be one of {', '.join(SKLEARN_ACTIVATIONS)} where estimators is sklearn"
    compared, tuned = params.activation_comparison.activations, params.kfold_tuning.activation
    for section, key, names in (
        ("activation_comparison", "activations", compared),
        ("kfold_tuning", "activation", compared if tuned == "best" else [tuned]),
        ("autoencoder", "activations", params.autoencoder.activations),
        ("feature_transfer", "activation", [params.feature_transfer.activation]),
    ):
        if getattr(params, section).estimators == "sklearn":
            for name in names:
                if name not in SKLEARN_ACTIVATIONS:
                    yield f"{section}.{key}", allowed, name


def _features(params: Params) -> Iterator[Fault]:
    encoders = [*params.autoencoder.activations, *BASELINE_FEATURES]
    for name in params.feature_transfer.features:
        if name not in encoders:
            allowed = f"must be among autoencoder.activations and the baselines, {encoders}"
            yield "feature_transfer.features", allowed, name


def _seeds(params: Params) -> Iterator[Fault]:
    seeds = params.autoencoder.seeds
    for seed in params.feature_transfer.seeds:
        if seed not in seeds:
            yield "feature_transfer.seeds", f"must be among autoencoder.seeds {shown(seeds)}", seed


def _claims(params: Params) -> Iterator[Fault]:
    tested, grid = params.claims.tested, params.claims.tuning
    images = params.normalize.digits.test
    if "ensemble" in tested and images < 2:
        yield "normalize.digits.test", "must be 2 or more for the claim ensemble's interval", images
    if "identity_features" in tested and params.claims.blocks.train < 200:  # scikit-learn's "auto"
        allowed = "must be 200 or more for the claim identity_features, which has batches of 200"
        yield "claims.blocks.train", allowed, params.claims.blocks.train
    if "tuning" in tested and len(grid.batch_sizes) * len(grid.learning_rates) < 2:
        yield "claims.tuning", "must have two settings or more, to compare the first with", 1
    beside = params.autoencoder.learning_rate
    for rate in params.claims.encoders.learning_rates:
        if alike(rate, beside):
            allowed = (
                f"must be autoencoder.learning_rate {beside}, or differ in the first five digits"
            )
            yield "claims.encoders.learning_rates", allowed, rate
