"""Activation functions: each is a forward pass and its derivative, both in place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from mlplab.errors import require

Array = np.ndarray


@dataclass(frozen=True)
class Activation:
    """An element-wise function f, as two functions that work in place on arrays of any shape.

    forward(z) replaces z by f(z).
    backward(output, delta) multiplies delta by f'(z), written in terms of output = f(z), which it
        may use as scratch: nothing reads it afterwards.
    """

    name: str
    forward: Callable[[Array], None]
    backward: Callable[[Array, Array], None]


def _leave(*arrays: Array) -> None:
    """The identity: f(z) = z and f' = 1."""


@np.errstate(over="ignore")  # exp(-z) = inf is right: 1 / (1 + inf) = 0
def _sigmoid(z: Array) -> None:
    np.exp(np.negative(z, out=z), out=z)
    np.reciprocal(np.add(z, 1, out=z), out=z)


def _sigmoid_backward(output: Array, delta: Array) -> None:
    delta *= output  # f' = f (1 - f)
    delta *= np.subtract(1, output, out=output)


def _tanh(z: Array) -> None:
    np.tanh(z, out=z)


def _tanh_backward(output: Array, delta: Array) -> None:
    delta *= np.subtract(1, np.square(output, out=output), out=output)  # f' = 1 - f^2


def _relu(z: Array) -> None:
    np.maximum(z, np.zeros(z.shape, z.dtype), out=z)  # twice as fast as with the number 0


def _relu_backward(output: Array, delta: Array) -> None:
    delta *= output > 0


def _leaky_relu(slope: float, z: Array) -> None:
    np.maximum(z, slope * z, out=z)


def _leaky_relu_backward(slope: float, output: Array, delta: Array) -> None:
    one = output.dtype.type(1)
    delta *= np.where(output > 0, one, one * slope)


def leaky_relu(slope: float = 0.01) -> Activation:
    """f(z) = z where z > 0, otherwise slope * z (Maas, Hannun and Ng, 2013); 0 <= slope <= 1."""
    require(0 <= slope <= 1, "slope must be a number from 0 to 1", slope)
    forward, backward = partial(_leaky_relu, slope), partial(_leaky_relu_backward, slope)
    return Activation("leaky_relu", forward, backward)


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation("identity", _leave, _leave),
    "sigmoid": Activation("sigmoid", _sigmoid, _sigmoid_backward),
    "tanh": Activation("tanh", _tanh, _tanh_backward),
    "relu": Activation("relu", _relu, _relu_backward),
    "leaky_relu": leaky_relu(),
}
