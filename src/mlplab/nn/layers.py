"""Layers, and the flat vector that holds all their numbers."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np

from mlplab.errors import require

FLOATS = np.dtype(np.float32), np.dtype(np.float64)  # in the machine's own byte order


class Layer(NamedTuple):
    """weights (fan_in, fan_out) and bias (fan_out,): z = x @ weights + bias."""

    weights: np.ndarray
    bias: np.ndarray


class FlatLayers(tuple[Layer, ...]):
    """Layers whose arrays are views of one contiguous vector.

    A network's weights, their gradient and a snapshot of them are each one of these: an optimizer
    works on the vector, backpropagation on the layers.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, then of each layer's outputs.
    dtype : dtype
        float32 or float64.

    Attributes
    ----------
    vector : ndarray of shape (parameters,)
        Weights and bias of the first layer, of the second, and so on; not initialized.
    sizes : list of int
    """

    vector: np.ndarray
    sizes: list[int]

    def __new__(cls, sizes: Sequence[int], dtype: Any) -> Self:
        shapes = [shape for fans in pairwise(sizes) for shape in (fans, fans[1:])]
        ends = np.cumsum([np.prod(shape) for shape in shapes])
        vector = np.empty(ends[-1], dtype)
        parts = zip(np.split(vector, ends[:-1]), shapes, strict=True)
        arrays = [part.reshape(shape) for part, shape in parts]
        layers = super().__new__(cls, map(Layer, arrays[::2], arrays[1::2]))
        layers.vector, layers.sizes = vector, list(sizes)
        return layers

    @classmethod
    def copy_of(cls, layers: Sequence[Layer]) -> Self:
        """Copy layers, in the dtype of the first layer's weights.

        Raises
        ------
        InputError
            The layers do not fit each other, or their dtype is not allowed.
        """
        require(len(layers) > 0, "layers must be one or more", len(layers))
        sizes = [*np.shape(layers[0].weights)[:1], *(len(bias) for _, bias in layers)]
        shapes = [tuple(map(np.shape, layer)) for layer in layers]
        fitting = [(fans, fans[1:]) for fans in pairwise(sizes)]
        require(shapes == fitting, "layers must fit each other as (in, out), (out,)", shapes)
        dtype = layers[0].weights.dtype
        require(dtype in FLOATS, "dtype must be float32 or float64", str(dtype))
        copy = cls(sizes, dtype)
        for mine, other in zip(copy, layers, strict=True):
            np.copyto(mine.weights, other.weights)
            np.copyto(mine.bias, other.bias)
        return copy

    def empty_like(self) -> "FlatLayers":
        """Layers of the same shapes and dtype, not initialized."""
        return FlatLayers(self.sizes, self.vector.dtype)

    def __reduce__(self) -> tuple[Any, ...]:
        """Build copies and pickles anew: pickled views would become arrays of their own."""
        return FlatLayers.copy_of, ([*self],)
