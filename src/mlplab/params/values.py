"""The kinds of values that params.yaml holds: names out of tables, positive numbers, lists without repetition."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, NonNegativeInt, PositiveInt

from mlplab import nn
from mlplab.data import check_name

BASELINE_FEATURES = ("pixels", "pca")
# Each is a file of studies/claims; the report's on section B, then on section C.
CLAIMS = (
    "nan_argmax",
    "zero_initializer",
    "signal_flow",
    "exploding",
    "ensemble",
    "activations",
    "tuning",
    "features",
    "identity_features",
    "reconstructions",
)


def distinct(values: list) -> list:
    """The list as it is; ValueError where a value comes twice."""
    if len(set(values)) != len(values):
        raise ValueError("the values must be distinct")
    return values


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
WeightScale = Annotated[float, Field(gt=0, allow_inf_nan=False)]
LearningRate = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
# NumPy's RandomState, which scikit-learn seeds with it, takes no more than 32 bits.
Seed = Annotated[NonNegativeInt, Field(lt=2**32)]
LayerSizes = Annotated[list[PositiveInt], Field(min_length=1)]


def distinct_list(item: Any) -> Any:
    """The type of a list of `item` without repetition, one value or more."""
    return Annotated[list[item], Field(min_length=1), AfterValidator(distinct)]
