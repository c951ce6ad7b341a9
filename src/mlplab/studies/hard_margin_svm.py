"""Section A, parts b and c: the hard-margin support vector machine of a few points in the plane."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import nnls

from mlplab.errors import InputError

TOLERANCE = 1e-6
# nnls takes what is small beside 1 for 0: classes whose gap is narrow beside their distances need a shorter unit.
UNITS = (1, 1e-3, 1e-6, 1e-9)

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
    origin = points[0]  # far from 0 the points' differences would drown in their products with w
    near = points - origin
    weights = _shortest_weights(near[labels > 0], near[labels < 0])
    if weights is None:
        raise InputError("no straight line separates the positive points from the negative ones")
    products = near @ weights
    bias = -(products[labels > 0].min() + products[labels < 0].max()) / 2
    decisions = products + bias
    on_margin = np.flatnonzero(np.abs(np.abs(decisions) - 1) < TOLERANCE)
    return {
        "points": points.tolist(),
        "labels": labels.tolist(),
        "weights": weights.tolist(),
        "bias": float(bias - origin @ weights),
        "margin": 1 / math.hypot(*weights),
        "decisions": decisions.tolist(),
        "on_margin": on_margin.tolist(),
        "query": None if query is None else _classify(query, (query - origin) @ weights + bias),
    }


def _shortest_weights(positive: np.ndarray, negative: np.ndarray) -> np.ndarray | None:
    """The shortest w with w.d >= 2 for the difference d of every positive and negative point; None where there is none.

    This is the machine without its bias. Nonnegative least squares gives the differences that w is held by (Lawson and
    Hanson 1974, Solving Least Squares Problems, chapter 23). scikit-learn's SVC would keep its kernel in float32, and
    misses the line of many points that are no small whole numbers.
    """
    differences = (positive[:, None] - negative).reshape(-1, 2)
    size = np.abs(differences).max()
    for unit in UNITS if size else ():
        rows = np.vstack([differences.T / size, np.full(len(differences), unit)])
        multipliers, _ = nnls(rows, [0, 0, 1])
        held_by = differences[multipliers > 0]
        weights = np.linalg.lstsq(held_by, np.full(len(held_by), 2.0))[0]
        if np.all(differences @ weights > 2 * (1 - TOLERANCE)):
            return weights
    return None


def _classify(point: Point, decision: float) -> dict[str, Any]:
    if abs(decision) < TOLERANCE:
        decision = 0.0
    return {"point": list(point), "decision": float(decision), "label": int(np.sign(decision))}
