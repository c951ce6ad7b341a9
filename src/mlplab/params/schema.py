"""params.yaml as models, a class a section: a key that is not here is no key of it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mlplab.params.values import (
    Activation,
    BatchSize,
    Claim,
    Epochs,
    EstimatorActivation,
    Estimators,
    Features,
    Folds,
    Images,
    Initializer,
    LayerSizes,
    LearningRate,
    Number,
    Seed,
    Solver,
    Source,
    TunedActivation,
    WeightScale,
    distinct,
    distinct_list,
)


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Fetch(Section):
    digits: Source
    fashion: Source


class Split(Section):
    train: Images
    val: Images
    test: Images
    test_from: Literal["train", "test"]
    seed: Seed | None


class Normalize(Section):
    digits: Split
    fashion: Split


Point = Annotated[list[Number], Field(min_length=2, max_length=2)]
Points = Annotated[list[Point], Field(min_length=1, max_length=100)]  # the page draws each


class Backpropagation(Section):
    weight: Number
    bias: Number
    learning_rate: LearningRate
    samples: Points


class HardMarginSvm(Section):
    positive: Points
    negative: Points
    query: Point | None


class WorkedExamples(Section):
    backpropagation: Backpropagation
    svm_1: HardMarginSvm
    svm_2: HardMarginSvm


class ScratchMlp(Section):
    initializers: distinct_list(Initializer)  # type: ignore[valid-type]
    activations: distinct_list(Activation)  # type: ignore[valid-type]
    hidden_layer_sizes: LayerSizes
    learning_rate: LearningRate
    batch_size: BatchSize
    epochs: Epochs
    dtype: Literal["float32", "float64"]
    seeds: distinct_list(Seed)  # type: ignore[valid-type]


class EstimatorFit(Section):
    """How one estimator is trained; `estimators` are scikit-learn's, as in the report, or this project's own."""

    estimators: Estimators
    hidden_layer_sizes: LayerSizes
    solver: Solver
    learning_rate: LearningRate
    batch_size: BatchSize
    epochs: Epochs


class SeededFit(EstimatorFit):
    """The same over several seeds."""

    seeds: distinct_list(Seed)  # type: ignore[valid-type]


class ActivationComparison(SeededFit):
    activations: distinct_list(EstimatorActivation)  # type: ignore[valid-type]


class KfoldTuning(Section):
    estimators: Estimators
    activation: TunedActivation
    hidden_layer_sizes: LayerSizes
    folds: Folds
    solvers: distinct_list(Solver)  # type: ignore[valid-type]
    batch_sizes: distinct_list(BatchSize)  # type: ignore[valid-type]
    learning_rates: distinct_list(LearningRate)  # type: ignore[valid-type]
    epochs: Epochs
    seed: Seed
    seeds: distinct_list(Seed)  # type: ignore[valid-type]


class Autoencoder(SeededFit):
    activations: distinct_list(EstimatorActivation)  # type: ignore[valid-type]

    @property
    def bottleneck_width(self) -> int:
        """The number of units of the narrowest hidden layer."""
        return min(self.hidden_layer_sizes)


class FeatureTransfer(SeededFit):
    features: distinct_list(Features)  # type: ignore[valid-type]
    activation: EstimatorActivation


class BlockSizes(Section):
    """How many blocks of a data set an experiment is repeated on, and the images in each part of one."""

    number: Annotated[int, Field(ge=2, le=100)]
    train: Images
    val: Images
    test: Images


class TunedRates(Section):
    """The learning rates that an activation may choose from, and the epochs of each."""

    learning_rates: distinct_list(LearningRate)  # type: ignore[valid-type]
    epochs: Epochs


class TunedSettings(Section):
    """The grid that the report's best setting, the first of each list, is held against."""

    batch_sizes: distinct_list(BatchSize)  # type: ignore[valid-type]
    learning_rates: distinct_list(LearningRate)  # type: ignore[valid-type]


class Encoders(Section):
    """The autoencoders whose features and reconstructions are judged, at the autoencoder's rate and at these."""

    seeds: Annotated[distinct_list(Seed), Field(min_length=2)]  # type: ignore[valid-type]
    learning_rates: distinct_list(LearningRate)  # type: ignore[valid-type]


class Claims(Section):
    """What the report says, put to the test: which claims, and how many runs each takes."""

    tested: distinct_list(Claim)  # type: ignore[valid-type]
    seeds: distinct_list(Seed)  # type: ignore[valid-type]
    steps: Epochs
    blocks: BlockSizes
    activations: TunedRates
    tuning: TunedSettings
    encoders: Encoders


class Unstated(Section):
    """The settings that section B does not state, as a grid; without `train_sizes` nothing is run."""

    train_sizes: Annotated[list[Images], AfterValidator(distinct)]
    weight_scales: distinct_list(WeightScale)  # type: ignore[valid-type]
    examples: Images
    seeds: distinct_list(Seed)  # type: ignore[valid-type]


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
    claims: Claims
    unstated: Unstated
