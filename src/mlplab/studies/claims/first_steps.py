"""The first steps of section B's training, and what the network looks like after them."""

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.params import ScratchMlp
from mlplab.studies.scratch_mlp import rows_of


def take_steps(
    network: nn.Network,
    splits: Splits,
    params: ScratchMlp,
    steps: int,
    rng: np.random.Generator,
) -> None:
    """Train for some steps of plain SGD; the generator draws the batches.

    Raises
    ------
    Divergence
        A loss is not finite, and then its `step` is the first such; or the weights are not after
        the last step. The network keeps the weights from before the first step.
    """
    X, y = rows_of(splits, "train")
    rows = np.resize(rng.permutation(len(X)), steps * params.batch_size)
    optimizer = nn.sgd(params.learning_rate)
    size = params.batch_size
    settings = {"optimizer": optimizer, "batch_size": size, "epochs": 1, "shuffle": False}
    nn.fit(network, X[rows], y[rows], rng=rng, **settings)


def dead_shares(network: nn.Network, X: np.ndarray) -> list[float]:
    """The share of each hidden layer's units whose output is 0 for every row of X."""
    outputs = nn.forward(network, X)[1:-1]
    return [float(np.mean(np.count_nonzero(output, axis=0) == 0)) for output in outputs]
