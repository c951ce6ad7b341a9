"""What was run: the parameters that decide a section's numbers, as rows of a label and a value."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlplab import wording
from mlplab.page.study import Study

Rows = list[tuple[str, str]]

SOURCES = {
    "sklearn_digits": "scikit-learn's bundled digits, 8 × 8 pixels",
    "mnist": "MNIST",
    "mnist_t10k": "MNIST, the 10,000 images of its test file",
    "fashion_mnist": "Fashion-MNIST",
}
ESTIMATORS = {"sklearn": "scikit-learn's", "mlplab": "mlplab's"}
PARTS = {"train": "train", "val": "validate", "test": "test"}
INITIALIZERS = {
    "zero": "zero",
    "random": "random: uniform from −0.5 to 0.5",
    "normal": "normal: mean 0, sd 1, unscaled",
}


def data(study: Study, which: str) -> Rows:
    """Where the images of `digits` or `fashion` come from and how they are split."""
    source = getattr(study.params.fetch, which)
    images = study.metrics["normalize"][which]["images"]
    seed = getattr(study.params.normalize, which).seed
    order = "in the file's order" if seed is None else f"shuffled with seed {seed}"
    parts = wording.listing([f"{images[part]:,} to {verb}" for part, verb in PARTS.items()])
    return [("Data", SOURCES.get(source, source)), ("Split", f"{parts}, {order}")]


def backpropagation(study: Study) -> Rows:
    settings = study.params.worked_examples.backpropagation
    samples = wording.listing([wording.point(sample) for sample in settings.samples])
    return [
        ("Network", "1-1-1, ReLU on both layers, loss ½(ŷ − y)²"),
        (
            "Start",
            f"all weights {wording.number(settings.weight)}, all biases {wording.number(settings.bias)}",
        ),
        ("Learning rate", wording.number(settings.learning_rate)),
        ("Samples (x, y)", f"{samples}, one a step"),
        ("Computed", "by the engine in float64, nothing rounded between the steps"),
    ]


def svm(study: Study, example: str) -> Rows:
    settings = getattr(study.params.worked_examples, example)
    rows = [
        ("Positive", wording.listing([wording.point(at) for at in settings.positive])),
        ("Negative", wording.listing([wording.point(at) for at in settings.negative])),
        ("Solved", "by scikit-learn's SVC, linear, with a penalty that lets no point inside"),
    ]
    return rows + ([("To classify", wording.point(settings.query))] if settings.query else [])


def scratch_mlp(study: Study) -> Rows:
    settings = study.params.scratch_mlp
    return [
        *data(study, "digits"),
        (
            "Network",
            f"{_layers(study, 'digits', settings.hidden_layer_sizes)}, softmax and log loss",
        ),
        (
            "Weights",
            "; ".join(INITIALIZERS.get(n, wording.words(n)) for n in settings.initializers),
        ),
        ("Biases", "zero"),
        ("Activations", wording.listing([wording.words(name) for name in settings.activations])),
        *training(settings, "mini-batch gradient descent without momentum, from scratch in NumPy"),
    ]


def activation_comparison(study: Study) -> Rows:
    settings = study.params.activation_comparison
    return [
        *data(study, "fashion"),
        ("Network", _layers(study, "fashion", settings.hidden_layer_sizes)),
        ("Activations", wording.listing([wording.words(name) for name in settings.activations])),
        *training(settings, f"{ESTIMATORS[settings.estimators]} MLPClassifier"),
    ]


def tuning(study: Study) -> Rows:
    settings = study.params.kfold_tuning
    activation = wording.words(study.metrics["kfold_tuning"]["activation"])
    chosen = "the lowest validation loss of part 2" if settings.activation == "best" else "as set"
    return [
        *data(study, "fashion"),
        ("Network", _layers(study, "fashion", settings.hidden_layer_sizes)),
        ("Activation", f"{activation} ({chosen})"),
        ("Trained by", f"{ESTIMATORS[settings.estimators]} MLPClassifier"),
        ("Solvers", wording.listing([wording.words(name) for name in settings.solvers])),
        ("Batch sizes", wording.listing([wording.number(size) for size in settings.batch_sizes])),
        (
            "Learning rates",
            wording.listing([wording.number(rate) for rate in settings.learning_rates]),
        ),
        ("Chosen by", f"mean macro F1 over {settings.folds} folds of the training images"),
        ("Length", f"{settings.epochs} epochs, seed {settings.seed}"),
    ]


def autoencoder(study: Study) -> Rows:
    settings = study.params.autoencoder
    pixels = _pixels(study, "fashion")
    sizes = [pixels, *settings.hidden_layer_sizes, pixels]
    return [
        *data(study, "fashion"),
        ("Network", f"{'-'.join(map(str, sizes))}, squared error"),
        *training(settings, f"{ESTIMATORS[settings.estimators]} MLPRegressor"),
    ]


def feature_transfer(study: Study) -> Rows:
    settings = study.params.feature_transfer
    width = study.params.autoencoder.bottleneck_width
    hidden = "-".join(map(str, settings.hidden_layer_sizes))
    return [
        *data(study, "fashion"),
        (
            "Features",
            f"the {width} activations of part 4's bottleneck; as baselines "
            f"all pixels and {width} principal components",
        ),
        ("Classifier", f"hidden layers {hidden}, {wording.words(settings.activation)}"),
        *training(settings, f"{ESTIMATORS[settings.estimators]} MLPClassifier"),
    ]


def training(settings: Any, what: str) -> Rows:
    """How a study of several seeds trains."""
    solver = f", {wording.words(settings.solver)}" if hasattr(settings, "solver") else ""
    seeds = ", ".join(str(seed) for seed in settings.seeds)
    return [
        ("Trained by", f"{what}{solver}"),
        ("Learning rate", wording.number(settings.learning_rate)),
        ("Batches", f"{settings.batch_size} images"),
        ("Length", f"{settings.epochs} epochs"),
        ("Training curves", "of as many images as there are to validate; the tables are of all"),
        ("Seeds", f"{seeds}; numbers are the mean ± standard deviation over them"),
    ]


def _pixels(study: Study, which: str) -> int:
    shape: Mapping[str, Any] = study.metrics["normalize"][which]
    return shape["height"] * shape["width"]


def _layers(study: Study, which: str, hidden: Sequence[int]) -> str:
    classes = len(study.metrics["normalize"][which]["train_class_shares"])
    return "-".join(map(str, [_pixels(study, which), *hidden, classes]))
