"""The kinds of values that params.yaml holds: names out of tables, positive numbers, lists without repetition."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, NonNegativeInt

from mlplab import nn
from mlplab.data import check_name

BASELINE_FEATURES = ("pixels", "pca")
# Each is a file of studies/claims, with the keys of params.yaml that decide it: those on section B, then on section C.
BLOCKS = "claims.blocks"
ENCODERS = "claims.encoders", "autoencoder", "feature_transfer"
CLAIMS = {
    "nan_argmax": ("scratch_mlp", "claims.steps"),
    "zero_initializer": ("scratch_mlp",),
    "signal_flow": ("scratch_mlp", "claims.seeds", "claims.steps"),
    "exploding": ("scratch_mlp", "claims.seeds", "claims.steps"),
    "ensemble": ("scratch_mlp",),
    "activations": (BLOCKS, "claims.activations", "activation_comparison"),
    "tuning": (BLOCKS, "claims.tuning", "kfold_tuning"),
    "features": (BLOCKS, *ENCODERS),
    "identity_features": (BLOCKS, *ENCODERS, "fetch"),
    "reconstructions": (BLOCKS, "claims.encoders", "autoencoder"),
}


def distinct(values: list) -> list:
    """The list as it is; ValueError where a value comes twice, or two are written alike."""
    if len(set(map(_written, values))) != len(values):
        raise ValueError("the values must be distinct, in their first five digits if they are long")
    return values


def alike(first: float, second: float) -> bool:
    """Whether two numbers differ, and results cannot tell: these have six digits, and the page's words five."""
    return first != second and _written(first) == _written(second)


def _written(value: Any) -> Any:
    return f"{value:.5g}" if isinstance(value, float) else value


def _one_of(names: Iterable[str]) -> Callable[[str], str]:
    allowed = tuple(names)

    def check(name: str) -> str:
        if name not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return name

    return check


# Named as scikit-learn names them: the studies of section C run its estimators, as the report did.
SKLEARN_ACTIVATIONS = ("identity", "logistic", "tanh", "relu")
ESTIMATOR_ACTIVATIONS = (
    *SKLEARN_ACTIVATIONS,
    *(name for name in nn.ACTIVATIONS if name not in SKLEARN_ACTIVATIONS),
)

Activation = Annotated[str, AfterValidator(_one_of(nn.ACTIVATIONS))]
Initializer = Annotated[str, AfterValidator(_one_of(nn.INITIALIZERS))]
EstimatorActivation = Annotated[str, AfterValidator(_one_of(ESTIMATOR_ACTIVATIONS))]
TunedActivation = Annotated[str, AfterValidator(_one_of(("best", *ESTIMATOR_ACTIVATIONS)))]
Features = Annotated[str, AfterValidator(_one_of((*ESTIMATOR_ACTIVATIONS, *BASELINE_FEATURES)))]
Estimators = Literal["sklearn", "mlplab"]
Solver = Literal["adam", "sgd"]
Claim = Annotated[str, AfterValidator(_one_of(CLAIMS))]
Source = Annotated[str, AfterValidator(check_name)]
# Bounds far beyond any study: they turn a slip of the keyboard into a message, not into a day of waiting.
MAX_UNITS = 10_000
MAX_WEIGHTS = 100_000_000  # 400 MB in float32, of which Adam keeps three more copies
Images = Annotated[int, Field(gt=0, le=10_000_000)]
BatchSize = Annotated[int, Field(gt=0, le=10_000_000)]  # at most the images, too: conflicts.py
Epochs = Annotated[int, Field(gt=0, le=100_000)]  # each is a row of a table for every seed
Folds = Annotated[int, Field(ge=2, le=20)]  # each trains every setting anew
Units = Annotated[int, Field(gt=0, le=MAX_UNITS)]
WeightScale = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]
LearningRate = Annotated[float, Field(gt=0, le=3e38, allow_inf_nan=False)]  # float32 has no more
# The worked examples square and multiply their numbers, which must stay finite.
Number = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
# NumPy's RandomState, which scikit-learn seeds with it, takes no more than 32 bits.
Seed = Annotated[NonNegativeInt, Field(lt=2**32)]


def _fits_memory(sizes: list[int]) -> list[int]:
    weights = sum(fan_in * fan_out for fan_in, fan_out in pairwise(sizes))
    if weights > MAX_WEIGHTS:
        raise ValueError(f"at most {MAX_WEIGHTS:,} weights between hidden layers are allowed")
    return sizes


LayerSizes = Annotated[
    list[Units], Field(min_length=1, max_length=100), AfterValidator(_fits_memory)
]


def distinct_list(item: Any) -> Any:
    """The type of a list of `item` without repetition, of 1 to 100 values: each is a training run or more."""
    return Annotated[list[item], Field(min_length=1, max_length=100), AfterValidator(distinct)]
