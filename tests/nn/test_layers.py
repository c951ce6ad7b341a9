"""Layers in one flat vector."""

import copy
import pickle

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError

SIZES = [4, 3, 2]


def numbered():
    layers = nn.FlatLayers(SIZES, np.float32)
    layers.vector[...] = np.arange(len(layers.vector))
    return layers


def test_the_vector_holds_weights_and_bias_of_each_layer_in_turn():
    (weights, bias), (last_weights, last_bias) = numbered()
    assert weights.tolist() == np.arange(12).reshape(4, 3).tolist()
    assert bias.tolist() == [12, 13, 14]
    assert last_weights.tolist() == [[15, 16], [17, 18], [19, 20]]
    assert last_bias.tolist() == [21, 22]


@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, nn.FlatLayers.copy_of, lambda x: pickle.loads(pickle.dumps(x))],
)
def test_a_copy_has_a_vector_of_its_own_and_views_of_it(copied):
    layers = copied(numbered())
    assert np.array_equal(layers.vector, numbered().vector)
    layers.vector[...] = 7
    assert all((array == 7).all() for layer in layers for array in layer)


def test_empty_layers_alike_have_the_same_shapes_and_dtype():
    alike = numbered().empty_like()
    assert (alike.sizes, alike.vector.dtype) == (SIZES, np.float32)


def test_no_layers_are_refused():
    with pytest.raises(InputError, match="layers must be one or more, got 0"):
        nn.FlatLayers.copy_of([])
