"""Predictions of fitted estimators, ours and scikit-learn's in turns."""

from itertools import product
from time import process_time
from typing import Any

import numpy as np

ROWS, FEATURES = (1, 10, 100, 1_000, 7_500), (4, 64, 784)
NETWORKS = ((10,), (100,), (256, 128, 64, 32), (512, 512), (1024, 1024))


def measure() -> list[dict[str, Any]]:
    """One row for each number of features, network and number of rows of predict_proba.

    Microseconds and the ratio, ours by scikit-learn's, are medians over the rounds.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier
    from sklearn.utils._testing import ignore_warnings

    import mlplab

    results = []
    for features, hidden in product(FEATURES, NETWORKS):
        X, y = np.random.default_rng(0).random((60, features), dtype=np.float32), np.arange(60) % 10
        pair = [
            ignore_warnings(category=ConvergenceWarning)(
                make(hidden, max_iter=1, random_state=0).fit
            )(X, y)
            for make in (mlplab.MLPClassifier, MLPClassifier)
        ]
        for rows in ROWS:
            X = np.random.default_rng(1).random((rows, features), dtype=np.float32)
            ours, theirs = _in_turns([estimator.predict_proba for estimator in pair], X)
            results.append(
                {
                    "features": features,
                    "hidden_layer_sizes": list(hidden),
                    "rows": rows,
                    "microseconds": round(1e6 * float(np.median(ours)), 1),
                    "sklearn": round(1e6 * float(np.median(theirs)), 1),
                    "ratio": round(float(np.median(ours / theirs)), 3),
                }
            )
    return results


def _in_turns(functions: list[Any], X: np.ndarray, budget: float = 0.3) -> Any:
    """Processor seconds of each function on X, (2, rounds); rounds take `budget` seconds."""
    times: list[list[float]] = []
    while len(times) < 7 or (sum(map(sum, times)) < budget and len(times) < 300):
        row = []
        for function in functions:
            start = process_time()
            function(X)
            row.append(process_time() - start)
        times.append(row)
    return np.array(times[1:]).T
