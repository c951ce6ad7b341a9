"""The typed, validated picture of params.yaml: every stage reads it through `load_params`.

The models are strict: an unknown key, a wrong type or a value out of range is an InputError of one line that names the
key, what is allowed and what was given.
"""

from mlplab.params.claim_settings import own_settings, own_values
from mlplab.params.loading import load_params, validate
from mlplab.params.schema import (
    ActivationComparison,
    Autoencoder,
    BlockSizes,
    Claims,
    EstimatorFit,
    FeatureTransfer,
    Fetch,
    HardMarginSvm,
    KfoldTuning,
    Normalize,
    Params,
    ScratchMlp,
    Split,
    Unstated,
    WorkedExamples,
)
from mlplab.params.values import BASELINE_FEATURES, CLAIMS, SKLEARN_ACTIVATIONS

__all__ = [
    "BASELINE_FEATURES",
    "CLAIMS",
    "SKLEARN_ACTIVATIONS",
    "ActivationComparison",
    "Autoencoder",
    "BlockSizes",
    "Claims",
    "EstimatorFit",
    "FeatureTransfer",
    "Fetch",
    "HardMarginSvm",
    "KfoldTuning",
    "Normalize",
    "Params",
    "ScratchMlp",
    "Split",
    "Unstated",
    "WorkedExamples",
    "load_params",
    "own_settings",
    "own_values",
    "validate",
]
