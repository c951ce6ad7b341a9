"""A network is a list of (weights, bias), an activation for each, and a loss."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np

from mlplab.errors import InputError

from .activations import ACTIVATIONS, Activation
from .initializers import INITIALIZERS, Initializer
from .losses import LOSSES, Loss

Item = TypeVar("Item")


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
        if len(self.layers) != len(self.activations) or not self.layers:
            raise InputError(
                "activations must hold one activation for each of one or more layers, "
                f"got {len(self.activations)} for {len(self.layers)}"
            )
        if self.dtype.char not in "fd":
            raise InputError(f"dtype must be float32 or float64, got {self.dtype}")
        shapes = [tuple(map(np.shape, layer)) for layer in self.layers]
        if shapes != [(fans, fans[1:]) for fans in pairwise(self.sizes)]:
            raise InputError(f"layers must fit each other as (in, out), (out,), got {shapes}")
        parameters = np.concatenate(
            [np.ravel(array) for layer in self.layers for array in layer], dtype=self.dtype
        )
        object.__setattr__(self, "layers", split(parameters, self.sizes))
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


def split(vector: np.ndarray, sizes: Sequence[int]) -> list[Layer]:
    """View a vector that is laid out as `Network.parameters` as layers."""
    layers, start = [], 0
    for fan_in, fan_out in pairwise(sizes):
        middle, end = start + fan_in * fan_out, start + (fan_in + 1) * fan_out
        layers.append(Layer(vector[start:middle].reshape(fan_in, fan_out), vector[middle:end]))
        start = end
    return layers


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
        rng: np.random.Generator.
        loss: a name in LOSSES, or such a record.
        output_activation: the cross-entropies take logits, so leave it as it is with these.

    Raises:
        InputError: a name, a size or the number of activations is not allowed.
    """
    if len(layer_sizes) < 2 or min(layer_sizes) < 1:
        raise InputError(f"layer_sizes must be two or more positive sizes, got {layer_sizes!r}")
    hidden = len(layer_sizes) - 2
    one = isinstance(activation, str | Activation)
    hidden_activations = [activation] * hidden if one else list(activation)  # type: ignore[arg-type]
    if len(hidden_activations) != hidden:
        raise InputError(
            f"activation must be one, or a list of {hidden}, one a hidden layer, got {activation!r}"
        )
    activations = [*hidden_activations, output_activation]
    draw = find("initializer", initializer, INITIALIZERS)
    layers = [
        Layer(draw(rng, fan_in, fan_out).astype(dtype), np.zeros(fan_out, dtype))
        for fan_in, fan_out in pairwise(layer_sizes)
    ]
    found = [find("activation", each, ACTIVATIONS) for each in activations]
    return Network(layers, found, find("loss", loss, LOSSES))


def find(argument: str, value: "str | Item", table: dict[str, Item]) -> Item:
    """table[value] where value is a name, value itself where it is not one."""
    if not isinstance(value, str):
        return value
    if value not in table:
        raise InputError(f"{argument} must be one of {', '.join(table)}, got {value!r}")
    return table[value]
