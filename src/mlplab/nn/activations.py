"""Activation functions: each is a forward pass and its derivative, both in place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mlplab.errors import require


@dataclass(frozen=True)
class Activation:
    """An element-wise function f, as two functions that work in place on arrays of any shape.

    Attributes
    ----------
    name : str
    forward : function (z) -> None
        Replaces z by f(z).
    backward : function (kept, delta) -> None
        Multiplies delta by f'(z), written in terms of kept, which it may overwrite: nothing reads
        it afterwards. kept is the output f(z), or z where needs_z.
    needs_z : bool
        Whether f' cannot be had from the output. z then gets an array of its own in training.
    """

    name: str
    forward: Callable[[np.ndarray], None]
    backward: Callable[[np.ndarray, np.ndarray], None]
    needs_z: bool = False


def _identity(*arrays: np.ndarray) -> None:
    """Change nothing: f(z) = z and f' = 1."""


@np.errstate(over="ignore")  # exp(-z) = inf is right: 1 / (1 + inf) = 0
def _sigmoid(z: np.ndarray) -> None:
    np.exp(np.negative(z, out=z), out=z)
    np.reciprocal(np.add(z, 1, out=z), out=z)


def _sigmoid_backward(output: np.ndarray, delta: np.ndarray) -> None:
    delta *= output  # f' = f (1 - f)
    delta *= np.subtract(1, output, out=output)


def _tanh(z: np.ndarray) -> None:
    np.tanh(z, out=z)


def _tanh_backward(output: np.ndarray, delta: np.ndarray) -> None:
    delta *= np.subtract(1, np.square(output, out=output), out=output)  # f' = 1 - f^2


def _relu(z: np.ndarray) -> None:
    np.maximum(z, np.zeros(z.shape, z.dtype), out=z)  # twice as fast as with the number 0


def _relu_backward(output: np.ndarray, delta: np.ndarray) -> None:
    delta *= output > 0


def _leaky_relu(slope: float, z: np.ndarray) -> None:
    np.maximum(z, slope * z, out=z)


def _leaky_relu_backward(slope: float, output: np.ndarray, delta: np.ndarray) -> None:
    one = output.dtype.type(1)
    delta *= np.where(output > 0, one, one * slope)


def leaky_relu(slope: float = 0.01) -> Activation:
    """f(z) = z where z > 0, otherwise slope * z (Maas, Hannun and Ng, 2013); 0 <= slope <= 1."""
    require(0 <= slope <= 1, "slope must be a number from 0 to 1", slope)
    forward, backward = partial(_leaky_relu, slope), partial(_leaky_relu_backward, slope)
    return Activation("leaky_relu", forward, backward)


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("identity", _identity, _identity),
        Activation("sigmoid", _sigmoid, _sigmoid_backward),
        Activation("tanh", _tanh, _tanh_backward),
        Activation("relu", _relu, _relu_backward),
        leaky_relu(),
    )
}
