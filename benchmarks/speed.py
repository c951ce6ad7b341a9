"""Time for an epoch. The engines take turns, so that whatever slows the machine slows them all."""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from itertools import product
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks import data, engines

NETWORKS = {"report": (784, 256, 128, 64, 32, 10), "tuning": (784, 128, 64, 32, 10)}
SOLVERS, BATCHES = ("sgd", "adam"), (128, 32, 64, 512)
ROWS = (7_500, 15_000, 30_000, 60_000)


def in_turns(epochs: Mapping[Any, Callable[[], Any]], rounds: int) -> dict[Any, list[float]]:
    """Seconds of each epoch in each of the rounds, after one that does not count."""
    times: dict[Any, list[float]] = {name: [] for name in epochs}
    for counted in [False] + [True] * rounds:
        for name, epoch in epochs.items():
            start = perf_counter()
            epoch()
            if counted:
                times[name].append(perf_counter() - start)
    return times


def measure(rounds: int) -> list[dict[str, Any]]:
    """One row for each network, optimizer and batch size: milliseconds an epoch, and ratios.

    Times are the least of all rounds. A ratio is the median over rounds of the quotient within the
    round. The first row, the report's, gets all rounds, the others a third.
    """
    X, y = data.noise(7_424)
    torch_is_there = find_spec("torch") is not None
    makers = {k: v for k, v in engines.ENGINES.items() if k != "torch" or torch_is_there}
    results: list[dict[str, Any]] = []
    for (network, sizes), solver, batch in product(NETWORKS.items(), SOLVERS, BATCHES):
        epochs = {name: make(X, y, sizes, solver, batch) for name, make in makers.items()}
        times = in_turns(epochs, max(3, rounds // 3) if results else rounds)
        ours = np.array(times["mlplab"])
        ratios = {name: float(np.median(np.array(t) / ours)) for name, t in times.items()}
        ratios["products"] = 1 / ratios["products"]
        results.append(
            {
                "network": network,
                "solver": solver,
                "batch": batch,
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
