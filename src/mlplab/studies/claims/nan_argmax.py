"""Are the accuracies beside a NaN loss "the last predictions", or what argmax makes of NaN?"""

from typing import Any

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import Params
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.claims.first_steps import take_steps
from mlplab.studies.scratch_mlp import PARTS, evaluate, new_network, rows_of

CLAIM = (
    "The accuracies are probably calculated as the last predictions (before exploding gradients) "
    "are obtained."
)


def examine(params: Params, images: Images) -> Finding:
    """Compare the accuracy of the argmax of NaN with class 0's share, and with the last predictions'.

    The claim is refuted where the accuracy of NaN is class 0's share on every part (the argmax of a
    row of NaN is index 0, whatever the network saw), and the last predictions of some seed score
    something else; it is undecided where no run diverges. The last predictions are those of the
    network from normal weights with ReLU before its loss is not finite.
    """
    splits, seeds = images.splits["digits"], params.scratch_mlp.seeds
    last = [last_accuracies(splits, params, seed) for seed in seeds]
    rows: list[dict[str, Any]] = []
    numbers: dict[str, Any] = {}
    for part in PARTS:
        labels = getattr(splits, f"{part}_labels")
        scores = np.full((len(labels), len(splits.class_names)), np.nan)
        found = {
            "nan_accuracy": float(np.mean(scores.argmax(axis=1) == labels)),
            "class_0_share": float(np.bincount(labels)[0] / len(labels)),
        }
        accuracies = [accuracy.get(f"{part}_accuracy", np.nan) for accuracy in last]
        numbers[part] = found | {"last_accuracies": accuracies}
        rows += [
            {"part": part, "seed": seed, **found, "last_accuracy": accuracy}
            for seed, accuracy in zip(seeds, accuracies, strict=True)
        ]
    identical = all(row["nan_accuracy"] == row["class_0_share"] for row in rows)
    last_known = [row for row in rows if np.isfinite(row["last_accuracy"])]
    other = any(row["last_accuracy"] != row["nan_accuracy"] for row in last_known)
    return Finding("refuted" if identical and other else "undecided", numbers, rows)


def last_accuracies(splits: Splits, params: Params, seed: int) -> dict[str, float]:
    """The accuracies of one seed's last network whose loss was finite; none where that did not end."""

    def network_after(steps: int) -> nn.Network:
        rng = np.random.default_rng(seed)
        network = new_network(splits, params.scratch_mlp, "normal", "relu", rng)
        if steps:
            take_steps(network, splits, params.scratch_mlp, steps, rng)
        return network

    def first_not_finite(steps: int) -> int | None:
        try:
            network_after(steps)
        except nn.Divergence as divergence:
            return divergence.step
        return None

    step = first_not_finite(params.claims.steps)
    if step is None:
        return {}
    if step == params.claims.steps:
        # Maybe the weights alone were not finite, after the last step: then the loss is not in the next one.
        step = first_not_finite(step + 1) or step
    network = network_after(max(step - 2, 0))
    return evaluate(network, {part: rows_of(splits, part) for part in PARTS})
