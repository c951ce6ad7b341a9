"""Do the networks of the seeds classify better together than each alone?"""

from statistics import NormalDist
from typing import Any

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.errors import InputError
from mlplab.parallel import run_jobs
from mlplab.params import Params, ScratchMlp
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.scratch_mlp import begin

CLAIM = (
    "Nobody claims it, everybody wonders: the seeds' networks together beat their mean accuracy."
)
INITIALIZER = "random"  # with it every activation trains
QUANTILE = NormalDist().inv_cdf(0.975)


def examine(params: Params, images: Images) -> Finding:
    """Average the probabilities of the seeds' networks, and compare the accuracy with their mean one.

    The gain is paired over the test images: of each, whether the ensemble is right, less the share
    of the networks that are. The claim holds where its 95% interval lies above 0 with every
    activation, and is refuted where it lies below.
    """
    splits, scratch = images.splits["digits"], params.scratch_mlp
    jobs = [
        (splits, scratch, activation, seed)
        for activation in scratch.activations
        for seed in scratch.seeds
    ]
    runs = run_jobs(predict, jobs, "ensemble")
    count = len(scratch.seeds)
    rows = [
        _row(activation, splits.test_labels, np.array(runs[number * count : (number + 1) * count]))
        for number, activation in enumerate(scratch.activations)
    ]
    better = all(row["low"] > 0 for row in rows)
    worse = all(row["high"] < 0 for row in rows)
    gains = {
        row["activation"]: {
            name: row[name] for name in ("alone", "together", "gain", "low", "high")
        }
        for row in rows
    }
    verdict = "holds" if better else "refuted" if worse else "undecided"
    return Finding(verdict, {"networks": count, "activations": gains}, rows)


def predict(splits: Splits, params: ScratchMlp, activation: str, seed: int) -> np.ndarray:
    """The probabilities (n, classes) of the test images by the network that section B trains.

    Raises
    ------
    InputError
        The training diverged: what is left predicts nothing.
    """
    network, epochs = begin(splits, params, INITIALIZER, activation, seed)
    try:
        for _ in epochs:
            pass
    except nn.Divergence as divergence:
        raise InputError(
            "scratch_mlp.learning_rate: must be lower for the claim ensemble, "
            f"{activation} with random weights {divergence}, got {params.learning_rate}"
        ) from None
    return nn.predict_proba(network, splits.rows("test"))


def _row(activation: str, labels: np.ndarray, probabilities: np.ndarray) -> dict[str, Any]:
    """The accuracies and the gain; `probabilities` is (networks, n, classes)."""
    alone = (probabilities.argmax(axis=2) == labels).mean(axis=0)
    together = probabilities.mean(axis=0).argmax(axis=1) == labels
    gains = together - alone
    gain, error = float(gains.mean()), float(gains.std(ddof=1) / np.sqrt(len(gains)))
    return {
        "activation": activation,
        "alone": float(alone.mean()),
        "together": float(together.mean()),
        "gain": gain,
        "low": gain - QUANTILE * error,
        "high": gain + QUANTILE * error,
    }
