"""What was run: the rows of settings, a label and a value each, that several sections have."""

from collections.abc import Sequence
from typing import Any

from mlplab import wording
from mlplab.page.results import Results
from mlplab.page.section import Rows

SOURCES = {
    "sklearn_digits": "scikit-learn's bundled digits, 8 × 8 pixels",
    "mnist": "MNIST",
    "mnist_t10k": "MNIST, the 10,000 images of its test file",
    "fashion_mnist": "Fashion-MNIST",
}
ESTIMATORS = {"sklearn": "scikit-learn's", "mlplab": "mlplab's"}
USES = {"train": "train", "val": "validate", "test": "test"}


def data(results: Results, dataset: str) -> Rows:
    """Where the images of a data set, `digits` or `fashion`, come from, and how they are split."""
    source = getattr(results.params.fetch, dataset)
    images = results.metrics["normalize"][dataset]["images"]
    seed = getattr(results.params.normalize, dataset).seed
    order = "in the file's order" if seed is None else f"shuffled with seed {seed}"
    split = wording.listing([f"{images[part]:,} to {use}" for part, use in USES.items()])
    return [("Data", SOURCES.get(source, source)), ("Split", f"{split}, {order}")]


def training(settings: Any, trainer: str) -> Rows:
    """How a study of several seeds trains; `trainer` says what does it."""
    solver = f", {wording.words(settings.solver)}" if hasattr(settings, "solver") else ""
    seeds = ", ".join(str(seed) for seed in settings.seeds)
    spread = (
        "; numbers are the mean ± standard deviation over them" if len(settings.seeds) > 1 else ""
    )
    return [
        ("Trained by", f"{trainer}{solver}"),
        ("Learning rate", wording.number(settings.learning_rate)),
        ("Batches", wording.count(settings.batch_size, "image")),
        ("Length", wording.count(settings.epochs, "epoch")),
        (
            "Training curves",
            "of the first training images, at most as many as there are validation images; the tables are of all",
        ),
        ("Seeds", f"{seeds}{spread}"),
    ]


def estimator(settings: Any, name: str) -> str:
    """Whose estimator trains: scikit-learn's MLPClassifier."""
    return f"{ESTIMATORS[settings.estimators]} {name}"


def layers(results: Results, dataset: str, hidden: Sequence[int]) -> str:
    """The widths of a classifier's layers: 784-128-64-32-10."""
    classes = len(results.metrics["normalize"][dataset]["train_class_shares"])
    return widths([pixels(results, dataset), *hidden, classes])


def widths(sizes: Sequence[int]) -> str:
    """The widths of layers: 32-32."""
    return "-".join(map(str, sizes))


def pixels(results: Results, dataset: str) -> int:
    """The number of pixels of an image."""
    shape = results.metrics["normalize"][dataset]
    return int(shape["height"] * shape["width"])
