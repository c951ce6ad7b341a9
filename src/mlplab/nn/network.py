"""A network is a list of (weights, bias), an activation for each, and a loss."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from mlplab.errors import find, require

from .activations import ACTIVATIONS, Activation
from .initializers import INITIALIZERS, Initializer
from .losses import LOSSES, Loss


class Layer(NamedTuple):
    """weights (fan_in, fan_out) and bias (fan_out,): z = x @ weights + bias."""

    weights: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True, eq=False)
class Network:
    """Layers, the activation of each, and the loss that the last layer's outputs go to.

    The network copies the layers it is given into one contiguous vector, `parameters`, of which its
    own layers are views: training changes them in place. `network[:3]` is the network of the first
    three layers (an encoder, say), with weights of its own.
    """

    layers: Sequence[Layer]
    activations: Sequence[Activation]
    loss: Loss
    parameters: np.ndarray = field(init=False, repr=False)

    def __post_init__(self) -> None:
        counts = len(self.layers), len(self.activations)
        require(0 < counts[0] == counts[1], "layers must be as many as activations, > 0", counts)
        floats = np.dtype(np.float32), np.dtype(np.float64)  # as the machine orders their bytes
        require(self.dtype in floats, "dtype must be float32 or float64", str(self.dtype))
        shapes = [tuple(map(np.shape, layer)) for layer in self.layers]
        fitting = [(fans, fans[1:]) for fans in pairwise(self.sizes)]
        require(shapes == fitting, "layers must fit each other as (in, out), (out,)", shapes)
        arrays = [np.asarray(array) for layer in self.layers for array in layer]
        parameters = np.concatenate([array.ravel() for array in arrays], dtype=self.dtype)
        ends = np.cumsum([array.size for array in arrays])[:-1]
        parts = zip(np.split(parameters, ends), arrays, strict=True)
        views = [part.reshape(array.shape) for part, array in parts]
        object.__setattr__(self, "layers", list(map(Layer, views[::2], views[1::2])))
        object.__setattr__(self, "parameters", parameters)

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles are built anew, since views would come out as arrays of their own."""
        return Network, (self.layers, self.activations, self.loss)

    def __getitem__(self, index: slice) -> "Network":
        return Network(self.layers[index], self.activations[index], self.loss)

    @property
    def sizes(self) -> list[int]:
        """The number of inputs, then of each layer's outputs."""
        return [len(self.layers[0].weights), *(len(layer.bias) for layer in self.layers)]

    @property
    def dtype(self) -> np.dtype:
        """float32 or float64."""
        return self.layers[0].weights.dtype


def initialize(
    layer_sizes: Sequence[int],
    *,
    activation: str | Activation | Sequence[str | Activation],
    initializer: str | Initializer,
    rng: Any,
    loss: str | Loss = "cross_entropy",
    output_activation: str | Activation = "identity",
    dtype: Any = np.float32,
) -> Network:
    """A new network with biases zero.

    Args:
        layer_sizes: the number of inputs, of units in each hidden layer, and of outputs.
        activation: of the hidden layers: one for all, or a list with one for each.
        initializer: draws each layer's weights: a name in INITIALIZERS or such a function.
        output_activation: the cross-entropies take logits, so leave it as it is with these.

    Raises:
        InputError: a name, a size or the number of activations is not allowed.
    """
    right = len(layer_sizes) >= 2 and min(layer_sizes) >= 1
    require(right, "layer_sizes must be two or more positive sizes", layer_sizes)
    draw = find("initializer", initializer, INITIALIZERS)
    layers = [
        Layer(draw(rng, fan_in, fan_out).astype(dtype), np.zeros(fan_out, dtype))
        for fan_in, fan_out in pairwise(layer_sizes)
    ]
    activations = find_activations(activation, len(layers) - 1, ACTIVATIONS)
    activations.append(find("output_activation", output_activation, ACTIVATIONS))
    return Network(layers, activations, find("loss", loss, LOSSES))


def find_activations(
    given: str | Activation | Sequence[str | Activation], hidden: int, table: dict[str, Activation]
) -> list[Activation]:
    """An activation for each hidden layer: given is one for all, or a list with one for each."""
    each = [given] * hidden if isinstance(given, str | Activation) else list(given)
    rule = f"activation must be one, or a list of {hidden}, one a hidden layer"
    require(len(each) == hidden, rule, given)
    return [find("activation", activation, table) for activation in each]
