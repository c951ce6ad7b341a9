"""Divergence: how training finds it, undoes it and names its place."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from mlplab.blas import squared_norm
from mlplab.nn.backpropagation import Workspace
from mlplab.nn.layers import FlatLayers
from mlplab.nn.network import Network


@dataclass(eq=False)
class Divergence(ArithmeticError):
    """Training met a number that is not finite.

    Attributes
    ----------
    step : int
        The first step whose loss is not finite, or which leads to weights that are not; from 1,
        over the whole run. Plain SGD checks the weights once per epoch.
    epoch : int
        The epoch of that step, from 1.
    layer : int
        The first layer whose output, weights or step is not finite, from 1; the last one where
        only the loss is not.
    """

    step: int
    epoch: int
    layer: int

    def __str__(self) -> str:
        return (
            f"diverged at step {self.step} (epoch {self.epoch}): layer {self.layer} is not finite"
        )


class NotFinite(ArithmeticError):
    """A loss or a step (given as FlatLayers) is not finite. A Watch turns this into a Divergence."""


class Watch:
    """A context manager around the steps of an epoch: raises Divergence where one goes wrong.

    Parameters
    ----------
    network : Network
    restore : bool
        Whether a step may leave weights that are not finite. They are then checked at the epoch's
        end too, and a divergence sets them back to those of the epoch's start.
    """

    def __init__(self, network: Network, restore: bool = False) -> None:
        self.network = network
        self.snapshot = network.layers.empty_like() if restore else None
        self.epoch = self.step = 0

    def __enter__(self) -> None:
        self.epoch += 1
        if self.snapshot is not None:
            self.snapshot.vector[...] = self.network.layers.vector

    def check(self, loss: float, batch: Workspace) -> None:
        """Begin a step: raise NotFinite if its loss is not finite."""
        self.step += 1
        self.batch = batch
        if not isfinite(loss):
            raise NotFinite

    def __exit__(self, kind: Any, fault: Any, traceback: Any) -> None:
        diverged = kind is NotFinite
        if kind is None and self.snapshot is not None:
            diverged = not _finite(self.network.layers.vector)
        if diverged:
            layer = self._first_not_finite(*(fault.args if fault else ()))
            if self.snapshot is not None:
                self.network.layers.vector[...] = self.snapshot.vector
            raise Divergence(self.step, self.epoch, layer) from None

    def _first_not_finite(self, step: FlatLayers | None = None) -> int:
        """Number the first layer whose output, weights or step is not finite, or else the last."""
        layers = self.network.layers
        for i, (output, layer) in enumerate(zip(self.batch.outputs[1:], layers, strict=True)):
            short = step is None or all(isfinite(squared_norm(part)) for part in step[i])
            if not (short and all(map(_finite, (output, *layer)))):
                return i + 1
        return len(layers)


def _finite(array: np.ndarray) -> bool:
    """Tell whether every element is finite, without a mask as large as the array."""
    return isfinite(array.min()) and isfinite(array.max())
