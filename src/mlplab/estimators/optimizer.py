"""The optimizer of a fit: its learning rate, which a schedule changes, and its momentum."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mlplab import nn

SMALLEST_RATE = 1e-6  # the adaptive schedule goes no lower


@dataclass
class OptimizerState:
    """What a run of sgd or adam goes on with.

    Attributes
    ----------
    kind : tuple
        Solver, and whether sgd has momentum. The state is of no use to another kind.
    learning_rate : float
        As the schedule has it now.
    state : nn.State
        The engine's.
    """

    kind: tuple[str, bool]
    learning_rate: float
    state: nn.State


def start(model: Any, vector: np.ndarray, keep: bool) -> nn.Optimizer:
    """Make the engine's optimizer; with keep it goes on from the state that the model has."""
    rate = float(model.learning_rate_init)  # one of float16, say, would make steps of float16
    if model.solver == "sgd":

        def factor() -> float:
            return model._optimizer.learning_rate / rate

        optimizer = nn.sgd(rate, float(model.momentum), model.nesterovs_momentum, factor)
    else:
        optimizer = nn.adam(rate, *map(float, (model.beta_1, model.beta_2, model.epsilon)))
    kind = model.solver, model.solver == "sgd" and model.momentum > 0
    kept = getattr(model, "_optimizer", None)
    if not keep or kept is None or kept.kind != kind:
        kept = model._optimizer = OptimizerState(kind, rate, optimizer.init(vector))
    if schedule(model) == "constant":
        kept.learning_rate = rate
    if model.clip_norm is not None:
        optimizer = nn.clip_norm(optimizer, float(model.clip_norm))
    return optimizer


def schedule(model: Any) -> str:
    """Name the schedule of the learning rate; as in scikit-learn, only sgd has one."""
    return model.learning_rate if model.solver == "sgd" else "constant"


def end_epoch(model: Any) -> None:
    """Let the learning rate fall with the rows seen."""
    if schedule(model) == "invscaling":
        rate = float(model.learning_rate_init) / (model.t_ + 1) ** float(model.power_t)
        model._optimizer.learning_rate = rate


def goes_on(model: Any, reason: str) -> bool:
    """Tell whether a fit that has stopped improving goes on, at a lower learning rate."""
    optimizer = model._optimizer
    adapts = schedule(model) == "adaptive"
    if not adapts or optimizer.learning_rate <= SMALLEST_RATE:
        end = "Learning rate too small. Stopping." if adapts else "Stopping."
    else:
        optimizer.learning_rate /= 5
        model._no_improvement_count = 0
        end = f"Setting learning rate to {optimizer.learning_rate:f}"
    if model.verbose:
        print(reason, end)
    return model._no_improvement_count == 0
