"""What the page shows: the study's results beside the printed values, and how to look one up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from mlplab.params import Params
from mlplab.verdicts import DATA, find


class Score(NamedTuple):
    """A measured number: its mean and standard deviation over the seeds (None for one run)."""

    mean: float
    sd: float | None = None


@dataclass(frozen=True)
class Study:
    """The results of one run.

    metrics: by the name of the file below metrics/, without its ending. printed_values: those of the report, each
    with what became of it (`ours`, `sd`, `difference`, `verdict`). cells: the keys of each matrix stage's cells.
    predictions: how often an activation's networks took a class (first) for another (second). tuning: a row a setting.
    first_classes: of the first test images. versions: by package.
    """

    params: Params
    metrics: Mapping[str, Any]
    printed_values: Sequence[Mapping[str, Any]]
    cells: Mapping[str, Sequence[str]]
    predictions: Mapping[str, Counter[tuple[str, str]]]
    tuning: Sequence[Mapping[str, Any]]
    first_classes: Sequence[str]
    versions: Mapping[str, str]

    @cached_property
    def by_name(self) -> Mapping[str, Mapping[str, Any]]:
        return {printed["name"]: printed for printed in self.printed_values}

    @property
    def worked(self) -> Mapping[str, Any]:
        return self.metrics["worked_examples"]

    @property
    def steps(self) -> Mapping[str, Any]:
        """The steps of section A, part a, by name."""
        steps = self.worked["backpropagation"].items()
        return {name: step for name, step in steps if name != "final"}

    def value(self, name: str) -> tuple[Any, float | None, bool]:
        """The value at FILE:KEY.KEY, its sd over the seeds, and whether there is such a key."""
        return find(name, self.metrics.get)

    def scores(self, stage: str, metric: str) -> dict[str, Score]:
        """A metric of a stage's cells, without those that have none because they diverged."""
        found = {key: self.metrics[f"{stage}/{key}"][metric] for key in self.cells[stage]}
        return {key: Score(**score) for key, score in found.items() if score is not None}

    def printed(self, stage: str, metric: str) -> dict[str, float]:
        """What the report prints for a stage's cells, where it prints a number."""
        names = {key: f"{stage}/{key}:{metric}" for key in self.cells[stage]}
        found = {key: self.by_name.get(name, {}).get("report") for key, name in names.items()}
        return {key: report for key, report in found.items() if report is not None}

    def source(self, section: str) -> str | None:
        """The name of the data source that a section of the report ran on here; None for section A, which has none."""
        needed = DATA[section]
        return getattr(self.params.fetch, needed[0]) if needed else None

    def comparable(self, section: str) -> bool:
        """Whether a section ran on the report's data."""
        needed = DATA[section]
        return needed is None or self.source(section) in needed[1]
