"""Does a network whose weights start at zero learn anything?"""

from typing import Any

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import Params, ScratchMlp
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.scratch_mlp import fit_seed

# The report has no sentence on it: these are the rows of its table.
CLAIM = "Zero: train loss 2.3009, train accuracy 0.1141 with Relu, Sigmoid, Tanh and Leaky Relu."
TOLERANCE = 1e-3  # nats
# Of the largest weight. On some processors equal columns are summed in another order: found up to 1e-6.
ROUNDING = 1e-4


def examine(params: Params, images: Images) -> Finding:
    """Train a network from zero weights with each activation.

    That it learns nothing but the class shares holds where the units of every hidden layer stay
    equal but for ROUNDING, so that each layer has one unit, and the training loss is the entropy of
    the class shares within TOLERANCE.
    """
    splits, scratch = images.splits["digits"], params.scratch_mlp
    jobs = [(splits, scratch, activation) for activation in scratch.activations]
    rows = run_jobs(_fit, jobs, "zero_initializer")
    entropy = class_entropy(splits.train_labels)
    learned_nothing = all(
        row["units_equal"] and abs(row["train_loss"] - entropy) <= TOLERANCE for row in rows
    )
    numbers = {
        "class_entropy": entropy,
        "train_loss": {row["activation"]: row["train_loss"] for row in rows},
        "units_equal": {row["activation"]: row["units_equal"] for row in rows},
    }
    return Finding("holds" if learned_nothing else "refuted", numbers, rows)


def class_entropy(labels: np.ndarray) -> float:
    """The entropy of the labels' shares in nats: the loss of a network that knows nothing else."""
    counts = np.bincount(labels)
    shares = counts[counts > 0] / len(labels)
    return float(0 - np.sum(shares * np.log(shares)))  # of one class it is 0, and not -0


def _fit(splits: Splits, params: ScratchMlp, activation: str) -> dict[str, Any]:
    run = fit_seed(splits, params, "zero", activation, params.seeds[0])
    loss = np.nan if run.scores is None else run.scores["train_loss"]
    return {
        "activation": activation,
        "units_equal": units_equal(run.network),
        "train_loss": loss,
    }


def units_equal(network: nn.Network) -> bool:
    """Whether all units of each hidden layer have the same weights and bias, but for ROUNDING."""
    return all(
        _columns_equal(weights) and _columns_equal(bias[None])
        for weights, bias in list(network.layers)[:-1]
    )


def _columns_equal(values: np.ndarray) -> bool:
    return bool(np.abs(values - values[:, :1]).max() <= ROUNDING * np.abs(values).max())
