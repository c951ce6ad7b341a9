"""Section C, part 4: autoencoders beside PCA."""

from dataclasses import replace

from mlplab import wording
from mlplab.page import descriptions, settings
from mlplab.page.comparisons import best_of, equals, grouped, leader, than
from mlplab.page.results import Results, Score
from mlplab.page.section import Finding, Picture, Rows, Section
from mlplab.page.tables import Entry, Table, grid

STUDY = "autoencoder"
METRICS = ("train_mse", "val_mse", "test_mse")
ROUNDING = 1e-12  # what float32 leaves where PCA rebuilds the images exactly


def network(results: Results) -> Rows:
    """Data, network and training."""
    study = results.params.autoencoder
    pixels = settings.pixels(results, "fashion")
    widths = settings.widths([pixels, *study.hidden_layer_sizes, pixels])
    return [
        *settings.data(results, "fashion"),
        ("Network", f"{widths}, squared error"),
        *settings.training(study, settings.estimator(study, "MLPRegressor")),
    ]


def pca(results: Results) -> Score:
    """The validation error of PCA with as many components as the bottleneck has units."""
    return results.score("baseline_encoders:pca_val_mse")


def components(results: Results) -> str:
    """How many components PCA has: as many as the bottleneck has units."""
    return wording.count(results.params.autoencoder.bottleneck_width, "component")


def sentences(results: Results) -> list[str]:
    """The best activation, and how the autoencoders stand to PCA."""
    scores, error = results.scores(STUDY, "val_mse"), pca(results)
    groups = "; ".join(f"{word}: {names}" for word, names in grouped(scores, error).items())
    return [
        leader(scores, "lowest", "mean squared error on the validation images"),
        f"PCA with {components(results)}, as many as the bottleneck has units, has an error of "
        f"{error}. Against it, {groups}.",
    ]


def finding(results: Results) -> Finding | None:
    """The best autoencoder's error as a multiple of PCA's."""
    scores, error = results.scores(STUDY, "val_mse"), pca(results)
    if not scores or error.mean <= ROUNDING:  # few images, or many components
        return None
    best = best_of(scores, "lowest")
    return Finding(
        f"{scores[best].mean / error.mean:.2f} ×",
        f"the error of PCA with {components(results)} is what the best autoencoder "
        f"({wording.cell_name(best)}{equals(scores, best)}) leaves: {scores[best]}, "
        f"{than(scores[best], error)} {error}.",
    )


def table(results: Results) -> Table:
    """A row an activation, and one for PCA."""
    found = grid(results, STUDY, "Mean squared error by activation", METRICS)
    columns = [wording.sentence_case(wording.words(m.removesuffix("_mse"))) for m in METRICS]
    errors = results.metrics["baseline_encoders"]
    entries = [Entry(wording.aligned(errors[f"pca_{metric}"])) for metric in METRICS]
    name = f"PCA, {components(results)}"
    return replace(found, columns=columns, rows=[*found.rows, (name, entries)])


def describe_reconstructions(results: Results) -> str:
    """The rows of images, and the errors."""
    names = wording.listing([wording.words(name) for name in results.cells[STUDY]])
    scores = descriptions.list_scores(results.scores(STUDY, "test_mse"))
    images = wording.count(len(results.first_classes), "test image")
    return (
        f"{images} in the top row, below what the autoencoders with {names} and PCA make of them, each with a "
        f"map of its errors and the image's own mean squared error. That of all test images: {scores} and PCA "
        f"{wording.measured(results.metrics['baseline_encoders']['pca_test_mse'])}."
    )


SECTION = Section(
    title="How well does an autoencoder rebuild images?",
    label="Autoencoder",
    part="C",
    position=50,
    task="Train an autoencoder with each activation, and rebuild ten test images.",
    settings=network,
    sentences=sentences,
    finding=finding,
    pictures=[
        Picture(
            "autoencoder_mse",
            "Mean squared error of the autoencoders",
            descriptions.curves(STUDY, "val_mse", "mean squared error"),
        ),
        Picture(
            "autoencoder_reconstructions",
            "The first test images and their reconstructions; below each the map of its errors (red: the value is too "
            "high, blue: too low) and its mean squared error",
            describe_reconstructions,
        ),
    ],
    tables=[table],
)
