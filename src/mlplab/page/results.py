"""What the page shows: the results of one run beside the printed values, and how to look one up."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from mlplab import nn, wording
from mlplab.page.examples import Example
from mlplab.params import Params
from mlplab.verdicts import DATA, find, sampling_variance


class Score(NamedTuple):
    """A measured number, which as text is its mean ± sd.

    Attributes
    ----------
    mean : float
    sd : float or None
        Its standard deviation over the seeds; None for one run.
    runs : int
        How many seeds there are.
    sampling : float
        The variance of the mean for want of more images; of one image it is not known, and infinite.
    """

    mean: float
    sd: float | None = None
    runs: int = 1
    sampling: float = 0.0

    def __str__(self) -> str:
        return wording.mean_and_sd(self.mean, self.sd)


@dataclass(frozen=True)
class Results:
    """The results of one run.

    Attributes
    ----------
    params : Params
    metrics : by the name of the file below metrics/, without its ending
    comparable : whether each section of the report can be compared with this run
    printed_values : those of the report, each with what became of it: `ours`, `sd`, `difference`, `verdict`
    cells : the keys of each matrix study's cells
    predictions : how often an activation's networks took a class (first) for another (second)
    tuning : a row a setting
    first_classes : the classes of the first test images
    versions : by package
    seed_curves : the learning curves of section B's cells, by key: a row an epoch and seed
    networks : section B's of the first seed, by the cell's key
    strokes : what examples/strokes.json holds
    examples : images that the best activation's networks took for a class, by their own class and that one
    """

    params: Params
    metrics: Mapping[str, Any]
    comparable: Mapping[str, bool]
    printed_values: Sequence[Mapping[str, Any]]
    cells: Mapping[str, Sequence[str]]
    predictions: Mapping[str, Counter[tuple[str, str]]]
    tuning: Sequence[Mapping[str, Any]]
    first_classes: Sequence[str]
    versions: Mapping[str, str]
    seed_curves: Mapping[str, Sequence[Mapping[str, float]]] = field(default_factory=dict)
    networks: Mapping[str, nn.Network] = field(default_factory=dict)
    strokes: Mapping[str, Any] = field(default_factory=dict)
    examples: Mapping[tuple[str, str], Sequence[Example]] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Mapping[str, Any]]:
        """The printed values by their names."""
        return {printed["name"]: printed for printed in self.printed_values}

    def value(self, name: str) -> tuple[Any, float | None, bool]:
        """The value at FILE:KEY.KEY, its sd over the seeds, and whether there is such a key."""
        return find(name, self.metrics.get)

    def scores(self, study: str, metric: str) -> dict[str, Score]:
        """A metric of a study's cells, without those that have none because they diverged."""
        names = {key: f"{study}/{key}:{metric}" for key in self.cells[study]}
        return {
            key: self.score(name) for key, name in names.items() if self.value(name)[0] is not None
        }

    def score(self, name: str) -> Score:
        """The score at FILE:KEY.KEY, with its seeds and the sampling error of its images."""
        mean, sd, _ = self.value(name)
        study = re.split("[/:]", name)[0]
        part = "B" if study == "scratch_mlp" else "C"
        seeds = getattr(getattr(self.params, study, None), "seeds", ())
        runs = 1 if sd is None else len(seeds)
        images = self.metrics["normalize"][DATA[part][0]]["images"]
        if any(images.get(word) == 1 for word in re.split("[:._]", name)):
            return Score(mean, sd, runs, math.inf)
        return Score(mean, sd, runs, sampling_variance(name, part, mean, self.metrics.get))

    def printed(self, study: str, metric: str) -> dict[str, float]:
        """What the report prints for a study's cells, where it prints a number that ours can be compared with."""
        names = {key: f"{study}/{key}:{metric}" for key in self.cells[study]}
        judged = {key: self.by_name[name] for key, name in names.items() if self.is_judged(name)}
        return {key: v["report"] for key, v in judged.items() if v["report"] is not None}

    def printed_below(self, prefix: str) -> dict[str, Any]:
        """What the report prints under names that start so, by the rest of the name, where ours can be compared."""
        names = [n for n in self.by_name if n.startswith(prefix) and self.is_judged(n)]
        return {name.removeprefix(prefix): self.by_name[name]["report"] for name in names}

    def is_judged(self, name: str) -> bool:
        """Whether the report prints a value of this name that ours can be compared with."""
        return self.by_name.get(name, {}).get("verdict", "not_comparable") != "not_comparable"

    def source(self, part: str) -> str:
        """The name of the data source that section B or C ran on here."""
        return str(getattr(self.params.fetch, DATA[part][0]))
