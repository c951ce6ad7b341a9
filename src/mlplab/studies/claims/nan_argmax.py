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

    The claim is refuted where the accuracy of NaN is class 0's share on every part: the argmax of a
    row of NaN is index 0, whatever the network saw. The last predictions are those of the network
    of the first seed, from normal weights with ReLU, before the step whose loss is not finite.
    """
    splits = images.splits["digits"]
    last = last_accuracies(splits, params)
    rows: list[dict[str, Any]] = []
    for part in PARTS:
        labels = getattr(splits, f"{part}_labels")
        scores = np.full((len(labels), len(splits.class_names)), np.nan)
        rows.append(
            {
                "part": part,
                "nan_accuracy": float(np.mean(scores.argmax(axis=1) == labels)),
                "class_0_share": float(np.bincount(labels)[0] / len(labels)),
                "last_accuracy": last.get(f"{part}_accuracy", np.nan),
            }
        )
    identical = all(row["nan_accuracy"] == row["class_0_share"] for row in rows)
    numbers = {row.pop("part"): row for row in [dict(row) for row in rows]}
    return Finding("refuted" if identical else "undecided", numbers, rows)


def last_accuracies(splits: Splits, params: Params) -> dict[str, float]:
    """The accuracies of the last network whose loss was finite; none where that did not end."""

    def network_after(steps: int) -> nn.Network:
        rng = np.random.default_rng(params.scratch_mlp.seeds[0])
        network = new_network(splits, params.scratch_mlp, "normal", "relu", rng)
        if steps:
            take_steps(network, splits, params.scratch_mlp, steps, rng)
        return network

    try:
        network_after(params.claims.steps)
    except nn.Divergence as divergence:
        network = network_after(max(divergence.step - 2, 0))
        return evaluate(network, {part: rows_of(splits, part) for part in PARTS})
    return {}
