"""Section B: which settings, of those that the report does not state, give the values that it prints?"""

from collections.abc import Mapping, Sequence
from itertools import product
from statistics import fmean
from typing import Any

import numpy as np

from mlplab import data, nn
from mlplab.params import Params, ScratchMlp, Split, Unstated
from mlplab.studies.scratch_mlp import PARTS, begin, evaluate, rows_of
from mlplab.verdicts import within_tolerance

Printed = Mapping[str, Any]
# Training images that each epoch is evaluated on, from the first: all of them would cost a third of the time.
EVALUATED = 5000


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


def class_shares(dataset: data.Dataset, split: Split) -> dict[str, float]:
    """The shares of the commonest class and of class 0 among the training images.

    The report prints them: what zero weights and NaN score on the training images.
    """
    labels = data.split(dataset, **dict(split), key="unstated").train_labels
    shares = np.bincount(labels) / len(labels)
    return {"commonest": float(shares.max()), "class_0": float(shares[0])}


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


def count_within(
    rows: Sequence[Mapping[str, Any]], printed_values: Sequence[Printed], params: Unstated
) -> list[dict[str, Any]]:
    """How many printed values each setting gives within their tolerance, by its means over the seeds.

    Returns
    -------
    list of dict
        A row a setting: `train_size`, `weight_scale`, `epochs`; `chosen_by`, how many of the
        training and validation values are within; `judged_by`, how many of the test accuracies.
    """
    names = ("train_size", "weight_scale", "epochs")
    runs: dict[tuple, dict[str, list[Mapping[str, Any]]]] = {}
    for row in rows:
        cells = runs.setdefault(tuple(row[name] for name in names), {})
        cells.setdefault(row["cell"], []).append(row)
    counts = []
    for setting, by_cell in sorted(runs.items()):
        count = {"chosen_by": 0, "judged_by": 0}
        for printed in printed_values:
            cell, _, metric = printed["name"].partition("/")[2].partition(":")
            seeds = [row[metric] for row in by_cell.get(cell, [])]
            if len(seeds) == len(params.seeds):
                kind = "judged_by" if metric.startswith("test") else "chosen_by"
                count[kind] += within_tolerance(printed, fmean(seeds))
        counts.append(dict(zip(names, setting, strict=True)) | count)
    return counts


def best_of(counts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The setting with most training and validation values within tolerance, the first of equal ones.

    The test accuracies have no say: they judge it. None where there is no setting.
    """
    return max(counts, key=lambda count: count["chosen_by"], default=None)
