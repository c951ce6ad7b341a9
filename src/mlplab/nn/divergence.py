"""Divergence: how training finds it, undoes it and names its place."""

from dataclasses import dataclass
from math import isfinite
from typing import NoReturn

import numpy as np

from mlplab.nn.backpropagation import Workspace
from mlplab.nn.network import Network


@dataclass(eq=False)
class Divergence(ArithmeticError):
    """Training met a number that is not finite.

    Attributes
    ----------
    step : int
        The first step whose loss is not finite, from 1, over the whole run; or the last one of an
        epoch that ends with weights that are not.
    epoch : int
        The epoch of that step, from 1.
    layer : int
        The first layer whose output or weights are not finite, from 1; the last one where only
        the loss is not.
    """

    step: int
    epoch: int
    layer: int

    def __str__(self) -> str:
        return (
            f"diverged at step {self.step} (epoch {self.epoch}): layer {self.layer} is not finite"
        )


class Watch:
    """What is asked at each step of training and at each epoch's end: is everything finite?

    Where it is not, the network goes back to the weights of the epoch's start, and Divergence is
    raised.
    """

    def __init__(self, network: Network) -> None:
        self.network, self.snapshot = network, network.layers.empty_like()
        self.epoch = self.step = 0

    def begin_epoch(self) -> None:
        """Remember the weights."""
        self.epoch += 1
        self.snapshot.vector[...] = self.network.layers.vector

    def begin_step(self, loss: float, batch: Workspace) -> None:
        """Look at the loss of the batch, from before the step on it."""
        self.step += 1
        self.batch = batch
        if not isfinite(loss):
            self._diverge()

    def end_epoch(self) -> None:
        """Look at the weights."""
        if not _finite(self.network.layers.vector):
            self._diverge()

    def _diverge(self) -> NoReturn:
        layers = zip(self.batch.outputs[1:], self.network.layers, strict=True)
        finite = [all(map(_finite, (output, *layer))) for output, layer in layers]
        self.network.layers.vector[...] = self.snapshot.vector
        layer = len(finite) if all(finite) else finite.index(False) + 1
        raise Divergence(self.step, self.epoch, layer)


def _finite(array: np.ndarray) -> bool:
    """Tell whether every element is finite, without a mask as large as the array."""
    return isfinite(array.min()) and isfinite(array.max())
