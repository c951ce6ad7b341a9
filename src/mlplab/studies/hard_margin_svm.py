"""Section A, parts b and c: the hard-margin support vector machine of a few points in the plane."""

import math
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import SVC

from mlplab.errors import InputError

HARD = 1e9  # a penalty so large that no point is let inside the margin
MAX_STEPS = 100_000  # a few dozen do for points that a line separates; for others the solver would never end
TOLERANCE = 1e-6

Point = Sequence[float]


def solve(
    positive: Sequence[Point], negative: Sequence[Point], query: Point | None = None
) -> dict[str, Any]:
    """The separating line w.x + b = 0 of largest margin, with |w.x + b| = 1 on the nearest points.

    Returns points and labels, weights w, bias b, the margin 1/|w|, each point's decision w.x + b, `on_margin` (the
    indices of the points whose decision is 1 or -1; a solver's support vectors can be fewer of them), and the
    query's decision and label, 0 where it lies on the line. Raises InputError where no line separates the points.
    """
    points = np.array([*positive, *negative], dtype=float)
    labels = np.repeat([1, -1], [len(positive), len(negative)])
    with warnings.catch_warnings(
        action="ignore", category=ConvergenceWarning
    ):  # it is checked below
        machine = SVC(kernel="linear", C=HARD, tol=1e-12, max_iter=MAX_STEPS).fit(points, labels)
    weights, bias = machine.coef_[0], float(machine.intercept_[0])
    decisions = points @ weights + bias
    if not np.all(labels * decisions > 1 - TOLERANCE):
        raise InputError("no straight line separates the positive points from the negative ones")
    on_margin = np.flatnonzero(np.abs(np.abs(decisions) - 1) < TOLERANCE)
    return {
        "points": points.tolist(),
        "labels": labels.tolist(),
        "weights": weights.tolist(),
        "bias": bias,
        "margin": 1 / math.hypot(*weights),
        "decisions": decisions.tolist(),
        "on_margin": on_margin.tolist(),
        "query": None if query is None else _classify(query, weights, bias),
    }


def _classify(point: Point, weights: np.ndarray, bias: float) -> dict[str, Any]:
    decision = float(np.dot(point, weights) + bias)
    if abs(decision) < TOLERANCE:
        decision = 0.0
    return {"point": list(point), "decision": decision, "label": int(np.sign(decision))}
