"""Section B: the settings that the report does not state."""

from mlplab import paths, wording
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section
from mlplab.page.tables import Entry, Table

STUDY = "unstated"
# The printed accuracies of networks that predict one class: each is that class's share of the training images.
SHARES = {
    "commonest": "zero-relu:train_accuracy",
    "class_0": "normal-relu:nan_argmax.train_accuracy",
}
PARTS = {"train": "training", "val": "validation", "test": "test"}


def settings(results: Results) -> Rows:
    """The grid."""
    grid = results.params.unstated
    sizes = [f"{size:,}" for size in grid.train_sizes]
    scales = [wording.number(scale) for scale in grid.weight_scales]
    return [
        ("Training images", wording.listing(sizes) if sizes else "none: this run tries no setting"),
        ("Weights", f"section B's times {wording.listing(scales)}"),
        ("Epochs", f"every one until {grid.examples:,} images are shown"),
        ("Seeds", wording.listing([str(seed) for seed in grid.seeds])),
        ("Chosen by", "the training and validation values of networks that trained"),
    ]


def sentences(results: Results) -> list[str]:
    """The best setting, and which numbers of images the printed shares allow."""
    return [*_best(results), *_class_shares(results), *_granularity(results)]


def _best(results: Results) -> list[str]:
    found = results.metrics[STUDY]
    best, of = found["best"], found["of"]
    if best is None:
        return []
    return [
        f"{_in_words(best)} give {best['chosen_by']} of the {of['chosen_by']} training and validation values within "
        f"tolerance, more than any other setting tried; of the {of['judged_by']} test accuracies, which had no say, "
        f"{best['judged_by']}.",
        "These are settings fitted to the report where it is silent, and not the report's settings.",
    ]


def _in_words(best: dict[str, float]) -> str:
    scale = best["weight_scale"]
    weights = "" if scale == 1 else f", with weights times {wording.number(scale)},"
    return f"{best['train_size']:,} training images and {best['epochs']} epochs{weights}"


def _class_shares(results: Results) -> list[str]:
    """Which numbers of training images have the class shares that networks without training give away."""
    printed, fitting = _fitting_sizes(results)
    if not fitting:
        return []
    return [
        f"Networks that did not train give the shares of the classes away: {printed['commonest']} for the commonest "
        f"and {printed['class_0']} for class 0. To the last printed digit these are the shares of the first "
        f"{wording.listing(fitting)} training images, and of no other number tried."
    ]


def _fitting_sizes(results: Results) -> tuple[dict[str, float], list[str]]:
    """The printed class shares, and the numbers of training images that have them."""
    printed = {
        share: results.by_name[f"scratch_mlp/{name}"]["report"] for share, name in SHARES.items()
    }
    fitting = [
        f"{int(size):,}"
        for size, shares in results.metrics[STUDY].get("class_shares", {}).items()
        if all(round(shares[share], 4) == value for share, value in printed.items())
    ]
    return printed, fitting


def _granularity(results: Results) -> list[str]:
    said = []
    for part, found in results.metrics[STUDY]["granularity"].items():
        refused = [f"{int(size):,}" for size, allowed in found["sizes"].items() if not allowed]
        text = (
            f"The {found['values']} different {PARTS[part]} accuracies that it prints can all be shares of "
            f"{found['smallest']:,} images, and of no fewer"
        )
        if refused and part == "train":
            text += f"; they cannot be shares of {wording.listing(refused)}"
        said.append(f"{text}.")
    return said


def finding(results: Results) -> Finding | None:
    """How many values the best setting gives."""
    found = results.metrics[STUDY]
    best, of = found["best"], found["of"]
    if best is None:
        return None
    _, fitting = _fitting_sizes(results)
    shares = f" The class shares are those of {wording.listing(fitting)}." if fitting else ""
    return Finding(
        f"{best['chosen_by'] + best['judged_by']} of {of['chosen_by'] + of['judged_by']}",
        f"values of section B's trained networks are within tolerance with {_in_words(best)}: settings fitted to the "
        f"report where it is silent.{shares}",
    )


def table(results: Results) -> Table:
    """A row a column of accuracies."""
    granularity = results.metrics[STUDY]["granularity"]
    rows = [
        (
            wording.sentence_case(PARTS[part]),
            [
                Entry(str(found["values"])),
                Entry(f"{found['smallest']:,}"),
                Entry(f"{found['allowed']:,} of {found['below'] - 1:,}"),
            ],
        )
        for part, found in granularity.items()
    ]
    columns = ["Different shares", "Fewest images", "Numbers of images that allow them"]
    caption = "Which numbers of images the printed accuracies allow"
    return Table("granularity_table", caption, columns, rows, corner="Accuracy")


def describe(results: Results) -> str:
    """The best setting in words."""
    return (
        "How many of the report's values are within tolerance after each epoch, a line a number of training images, a "
        f"panel a scale of the weights. {' '.join(_best(results))}"
    )


SECTION = Section(
    title="Which settings does the report leave out?",
    label="Unstated",
    part="B",
    position=15,
    task="Find the number of training images, of epochs and the scale of the weights that give the printed values.",
    settings=settings,
    sentences=sentences,
    finding=finding,
    pictures=[Picture("unstated_ridge", "Printed values within tolerance", describe)],
    tables=[table],
    files=[paths.UNSTATED_COUNTS],
)
