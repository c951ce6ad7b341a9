"""Memory beyond the data, in units of the network's parameters, as tracemalloc counts NumPy's."""

import tracemalloc
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from benchmarks import data
from benchmarks.engines import RATES
from benchmarks.speed import NETWORKS, SOLVERS
from mlplab import nn

BATCH = 128


def measure(quick: bool) -> Iterator[dict[str, Any]]:
    """The peak of a run, network included, for rows and epochs that differ by a factor of four.

    The workspace is the outputs and deltas of one batch, the largest temporary among them, and one
    vector like the parameters. What is beside it are the parameters and the optimizer's state.
    """
    X, y = data.noise(4 * 7_424)
    cases = [(7_424, 1), (7_424, 4), (29_696, 1)]
    for solver, (rows, epochs) in product(SOLVERS, cases[:1] if quick else cases):
        rng = np.random.default_rng(0)
        tracemalloc.start()
        network = nn.initialize(
            NETWORKS["report"], activation="relu", initializer="glorot_uniform", rng=rng
        )
        tracemalloc.reset_peak()
        optimizer = nn.sgd(RATES[solver]) if solver == "sgd" else nn.adam(RATES[solver])
        settings: dict[str, Any] = {"batch_size": BATCH, "epochs": epochs, "rng": rng}
        nn.fit(network, X[:rows], y[:rows], optimizer=optimizer, **settings)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        size, units = network.layers.vector.nbytes, network.sizes
        batch = 4 * BATCH * (sum(units) + sum(units[1:]) + max(units[1:]))
        yield {
            "solver": solver,
            "rows": rows,
            "epochs": epochs,
            "peak_bytes": peak,
            "parameters_bytes": size,
            "workspace_bytes": batch + size,
            "parameters_beside_workspace": round((peak - batch - size) / size, 2),
        }
