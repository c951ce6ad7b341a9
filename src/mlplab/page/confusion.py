"""The confusion matrix of the best activation as a table, of which a cell opens images."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mlplab import wording
from mlplab.page.comparisons import best_of
from mlplab.page.examples import Example
from mlplab.page.results import Results

STUDY = "activation_comparison"


class Cell(NamedTuple):
    """How often a class (row) was taken for another (column): `percent` of the row, and images of it."""

    id: str
    words: str
    percent: int
    examples: Sequence[Example]


@dataclass(frozen=True)
class Matrix:
    """A table of cells, classes by classes."""

    name: str
    caption: str
    classes: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]

    @property
    def opens(self) -> bool:
        """Whether its cells have images to show."""
        return any(cell.examples for _, cells in self.rows for cell in cells)


def best_matrix(results: Results) -> Matrix | None:
    """The matrix of the activation of the lowest validation loss; None where nothing was predicted."""
    scores = results.scores(STUDY, "val_loss")
    compared = {key: score for key, score in scores.items() if key in results.predictions}
    if not compared:
        return None
    best = best_of(compared, "lowest")
    counts = results.predictions[best]
    classes = list(results.metrics["normalize"]["fashion"]["train_class_shares"])
    rows = []
    for actual in classes:
        total = sum(counts[actual, name] for name in classes) or 1
        percents = [round(100 * counts[actual, name] / total) for name in classes]
        rows.append((actual, _cells(results, classes, actual, percents)))
    caption = (
        f"What {wording.words(best)}'s networks take each class for, in % of the images of the true class (row), all "
        "seeds together"
    )
    return Matrix(f"{STUDY}_matrix", caption, classes, rows)


def _cells(
    results: Results, classes: Sequence[str], actual: str, percents: Sequence[int]
) -> list[Cell]:
    rank = classes.index(actual)
    return [
        Cell(
            f"{STUDY}_{rank}_{column}",
            f"{actual}, recognized: {percent}%"
            if name == actual
            else f"{actual} taken for {name}: {percent}%",
            percent,
            results.examples.get((actual, name), ()),
        )
        for column, (name, percent) in enumerate(zip(classes, percents, strict=True))
    ]
