"""Time for an epoch. The engines take turns, so that whatever slows the machine slows them all."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from itertools import product
from time import process_time
from typing import Any

import numpy as np

from benchmarks import data, engines

NETWORKS = {
    "report": (784, 256, 128, 64, 32, 10),
    "tuning": (784, 128, 64, 32, 10),
    "wide": (784, 1024, 1024, 10),
}
SOLVERS, BATCHES = ("sgd", "adam"), (128, 32, 64, 512)
CASES = [  # network, optimizer, rows a batch, rows
    *((n, s, b, 7_424) for n, s, b in product(("report", "tuning"), SOLVERS, BATCHES)),
    *(("report", solver, 7_424, 7_424) for solver in SOLVERS),
    *(("report", solver, 1, 256) for solver in SOLVERS),
    *(("wide", solver, 128, 1_024) for solver in SOLVERS),
]
ROWS = (7_500, 15_000, 30_000, 60_000)
NEEDS = {"torch": "torch", "torch_fused": "torch", "jax": "jax"}  # extras


def in_turns(epochs: Mapping[Any, Callable[[], Any]], rounds: int) -> dict[Any, list[float]]:
    """Processor seconds of each epoch in each of the rounds, after one that does not count.

    On an idle machine these are the seconds that pass, with one thread. On a busy one they leave
    out what other programs take.
    """
    times: dict[Any, list[float]] = {name: [] for name in epochs}
    for counted in [False] + [True] * rounds:
        for name, epoch in epochs.items():
            start = process_time()
            epoch()
            if counted:
                times[name].append(process_time() - start)
    return times


def measure(rounds: int) -> list[dict[str, Any]]:
    """One row for each of CASES: milliseconds an epoch, and ratios.

    Times are the least of all rounds. A ratio is the median over rounds of the quotient within the
    round. The first row, the report's, gets all rounds, the others a third.
    """
    makers = {
        name: make for name, make in engines.ENGINES.items() if find_spec(NEEDS.get(name, "numpy"))
    }
    results: list[dict[str, Any]] = []
    for network, solver, batch, rows in CASES:
        X, y = data.noise(rows)
        arguments = X, y, NETWORKS[network], solver, batch
        epochs = {name: make(*arguments) for name, make in makers.items()}
        times = in_turns(epochs, max(3, rounds // 3) if results else rounds)
        ours = np.array(times["mlplab"])
        ratios = {name: float(np.median(np.array(t) / ours)) for name, t in times.items()}
        ratios["products"] = 1 / ratios["products"]
        results.append(
            {
                "network": network,
                "solver": solver,
                "batch": batch,
                "rows": rows,
                "milliseconds": {name: round(1e3 * min(t), 2) for name, t in times.items()},
                "ratios": {k: round(v, 3) for k, v in ratios.items() if k != "mlplab"},
            }
        )
    return results


def measure_rows(source: str, X: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Milliseconds an epoch of the report's network for more and more rows."""
    epochs = {
        rows: engines.mlplab(X[:rows], y[:rows], NETWORKS["report"], "sgd", 128) for rows in ROWS
    }
    times = in_turns(epochs, 5)
    return {
        "source": source,
        "milliseconds": {rows: round(1e3 * min(t), 2) for rows, t in times.items()},
    }
