"""Do the gradients explode, or the activations before there is any gradient?"""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import numpy as np

from mlplab import nn
from mlplab.data import Splits
from mlplab.errors import require
from mlplab.nn.backpropagation import Workspace, backward_pass, propagate
from mlplab.parallel import run_jobs
from mlplab.params import Params, ScratchMlp
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.claims.first_steps import take_steps
from mlplab.studies.scratch_mlp import new_network, rows_of

CLAIM = (
    "The reason why I am getting NaN values for weight init = normal and activation = relu/leaky "
    "relu is likely due to exploding gradients."
)
CELLS = (("normal", "relu"), ("normal", "leaky_relu"))
# For means over z ~ N(0, 1); an even number, so that no node lies where ReLU's derivative jumps.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(200)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def examine(params: Params, images: Images) -> Finding:
    """Follow the root mean square of activations and gradients through the layers, against theory.

    The claim is refuted where, in the cells that it is about, the largest score in size of every
    seed's network is too large for exp in its dtype at step 0, before there is a gradient; it holds
    where that of none is, and the training of each diverges within the steps.
    """
    splits, scratch, settings = images.splits["digits"], params.scratch_mlp, params.claims
    shown = splits.val_images.any()
    require(
        shown, "claims: signal_flow needs validation images of digits that are not all 0", "none"
    )
    activations = dict.fromkeys([*scratch.activations, "relu", "leaky_relu"])
    cells = list(product(nn.INITIALIZERS, activations))
    jobs = [
        (splits, scratch, *cell, seed, settings.steps) for cell in cells for seed in settings.seeds
    ]
    runs = run_jobs(follow, jobs, "signal_flow")
    by_cell = {
        cell: [
            row for job, rows in zip(jobs, runs, strict=True) if job[2:4] == cell for row in rows
        ]
        for cell in cells
    }
    limit = float(np.log(np.finfo(scratch.dtype).max))
    claimed = [row for cell in CELLS for row in by_cell[cell]]
    starts = [row for row in claimed if row["step"] == 0]
    # NaN is what overflowed before the scores.
    scores = np.nan_to_num([row["largest_score"] for row in starts], nan=np.inf, posinf=np.inf)
    overflowing = float(np.mean(scores > limit))
    rows = [row for cell in cells for row in _over_seeds(cell, by_cell[cell])]
    numbers = {
        "largest_exponent": limit,
        "smallest_largest_score": float(scores.min()),
        "gains": _gains(rows, CELLS[0]),
    }
    diverged = len(starts) == len(claimed)  # a run that does not has rows after the steps
    holds = overflowing == 0 and diverged
    verdict = "refuted" if overflowing == 1 else "holds" if holds else "undecided"
    return Finding(verdict, numbers, rows)


def follow(
    splits: Splits, params: ScratchMlp, initializer: str, activation: str, seed: int, steps: int
) -> list[dict[str, Any]]:
    """The signal at step 0 and after some steps, if it is finite then: a row a layer, inputs first."""
    rng = np.random.default_rng(seed)
    network = new_network(splits, params, initializer, activation, rng)
    batch = rows_of(splits, "val")
    rows = [{"step": 0, **row} for row in flow(network, *batch)]
    try:
        take_steps(network, splits, params, steps, rng)
    except nn.Divergence:
        return rows
    # Theory is of new weights.
    unknown = dict.fromkeys(("expected_activation_rms", "expected_gradient_rms"), np.nan)
    return rows + [{"step": steps, **row, **unknown} for row in flow(network, *batch)]


def flow(network: nn.Network, X: np.ndarray, y: np.ndarray) -> list[dict[str, float]]:
    """The root mean squares of each layer's output and of the loss's gradient by its z, and theory's.

    Theory takes the weights as independent and the z as normal (Glorot and Bengio, 2010; He, Zhang,
    Ren and Sun, 2015), which is exact for wide layers of new weights. Its activations start from
    the images, its gradients from those of the last layer.
    """
    batch = Workspace(network, len(X))
    batch.read(X.astype(network.dtype, copy=False))
    batch.targets = y
    with np.errstate(all="ignore"):
        propagate(network, batch)
        activations = [_rms(output) for output in batch.outputs]
        largest = float(np.abs(batch.outputs[-1]).max())
        backward_pass(network, batch, network.layers.empty_like())()
        expected = expect(network, activations[0], len(X) * _rms(batch.deltas[-1]))
    # The loss is a mean: a row's own gradient is as many times larger as there are rows.
    gradients = [np.nan, *(len(X) * _rms(delta) for delta in batch.deltas)]
    names = (
        *("activation_rms", "gradient_rms"),
        *("expected_activation_rms", "expected_gradient_rms"),
    )
    columns = zip(activations, gradients, *expected, strict=True)
    return [
        {"layer": layer, **dict(zip(names, values, strict=True)), "largest_score": largest}
        for layer, values in enumerate(columns)
    ]


def expect(
    network: nn.Network, input_rms: float, last_gradient_rms: float
) -> tuple[list[float], list[float]]:
    """What theory expects of the activations and of the gradients of each layer, inputs first."""
    squares, slopes = [input_rms**2], []
    for (weights, _), activation in zip(network.layers, network.activations, strict=True):
        z = NODES * np.sqrt(len(weights) * np.mean(np.square(weights)) * squares[-1])
        output, slope = z.copy(), np.ones_like(z)
        activation.forward(output)
        squares.append(float(WEIGHTS @ output**2))
        activation.backward(z if activation.needs_z else output, slope)
        slopes.append(float(WEIGHTS @ slope**2))
    gradients = [last_gradient_rms**2]
    for (weights, bias), slope in reversed(list(zip(network.layers[1:], slopes[:-1], strict=True))):
        gradients.insert(0, slope * len(bias) * float(np.mean(np.square(weights))) * gradients[0])
    return [*np.sqrt(squares)], [np.nan, *np.sqrt(gradients)]


def _rms(array: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(array, dtype=float))))


def _over_seeds(cell: tuple[str, str], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The root mean square over the seeds of every row's values, a row a step and layer."""
    groups: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["step"], row["layer"]), []).append(row)
    names = [name for name in rows[0] if name not in ("step", "layer", "largest_score")]
    return [
        {"initializer": cell[0], "activation": cell[1], "step": step, "layer": layer}
        | {"seeds": len(group)}
        | {name: _rms(np.array([row[name] for row in group])) for name in names}
        for (step, layer), group in groups.items()
    ]


def _gains(rows: Sequence[Mapping[str, Any]], cell: tuple[str, str]) -> dict[str, list[float]]:
    """How much each layer multiplies the activations' root mean square at step 0, and theory's.

    A layer after one whose units all give 0, as a few ReLUs can, has nothing to multiply: it has no gain.
    """
    start = [
        row for row in rows if (row["initializer"], row["activation"], row["step"]) == (*cell, 0)
    ]
    return {
        kind: [
            float(after[name] / before[name]) for before, after in pairwise(start) if before[name]
        ]
        for kind, name in (("measured", "activation_rms"), ("expected", "expected_activation_rms"))
    }
