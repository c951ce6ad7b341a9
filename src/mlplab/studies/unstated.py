"""Section B: which settings, of those that the report does not state, give the values that it prints?"""

from collections.abc import Mapping, Sequence
from itertools import product
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from mlplab import data, nn
from mlplab.params import Params, ScratchMlp, Split, Unstated
from mlplab.studies.scratch_mlp import PARTS, begin, evaluate, rows_of
from mlplab.verdicts import within_tolerance

Printed = Mapping[str, Any]
# Training images that each epoch is evaluated on, from the first: all of them would cost a third of the time.
EVALUATED = 5000


class Setting(NamedTuple):
    """What the report does not state: the scale is that of section B's initial weights."""

    train_size: int
    weight_scale: float
    epochs: int


def trained(printed_values: Sequence[Printed]) -> list[Printed]:
    """The printed values of networks that really trained: no zero weights, no NaN."""
    return [
        printed
        for printed in printed_values
        if printed["name"].startswith("scratch_mlp/")
        and not printed["name"].startswith("scratch_mlp/zero-")
        and "nan_argmax" not in printed["name"]
        and printed["report"] is not None
    ]


def cells_of(printed_values: Sequence[Printed]) -> list[str]:
    """The keys of the cells that the printed values are of, as `random-relu`."""
    names = [printed["name"].partition("/")[2].partition(":")[0] for printed in printed_values]
    return list(dict.fromkeys(names))


def jobs(
    params: Params, dataset: data.Dataset, cells: Sequence[str]
) -> list[tuple[data.Dataset, Split, ScratchMlp, str, float, int]]:
    """The arguments of `fit_cell`: one network for each number of images, scale, seed and cell."""
    grid = params.unstated
    runs = product(grid.train_sizes, grid.weight_scales, grid.seeds, cells)
    return [
        (
            dataset,
            params.normalize.digits.model_copy(update={"train": size}),
            params.scratch_mlp.model_copy(update={"epochs": max(1, grid.examples // size)}),
            cell,
            scale,
            seed,
        )
        for size, scale, seed, cell in runs
    ]


def fit_cell(
    dataset: data.Dataset,
    split: Split,
    params: ScratchMlp,
    cell: str,
    scale: float,
    seed: int,
) -> list[dict[str, Any]]:
    """Train one network and evaluate it after every epoch.

    Returns
    -------
    list of dict
        A row an epoch: its `cell`, `seed`, `train_size`, `weight_scale`, `epochs`, and the loss and
        accuracy on each part. It ends where the run diverged.
    """
    splits = data.split(dataset, **dict(split), key="unstated")
    name, _, activation = cell.partition("-")

    def initializer(rng: Any, fan_in: int, fan_out: int) -> np.ndarray:
        return scale * nn.INITIALIZERS[name](rng, fan_in, fan_out)

    network, epochs = begin(splits, params, initializer, activation, seed)
    images = {part: rows_of(splits, part) for part in PARTS}
    images["train"] = images["train"][0][:EVALUATED], images["train"][1][:EVALUATED]
    setting = {"train_size": split.train, "weight_scale": scale}
    rows = []
    try:
        for epoch, _ in enumerate(epochs, start=1):
            scores = evaluate(network, images)
            rows.append({"cell": cell, "seed": seed, **setting, "epochs": epoch, **scores})
    except nn.Divergence:
        pass  # what it printed before may still be the report's
    return rows


def mean_scores(
    rows: Sequence[Mapping[str, Any]], printed_values: Sequence[Printed], params: Unstated
) -> dict[Setting, dict[str, float]]:
    """The mean over the seeds of what each setting gives for each printed value, by its name.

    A value that not every seed has, since one diverged before that epoch, is left out.
    """
    cells: dict[Setting, dict[str, list[Mapping[str, Any]]]] = {}
    for row in rows:
        by_cell = cells.setdefault(Setting(*(row[name] for name in Setting._fields)), {})
        by_cell.setdefault(row["cell"], []).append(row)
    means: dict[Setting, dict[str, float]] = {setting: {} for setting in sorted(cells)}
    for setting, printed in product(means, printed_values):
        cell, _, metric = printed["name"].partition("/")[2].partition(":")
        scores = [row[metric] for row in cells[setting].get(cell, [])]
        if len(scores) == len(params.seeds):
            means[setting][printed["name"]] = fmean(scores)
    return means


def within(means: Mapping[str, float], printed_values: Sequence[Printed]) -> list[str]:
    """The names of the printed values that the means of one setting give within their tolerance."""
    return [
        printed["name"]
        for printed in printed_values
        if printed["name"] in means and within_tolerance(printed, means[printed["name"]])
    ]


def count(
    means: Mapping[Setting, Mapping[str, float]], printed_values: Sequence[Printed]
) -> list[dict[str, Any]]:
    """How many printed values each setting gives within their tolerance.

    Returns
    -------
    list of dict
        A row a setting: `train_size`, `weight_scale`, `epochs`; `chosen_by`, how many of the
        training and validation values are within; `judged_by`, how many of the test accuracies.
    """
    counts = []
    for setting, found in means.items():
        names = within(found, printed_values)
        tests = sum(map(is_test, names))
        counts.append(setting._asdict() | {"chosen_by": len(names) - tests, "judged_by": tests})
    return counts


def is_test(name: str) -> bool:
    """Whether a printed value is of the test images: it judges the choice, and has no say in it."""
    return ":test_" in name


def best_of(
    counts: Sequence[Mapping[str, Any]], sizes: Sequence[int] = ()
) -> Mapping[str, Any] | None:
    """The setting with most training and validation values within tolerance, the first of equal ones.

    The choice is among the settings with one of `sizes`, if there are any. The test accuracies have
    no say: they judge it. None where there is no setting.
    """
    allowed = [count for count in counts if count["train_size"] in sizes] or counts
    return max(allowed, key=lambda count: count["chosen_by"], default=None)


def describe_misses(
    means: Mapping[Setting, Mapping[str, float]],
    best: Mapping[str, Any] | None,
    printed_values: Sequence[Printed],
) -> list[dict[str, Any]]:
    """The printed values that the best setting does not give within their tolerance.

    Returns
    -------
    list of dict
        The `name` of each, the `report`'s value, `ours` (None where a run diverged), and whether
        any setting `reached` it.
    """
    if best is None:
        return []
    ours = means[Setting(*(best[name] for name in Setting._fields))]
    given = {name for found in means.values() for name in within(found, printed_values)}
    return [
        {
            "name": name,
            "report": printed["report"],
            "ours": ours.get(name),
            "reached": name in given,
        }
        for printed in printed_values
        if (name := printed["name"]) not in within(ours, printed_values)
    ]
