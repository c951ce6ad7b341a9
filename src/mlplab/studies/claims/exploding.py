"""Which softmax, learning rate and initializer give NaN, and at which step?"""

from itertools import product
from typing import Any

import numpy as np
from scipy.stats import binomtest

from mlplab import nn
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import Params, ScratchMlp
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.claims.first_steps import dead_shares, take_steps
from mlplab.studies.scratch_mlp import new_network, rows_of

CLAIM = (
    "The reason why I am getting NaN values for weight init = normal and activation = relu/leaky "
    "relu is likely due to exploding gradients. I experimented with multiple values but I only got "
    "NaN values."
)
LEARNING_RATES = (2e-2, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
INITIALIZERS = ("normal", "he_normal")
ACTIVATION = "relu"


def _cross_entropy(shift: bool) -> Any:
    """The loss from the probabilities themselves, as it is often written: -sum(y log p), y one-hot."""

    def value_and_gradient(
        scores: np.ndarray, targets: np.ndarray, delta: np.ndarray, sample_weight: Any
    ) -> float:
        exponentials = np.exp(scores - scores.max(axis=1, keepdims=True) if shift else scores)
        probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
        one_hot = np.eye(scores.shape[1], dtype=scores.dtype)[targets]
        delta[...] = (probabilities - one_hot) / len(scores)
        return float(-np.sum(one_hot * np.log(probabilities)) / len(scores))

    return value_and_gradient


def _loss(name: str, value_and_gradient: Any) -> nn.Loss:
    known = nn.LOSSES["cross_entropy"]
    return nn.Loss(name, value_and_gradient, known.probabilities, known.decide, takes_classes=True)


# Three ways to write the same loss; without a shift exp overflows, and log finds 0 without log-sum-exp.
SOFTMAX = {
    "naive": _loss("naive", _cross_entropy(shift=False)),
    "shifted": _loss("shifted", _cross_entropy(shift=True)),
    "log_sum_exp": nn.LOSSES["cross_entropy"],
}


def examine(params: Params, images: Images) -> Finding:
    """Take the first steps with every softmax, initializer and learning rate, over the seeds.

    The gradients are refuted as the cause where the naive loss of the normal initializer is NaN at
    step 1 in every run at every rate: the forward pass overflows before there is a gradient. They
    are the cause (the claim holds) where it is finite then, and NaN later, in every run.
    """
    splits, scratch, settings = images.splits["digits"], params.scratch_mlp, params.claims
    cells = list(product(SOFTMAX, INITIALIZERS, LEARNING_RATES))
    jobs = [
        (splits, scratch, *cell, seed, settings.steps) for cell in cells for seed in settings.seeds
    ]
    runs = run_jobs(take_first_steps, jobs, "exploding")
    count = len(settings.seeds)
    rows = [
        _row(cell, runs[number * count : (number + 1) * count]) for number, cell in enumerate(cells)
    ]
    claimed = [row for row in rows if (row["softmax"], row["initializer"]) == ("naive", "normal")]
    at_once = all(row["not_finite_at_step_1"] == row["runs"] for row in claimed)
    later = all(row["finite"] + row["not_finite_at_step_1"] == 0 for row in claimed)
    verdict = "refuted" if at_once else "holds" if later else "undecided"
    by_name = {
        f"{row['softmax']}-{row['initializer']}-{row['learning_rate']:g}": row for row in rows
    }
    numbers: dict[str, Any] = {
        "runs": count,
        "steps": settings.steps,
        "class_share": float(np.bincount(splits.val_labels).max() / len(splits.val_labels)),
    }
    for key in ("finite", "not_finite_at_step_1", "dead_in_last_layer", "val_accuracy"):
        numbers[key] = {name: row[key] for name, row in by_name.items()}
    return Finding(verdict, numbers, rows)


def take_first_steps(
    splits: Splits,
    params: ScratchMlp,
    softmax: str,
    initializer: str,
    learning_rate: float,
    seed: int,
    steps: int,
) -> dict[str, Any]:
    """The step at which a run was not finite; None where it stayed so, and then what became of its network.

    That is the share of dead units in the last hidden layer, and the validation accuracy.
    """
    rng = np.random.default_rng(seed)
    network = new_network(splits, params, initializer, ACTIVATION, rng, SOFTMAX[softmax])
    slower = params.model_copy(update={"learning_rate": learning_rate})
    try:
        take_steps(network, splits, slower, steps, rng)
    except nn.Divergence as divergence:
        return {"step": divergence.step}
    X, labels = rows_of(splits, "val")
    accuracy = float(np.mean(nn.predict(network, X) == labels))
    return {"step": None, "dead": dead_shares(network, X)[-1], "accuracy": accuracy}


def _row(cell: tuple[str, str, float], runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The runs of one cell: how many stayed finite, with a 95% interval (Clopper and Pearson, 1934)."""
    finite = [run for run in runs if run["step"] is None]
    interval = binomtest(len(finite), len(runs)).proportion_ci(method="exact")
    means = {
        name: float(np.mean([run[name] for run in finite])) if finite else np.nan
        for name in ("dead", "accuracy")
    }
    return {
        **dict(zip(("softmax", "initializer", "learning_rate"), cell, strict=True)),
        "runs": len(runs),
        "finite": len(finite),
        "low": float(interval.low),
        "high": float(interval.high),
        "not_finite_at_step_1": sum(run["step"] == 1 for run in runs),
        "dead_in_last_layer": means["dead"],
        "val_accuracy": means["accuracy"],
    }
