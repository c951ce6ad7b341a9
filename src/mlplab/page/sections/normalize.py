"""Section C, part 1: the data."""

from mlplab import wording
from mlplab.page import settings
from mlplab.page.results import Results
from mlplab.page.section import Picture, Rows, Section

DATASET = "fashion"


def data(results: Results) -> Rows:
    """The data and its split."""
    return settings.data(results, DATASET)


def sentences(results: Results) -> list[str]:
    """The range of the intensities, and the shares of the classes."""
    fashion = results.metrics["normalize"][DATASET]
    shares = fashion["train_class_shares"]
    each = f"Each of the {len(shares)} classes" if len(shares) > 1 else "The only class"
    return [
        f"Intensities lie from {wording.number(fashion['min'])} to {wording.number(fashion['max'])}, "
        f"with a mean of {fashion['train_mean']:.3f} over the training images.",
        f"{each} makes up {wording.span(shares.values(), '{:.3f}'.format)} of these images.",
    ]


def describe(results: Results) -> str:
    """The images by their classes."""
    classes = results.first_classes
    return f"{wording.count(len(classes), 'test image')} in a row: {', '.join(classes)}."


SECTION = Section(
    title="What do the networks see?",
    label="Data",
    part="C",
    position=20,
    task="Normalize the images, and show the first ten of the test set.",
    settings=data,
    sentences=sentences,
    pictures=[Picture("normalize_first_images", "The first test images", describe)],
)
