"""Networks as the page's canvas reads them: a byte a weight, and the same answers."""

import json

import numpy as np
import pytest

from mlplab import nn
from mlplab.page.networks import canvas_data, dequantize, quantize
from mlplab.page.scripts import as_json, read_scripts
from mlplab.preprocessing import FRAMES
from tests.digits import embedded_splits, scratch_network, tuned_network

PARTS = ("train", "val", "test")


def right(network, *parts):
    """Which images of these parts the network classifies rightly."""
    splits = embedded_splits()
    found = [nn.predict(network, splits.rows(part)) for part in parts]
    return np.concatenate(found) == np.concatenate(
        [getattr(splits, f"{part}_labels") for part in parts]
    )


@pytest.mark.parametrize("cell", [("random", "relu"), ("random", "tanh"), ("zero", "sigmoid")])
def test_a_quantized_network_is_as_accurate_on_all_images(cell):
    network = scratch_network(*cell)
    kept = right(dequantize(quantize(network)), *PARTS).mean()
    assert abs(kept - right(network, *PARTS).mean()) <= 0.001


def test_the_quantized_default_network_has_the_same_test_accuracy():
    kept = right(dequantize(quantize(tuned_network())), "test").mean()
    assert abs(kept - right(tuned_network(), "test").mean()) <= 0.001


def test_weights_are_off_by_half_a_step_at_most_and_biases_not_at_all():
    network = tuned_network()
    record = quantize(network)
    for ours, layer, kept in zip(
        network.layers, dequantize(record).layers, record["layers"], strict=True
    ):
        assert np.abs(ours.weights - layer.weights).max() <= kept["scale"] * 0.501
        np.testing.assert_array_equal(ours.bias.astype(np.float32), layer.bias)


def test_activations_and_slope_are_kept():
    layers = [nn.Layer(np.eye(2), np.zeros(2))] * 2
    activations = [nn.leaky_relu(0.3), nn.ACTIVATIONS["identity"]]
    network = nn.Network(layers, activations, nn.LOSSES["cross_entropy"])
    read = dequantize(quantize(network, slope=0.3))
    np.testing.assert_allclose(nn.forward(read, [[-1.0, 1.0]])[-1], [[-0.3, 1.0]], rtol=1e-6)


def test_the_canvas_has_a_byte_a_weight_and_strict_json():
    data = canvas_data({"tuned": tuned_network()}, "0123456789", (8, 8), {})
    text = as_json(data)
    assert json.loads(text) == data
    assert data["frame"]["height"] == FRAMES[8, 8].height
    assert (
        len(text)
        < 1.5 * sum(array.size for layer in tuned_network().layers for array in layer) + 1000
    )


def test_no_data_can_end_the_script_that_holds_it():
    assert "<" not in as_json({"title": "</script><script>"})
    assert json.loads(as_json({"title": "</script>"})) == {"title": "</script>"}


def test_scripts_are_short_and_ask_nothing_of_the_network():
    scripts = read_scripts()
    assert sum(len(text.splitlines()) for text in scripts) < 900
    for text in scripts:
        assert not any(
            word in text for word in ("fetch(", "XMLHttp", "eval(", "import(", "innerHTML")
        )
        assert max(map(len, text.splitlines())) <= 120
