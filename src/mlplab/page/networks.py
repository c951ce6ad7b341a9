"""What the page's canvas (`js/draw.js`) reads: networks in a fifth of their size, and how a drawing is framed."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlplab import nn
from mlplab.preprocessing import FRAMES, INK

LARGEST = 127  # of an int8, with the same span below zero


def canvas_data(
    networks: Mapping[str, nn.Network],
    class_names: Sequence[str],
    shape: tuple[int, int],
    strokes: Mapping[str, Any],
) -> dict[str, Any]:
    """Everything that the canvas needs.

    Parameters
    ----------
    networks : mapping of str to nn.Network
        By the words that the reader chooses one by; the first is shown first.
    class_names : sequence of str
        One for each output.
    shape : (int, int)
        Of the training images, a key of `preprocessing.FRAMES`.
    strokes : mapping
        What examples/strokes.json holds: `size`, `pen` and the `digits`, lists of polylines.
    """
    frame = FRAMES[shape]
    return {
        "classes": list(class_names),
        "shape": list(shape),
        "frame": {
            "ink": INK,
            "height": frame.height,
            "width": frame.width,
            "proportional": frame.proportional,
            "whole_pixels": frame.whole_pixels,
        },
        "strokes": strokes,
        "networks": [{"name": name, **quantize(net)} for name, net in networks.items()],
    }


def quantize(network: nn.Network, slope: float = 0.01) -> dict[str, Any]:
    """A network for JSON: each layer's weights as int8 times one scale, its biases as float32.

    `slope` is the one of its leaky ReLUs. Both arrays are base64 of little-endian bytes, weights row by row.
    """
    return {
        "activations": [activation.name for activation in network.activations],
        "slope": slope,
        "layers": [_quantize(layer) for layer in network.layers],
    }


def dequantize(record: Mapping[str, Any]) -> nn.Network:
    """The network that the page's JavaScript runs, with the weights that `quantize` kept."""
    activations = [
        nn.leaky_relu(record["slope"]) if name == "leaky_relu" else nn.ACTIVATIONS[name]
        for name in record["activations"]
    ]
    layers = [_dequantize(layer) for layer in record["layers"]]
    return nn.Network(layers, activations, nn.LOSSES["cross_entropy"])


def _quantize(layer: nn.Layer) -> dict[str, Any]:
    scale = float(np.abs(layer.weights).max()) / LARGEST or 1.0  # all weights may be zero
    weights = np.rint(layer.weights / scale).astype(np.int8)
    return {
        "inputs": weights.shape[0],
        "outputs": weights.shape[1],
        "scale": scale,
        "weights": _encode(weights),
        "bias": _encode(layer.bias.astype("<f4")),
    }


def _dequantize(layer: Mapping[str, Any]) -> nn.Layer:
    whole = np.frombuffer(base64.b64decode(layer["weights"]), np.int8)
    weights = (whole * layer["scale"]).reshape(layer["inputs"], layer["outputs"])
    bias = np.frombuffer(base64.b64decode(layer["bias"]), "<f4")
    return nn.Layer(weights.astype(np.float32), bias.astype(np.float32))


def _encode(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
