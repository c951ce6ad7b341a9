"""The typed, validated picture of params.yaml: every stage reads it through `load`.

The models are strict: an unknown key, a wrong type or a value out of range is an InputError of one line that names the
key, what is allowed and what was given.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationError,
)

from mlplab import nn
from mlplab.data import check_name
from mlplab.errors import InputError

PATH = Path("params.yaml")
BASELINE_FEATURES = ("pixels", "pca")


def _distinct(values: list) -> list:
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
Engine = Literal["sklearn", "scratch"]
Solver = Literal["adam", "sgd"]
Source = Annotated[str, AfterValidator(check_name)]
LearningRate = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
# NumPy's RandomState, which scikit-learn seeds with it, takes no more than 32 bits.
Seed = Annotated[NonNegativeInt, Field(lt=2**32)]
LayerSizes = Annotated[list[PositiveInt], Field(min_length=1)]


def _distinct_list(item: Any) -> Any:
    return Annotated[list[item], Field(min_length=1), AfterValidator(_distinct)]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Fetch(Section):
    digits: Source
    fashion: Source


class Split(Section):
    train: PositiveInt
    val: PositiveInt
    test: PositiveInt
    seed: Seed | None


class Normalize(Section):
    digits: Split
    fashion: Split


class Backpropagation(Section):
    weight: Number
    bias: Number
    learning_rate: LearningRate
    samples: Annotated[
        list[Annotated[list[Number], Field(min_length=2, max_length=2)]], Field(min_length=1)
    ]


Point = Annotated[list[Number], Field(min_length=2, max_length=2)]


class HardMarginSvm(Section):
    positive: Annotated[list[Point], Field(min_length=1)]
    negative: Annotated[list[Point], Field(min_length=1)]
    query: Point | None


class WorkedExamples(Section):
    backpropagation: Backpropagation
    svm_1: HardMarginSvm
    svm_2: HardMarginSvm


class ScratchMlp(Section):
    initializers: _distinct_list(Initializer)  # type: ignore[valid-type]
    activations: _distinct_list(Activation)  # type: ignore[valid-type]
    hidden_layer_sizes: LayerSizes
    learning_rate: LearningRate
    batch_size: PositiveInt
    epochs: PositiveInt
    dtype: Literal["float32", "float64"]
    seeds: _distinct_list(Seed)  # type: ignore[valid-type]


class EstimatorFit(Section):
    """How one estimator is trained; `engine` is scikit-learn's, as in the report, or this project's own."""

    engine: Engine
    hidden_layer_sizes: LayerSizes
    solver: Solver
    learning_rate: LearningRate
    batch_size: PositiveInt
    epochs: PositiveInt


class SeededFit(EstimatorFit):
    """The same over several seeds."""

    seeds: _distinct_list(Seed)  # type: ignore[valid-type]


class ActivationComparison(SeededFit):
    activations: _distinct_list(EstimatorActivation)  # type: ignore[valid-type]


class KfoldTuning(Section):
    engine: Engine
    activation: TunedActivation
    hidden_layer_sizes: LayerSizes
    folds: Annotated[int, Field(ge=2)]
    solvers: _distinct_list(Solver)  # type: ignore[valid-type]
    batch_sizes: _distinct_list(PositiveInt)  # type: ignore[valid-type]
    learning_rates: _distinct_list(LearningRate)  # type: ignore[valid-type]
    epochs: PositiveInt
    seed: Seed


class Autoencoder(SeededFit):
    activations: _distinct_list(EstimatorActivation)  # type: ignore[valid-type]


class FeatureTransfer(SeededFit):
    features: _distinct_list(Features)  # type: ignore[valid-type]
    activation: EstimatorActivation


class Params(Section):
    """The whole of params.yaml, one field a section."""

    fetch: Fetch
    normalize: Normalize
    worked_examples: WorkedExamples
    scratch_mlp: ScratchMlp
    activation_comparison: ActivationComparison
    kfold_tuning: KfoldTuning
    autoencoder: Autoencoder
    feature_transfer: FeatureTransfer


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader, but 2e-5 is a number: YAML 1.2 says so, and `dvc exp run -S` writes it so."""


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"),
    list("-+.0123456789"),
)


def load(path: Path = PATH) -> Params:
    """Read and validate a whole parameters file.

    Raises InputError, in one line, for a file that cannot be read or the first fault in it.
    """
    try:
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; run from the repository's root") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(values, dict):
        raise InputError(f"{path}: must be a mapping of sections, got {values!r}")
    return validate(values, str(path))


def validate(values: dict[str, Any], name: str = str(PATH)) -> Params:
    """The Params of a nested mapping; InputError names `name` and the key of the first fault."""
    try:
        params = Params.model_validate(values)
    except ValidationError as error:
        raise InputError(f"{name}: {_one_line(error)}") from None
    for key, allowed, given in _conflicts(params):
        raise InputError(f"{name}: {key}: {allowed}, got {given!r}")
    return params


def _one_line(error: ValidationError) -> str:
    # An unknown key is named before the key that it was meant to be, which is then missing.
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        text = f"unknown key; allowed here: {', '.join(_keys_beside(fault['loc']))}"
    elif fault["type"] == "missing":
        text = "is missing"
    else:
        message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        text = message if ", got " in message else f"{message}, got {fault['input']!r}"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{key}: {text}{more}"


def _keys_beside(loc: tuple[int | str, ...]) -> list[str]:
    section: Any = Params
    for part in loc[:-1]:
        section = section.model_fields[part].annotation
    return list(section.model_fields)


def _conflicts(params: Params) -> Iterable[tuple[str, str, Any]]:
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
