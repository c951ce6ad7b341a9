"""Activation functions: each is a forward pass and its derivative, both in place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import pi, sqrt

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


# NumPy takes zeros three times as fast as the number 0, and a row of them twice as fast.
_zeros = lru_cache(maxsize=16)(np.zeros)


def _relu(z: np.ndarray) -> None:
    shape = z.shape if z.nbytes <= 2**22 else z.shape[-1:]
    np.maximum(z, _zeros(shape, z.dtype), out=z)


def _relu_backward(output: np.ndarray, delta: np.ndarray) -> None:
    output[...] = output > 0  # two passes of one dtype each: a third quicker than a mixed product
    delta *= output


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


def _elu(z: np.ndarray) -> None:
    negative = np.expm1(np.minimum(z, 0))
    np.add(np.maximum(z, 0, out=z), negative, out=z)


def _elu_backward(output: np.ndarray, delta: np.ndarray) -> None:
    delta *= np.add(np.minimum(output, 0, out=output), 1, out=output)  # f' = min(f, 0) + 1


def _normal_cdf(z: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr  # here: most runs need not pay for its import

    return ndtr(z)


def _gelu(z: np.ndarray) -> None:
    z *= _normal_cdf(z)


def _gelu_backward(z: np.ndarray, delta: np.ndarray) -> None:
    density = np.exp(-0.5 * np.square(z)) / sqrt(2 * pi)
    delta *= _normal_cdf(z) + z * density


def _gate(z: np.ndarray) -> np.ndarray:
    gate = z.copy()
    _sigmoid(gate)
    return gate


def _silu(z: np.ndarray) -> None:
    z *= _gate(z)


def _silu_backward(z: np.ndarray, delta: np.ndarray) -> None:
    gate = _gate(z)
    delta *= gate * (1 + z * (1 - gate))


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation
    for activation in (
        Activation("identity", _identity, _identity),
        Activation("sigmoid", _sigmoid, _sigmoid_backward),
        Activation("tanh", _tanh, _tanh_backward),
        Activation("relu", _relu, _relu_backward),
        leaky_relu(),
        # z where z > 0, otherwise exp(z) - 1 (Clevert, Unterthiner and Hochreiter, 2016).
        Activation("elu", _elu, _elu_backward),
        # z Phi(z), Phi the normal distribution function; not the tanh formula (Hendrycks and Gimpel, 2016).
        Activation("gelu", _gelu, _gelu_backward, needs_z=True),
        # z sigmoid(z), also named swish (Elfwing, Uchibe and Doya, 2018).
        Activation("silu", _silu, _silu_backward, needs_z=True),
    )
}
