"""The typed, validated picture of params.yaml: every stage reads it through `load_params`.

The models are strict: an unknown key, a wrong type or a value out of range is an InputError of one line that names the
key, what is allowed and what was given.
"""

from mlplab.params.loading import load_params, validate
from mlplab.params.schema import (
    ActivationComparison,
    Autoencoder,
    EstimatorFit,
    FeatureTransfer,
    Fetch,
    HardMarginSvm,
    KfoldTuning,
    Normalize,
    Params,
    ScratchMlp,
    WorkedExamples,
)
from mlplab.params.values import SKLEARN_ACTIVATIONS

__all__ = [
    "SKLEARN_ACTIVATIONS",
    "ActivationComparison",
    "Autoencoder",
    "EstimatorFit",
    "FeatureTransfer",
    "Fetch",
    "HardMarginSvm",
    "KfoldTuning",
    "Normalize",
    "Params",
    "ScratchMlp",
    "WorkedExamples",
    "load_params",
    "validate",
]
