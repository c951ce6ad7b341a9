"""Time for an epoch. The engines take turns, so that whatever slows the machine slows them all."""

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from itertools import product
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks import data, engines

NETWORKS = {
    "report": (784, 256, 128, 64, 32, 10),
    "tuning": (784, 128, 64, 32, 10),
    "wide": (784, 1024, 1024, 10),
}
SOLVERS = "sgd", "adam"
QUICK = [("report", solver, batch, 7_424) for solver, batch in product(SOLVERS, (128, 32))]
CASES = [  # network, optimizer, rows a batch, rows
    *QUICK,
    *(("tuning", solver, 64, 7_424) for solver in SOLVERS),
    *(("wide", solver, 128, 1_024) for solver in SOLVERS),
    *(("report", solver, 7_424, 7_424) for solver in SOLVERS),
    *(("report", solver, 1, 256) for solver in SOLVERS),
]
ROWS = (7_500, 15_000, 30_000, 60_000)
SECONDS, ROUNDS = 15, range(5, 31)  # for a row; quick is a fifth of it
NEEDS = {"torch": "torch", "torch_fused": "torch", "torch_compile": "torch", "jax": "jax"}  # extras


def in_turns(
    epochs: Mapping[Any, Callable[[], Any]], seconds: float, rounds: range
) -> dict[Any, list[float]]:
    """Processor seconds of each epoch in each of the rounds, after one that does not count.

    On an idle machine these are the seconds that pass, with one thread. On a busy one they leave
    out what other programs take. Rounds go on for so many seconds, within the least and most.
    """
    times: dict[Any, list[float]] = {name: [] for name in epochs}
    for epoch in epochs.values():
        epoch()
    end = perf_counter() + seconds
    for done in range(rounds.stop):
        if done >= rounds.start and perf_counter() > end:
            break
        for name, epoch in epochs.items():
            start = process_time()
            epoch()
            times[name].append(process_time() - start)
    return times


def measure(quick: bool) -> Iterator[dict[str, Any]]:
    """One row for each of CASES: milliseconds an epoch, and ratios.

    Times are the least of all rounds. A ratio is the median over rounds of the quotient within the
    round: ours by the products', the others' by ours.
    """
    makers = {
        name: make for name, make in engines.ENGINES.items() if find_spec(NEEDS.get(name, "numpy"))
    }
    if quick:
        makers.pop("torch_compile", None)  # it compiles for half a minute
    for network, solver, batch, rows in QUICK if quick else CASES:
        X, y = data.noise(rows)
        arguments = X, y, NETWORKS[network], solver, batch
        epochs = {name: make(*arguments) for name, make in makers.items()}
        times = in_turns(
            epochs, SECONDS / 5 if quick else SECONDS, range(3, 31) if quick else ROUNDS
        )
        ours = np.array(times["mlplab"])
        ratios = {name: float(np.median(np.array(t) / ours)) for name, t in times.items()}
        ratios["products"] = float(np.median(ours / np.array(times["products"])))
        yield {
            "network": network,
            "solver": solver,
            "batch": batch,
            "rows": rows,
            "rounds": len(ours),
            "milliseconds": {name: round(1e3 * min(t), 2) for name, t in times.items()},
            "ratios": {k: round(v, 3) for k, v in ratios.items() if k != "mlplab"},
        }


def measure_rows(quick: bool) -> Iterator[dict[str, Any]]:
    """Microseconds a row, of an epoch of the report's network for more and more rows."""
    source, X, y = data.fashion_mnist()
    counts = ROWS[:2] if quick else ROWS
    epochs = {
        rows: engines.mlplab(X[:rows], y[:rows], NETWORKS["report"], "sgd", 128) for rows in counts
    }
    for rows, times in in_turns(epochs, 0, range(3, 4) if quick else range(5, 6)).items():
        yield {"source": source, "rows": rows, "microseconds": round(1e6 * min(times) / rows, 2)}
