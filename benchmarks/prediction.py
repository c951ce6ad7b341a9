"""Predictions of fitted estimators, ours and scikit-learn's in turns, and the products alone."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from time import process_time
from timeit import repeat
from typing import Any

import numpy as np

ROWS, FEATURES = (1, 10, 100, 1_000, 7_500), (4, 64, 784)
NETWORKS = ((10,), (100,), (256, 128, 64, 32), (512, 512), (1024, 1024))
HANDLE = 64, (100,)  # features and network of the row for nn.predict_proba


def measure(quick: bool) -> Iterator[dict[str, Any]]:
    """One row for each number of features, network and number of rows of predict_proba.

    Microseconds and ratios, ours and the products' by scikit-learn's, are medians over the rounds.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier
    from sklearn.utils._testing import ignore_warnings

    import mlplab
    from mlplab import nn

    for features, hidden in product(FEATURES[1:2] if quick else FEATURES, NETWORKS):
        X, y = np.random.default_rng(0).random((60, features), dtype=np.float32), np.arange(60) % 10
        ours, theirs = (
            ignore_warnings(category=ConvergenceWarning)(
                make(hidden, max_iter=1, random_state=0).fit
            )(X, y)
            for make in (mlplab.MLPClassifier, MLPClassifier)
        )
        for rows in ROWS:
            X = np.random.default_rng(1).random((rows, features), dtype=np.float32)
            functions = {
                "mlplab": ours.predict_proba,
                "sklearn": theirs.predict_proba,
                "products": products(ours.coefs_, rows),
            }
            times = in_turns(functions, X, 0.1 if quick else 0.4)
            quotients = {name: np.median(t / times["sklearn"]) for name, t in times.items()}
            row = {
                "features": features,
                "hidden_layer_sizes": list(hidden),
                "rows": rows,
                "microseconds": {n: round(1e6 * float(np.median(t)), 1) for n, t in times.items()},
                "ratio": round(float(quotients["mlplab"]), 3),
                "floor": round(float(quotients["products"]), 3),
            }
            if rows == 1 and (features, hidden) == HANDLE:  # over and over, as it is meant for
                call = partial(nn.predict_proba, mlplab.network_of(ours), X)
                row["handle"] = round(1e3 * min(repeat(call, number=1000, repeat=7)), 1)
            yield row


def products(weights: Sequence[np.ndarray], rows: int) -> Callable[[np.ndarray], None]:
    """The matrix products of a prediction alone, by NumPy, into arrays that are there already."""
    outputs = [np.empty((rows, w.shape[1]), w.dtype) for w in weights]

    def multiply(X: np.ndarray) -> None:
        for w, output in zip(weights, outputs, strict=True):
            X = np.matmul(X, w, out=output)

    return multiply


def in_turns(functions: dict[str, Any], X: np.ndarray, budget: float) -> dict[str, np.ndarray]:
    """Processor seconds of each function on X in each round; rounds take `budget` seconds."""
    times: list[list[float]] = []
    while len(times) < 7 or (sum(map(sum, times)) < budget and len(times) < 300):
        row = []
        for function in functions.values():
            start = process_time()
            function(X)
            row.append(process_time() - start)
        times.append(row)
    return dict(zip(functions, np.array(times[1:]).T, strict=True))
