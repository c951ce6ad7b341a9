"""A network is its layers, an activation for each, and a loss."""

from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from mlplab.errors import find, require
from mlplab.nn.activations import ACTIVATIONS, Activation
from mlplab.nn.initializers import INITIALIZERS, Initializer
from mlplab.nn.layers import FlatLayers, Layer
from mlplab.nn.losses import LOSSES, Loss


class Network:
    """Layers, the activation of each, and the loss that the last layer's outputs go to.

    `network[:3]` is the network of the first three layers (an encoder, say), with weights of its own.

    Parameters
    ----------
    layers : sequence of Layer
        Copied into one vector; FlatLayers, which lie in one vector already, are shared instead.
        Training changes them in place.
    activations : sequence of Activation
        One for each layer.
    loss : Loss

    Attributes
    ----------
    sizes : list of int
        The number of inputs, then of each layer's outputs.
    dtype : dtype
        float32 or float64.

    Raises
    ------
    InputError
        The layers do not fit each other, or are not as many as the activations.
    """

    def __init__(
        self, layers: Sequence[Layer], activations: Sequence[Activation], loss: Loss
    ) -> None:
        counts = len(layers), len(activations)
        require(0 < counts[0] == counts[1], "layers must be as many as activations, > 0", counts)
        self.layers = layers if isinstance(layers, FlatLayers) else FlatLayers.copy_of(layers)
        self.sizes, self.dtype = self.layers.sizes, self.layers.vector.dtype
        self.activations = list(activations)
        self.loss = loss
        self.spare: deque[Any] = deque(maxlen=1)  # the last prediction's arrays, for the next one

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave out what is spare: a copy and a pickle have layers elsewhere."""
        return Network, (self.layers, self.activations, self.loss)

    def __getitem__(self, index: slice) -> "Network":
        return Network(self.layers[index], self.activations[index], self.loss)


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
    """Make a new network whose biases are zero.

    Parameters
    ----------
    layer_sizes : sequence of int
        The number of inputs, of units in each hidden layer, and of outputs.
    activation : str, Activation or sequence of these
        One for all hidden layers, or a list with one for each.
    initializer : str or function
        Draws each layer's weights: a name in INITIALIZERS or such a function.
    rng : numpy.random.Generator or numpy.random.RandomState
    loss : str or Loss
    output_activation : str or Activation
        Leave it "identity" for the cross-entropies, which take logits.
    dtype : dtype
        float32 or float64.

    Raises
    ------
    InputError
        A name, a size or the number of activations is not allowed.
    """
    allowed = len(layer_sizes) >= 2 and min(layer_sizes) >= 1
    require(allowed, "layer_sizes must be two or more positive sizes", layer_sizes)
    draw = find("initializer", initializer, INITIALIZERS)
    layers = [
        Layer(np.asarray(draw(rng, fan_in, fan_out), dtype), np.zeros(fan_out, dtype))
        for fan_in, fan_out in pairwise(layer_sizes)
    ]
    activations = find_activations(activation, len(layers) - 1, ACTIVATIONS)
    activations.append(find("output_activation", output_activation, ACTIVATIONS))
    return Network(layers, activations, find("loss", loss, LOSSES))


def find_activations(
    given: str | Activation | Sequence[str | Activation], hidden: int, table: dict[str, Activation]
) -> list[Activation]:
    """Find an activation for each hidden layer: given is one for all, or a list with one for each."""
    each = [given] * hidden if isinstance(given, str | Activation) else list(given)
    rule = f"activation must be one, or a list of {hidden}, one a hidden layer"
    known = all(isinstance(item, str | Activation) for item in each)
    require(known and len(each) == hidden, rule, given)
    return [find("activation", activation, table) for activation in each]
