"""The rule for BLAS threads beside one thread and the user's own: seconds that pass, in turns.

The rest of the benchmark runs on one thread: this part starts a process with the threads that a
user gets.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import Any

VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
NETWORKS = (  # features, hidden units, rows a batch: multiplications of the largest product
    (64, 100, 32),
    (784, 256, 32),
    (784, 256, 128),
    (784, 1024, 128),
    (1024, 2048, 256),
    (2048, 2048, 1024),
)


def measure(quick: bool) -> Iterator[dict[str, Any]]:
    """One row for each network: milliseconds of a step by the rule, on one thread, on all.

    The ratios are the rule's by the better and by the worse of the two settings."""
    environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    for network in NETWORKS[:3] if quick else NETWORKS:
        command = [sys.executable, __file__, *map(str, network)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
        yield json.loads(done.stdout)


def main(features: int, units: int, batch: int) -> None:
    """Print the row of one network."""
    if hasattr(os, "sched_setaffinity"):  # taskset, say, has kept the rest to one core
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
    import numpy as np

    from mlplab import nn
    from mlplab.blas import threads

    rng = np.random.default_rng(0)
    X, y = rng.random((4 * batch, features), dtype=np.float32), rng.integers(0, 10, 4 * batch)
    sizes = (features, units, units, 10)
    trained = nn.initialize(sizes, activation="relu", initializer="he_normal", rng=rng)
    # The rule reads LARGE: a product of fewer multiplications runs on one thread.
    settings = {"rule": threads.LARGE, "one": 10**18, "all": 0}
    times: dict[str, list[float]] = {name: [] for name in settings}
    end = perf_counter() + 6
    while perf_counter() < end or len(times["rule"]) < 4:
        for name, large in settings.items():
            threads.LARGE = large
            start = perf_counter()
            nn.fit(trained, X, y, optimizer=nn.sgd(1e-4), batch_size=batch, epochs=1, rng=rng)
            times[name].append((perf_counter() - start) / 4)
    medians = {name: 1e3 * float(np.median(t[1:])) for name, t in times.items()}
    row = {
        "multiplications": batch * units * max(features, units),
        "milliseconds": {name: round(median, 3) for name, median in medians.items()},
        "by_better": round(medians["rule"] / min(medians["one"], medians["all"]), 2),
        "by_worse": round(medians["rule"] / max(medians["one"], medians["all"]), 2),
    }
    print(json.dumps(row))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
