"""Networks, their initial weights, and what they predict."""

import copy
import pickle
from math import erf

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError


def network(loss="cross_entropy", sizes=(4, 6, 5, 3), **changes):
    rng = np.random.default_rng(0)
    arguments = {"activation": "tanh", "initializer": "normal", "rng": rng, "loss": loss}
    return nn.initialize(sizes, **(arguments | changes))


X = np.random.default_rng(1).normal(size=(20, 4)).astype(np.float32)

MOMENTS = {  # mean 0, and this standard deviation for (fan_in, fan_out) = (400, 100)
    "zero": 0.0,
    "random": 1 / np.sqrt(12),
    "normal": 1.0,
    "glorot_uniform": np.sqrt(2 / 500),
    "glorot_normal": np.sqrt(2 / 500),
    "he_uniform": np.sqrt(2 / 400),
    "he_normal": np.sqrt(2 / 400),
}


@pytest.mark.parametrize("initializer", nn.INITIALIZERS)
def test_initial_weights_have_their_variance_and_biases_are_zero(initializer):
    (weights, bias), _ = network(sizes=(400, 100, 2), initializer=initializer).layers
    assert weights.mean() == pytest.approx(0, abs=0.02 * MOMENTS[initializer] + 1e-9)
    assert weights.std() == pytest.approx(MOMENTS[initializer], rel=0.02)
    assert not bias.any()


@pytest.mark.parametrize("initializer", ["random", "glorot_uniform", "he_uniform"])
def test_uniform_weights_stay_within_their_bound(initializer):
    (weights, _), _ = network(sizes=(400, 100, 2), initializer=initializer).layers
    assert np.abs(weights).max() <= np.sqrt(3) * MOMENTS[initializer]


@pytest.mark.parametrize(
    ("name", "function"),
    {
        "identity": lambda z: z,
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "relu": lambda z: z * (z > 0),
        "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
        "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
        "gelu": lambda z: z * (1 + np.vectorize(erf)(z / np.sqrt(2))) / 2,
        "silu": lambda z: z / (1 + np.exp(-z)),
    }.items(),
)
def test_activations_are_the_functions_they_are_named_for(name, function):
    z = np.linspace(-5, 5, 11)
    output = z.copy()
    nn.ACTIVATIONS[name].forward(output)
    np.testing.assert_allclose(output, function(z), atol=1e-15)


@pytest.mark.parametrize("name", nn.ACTIVATIONS)
def test_activations_take_any_finite_number(name):
    z = np.array([-1e30, 0, 1e30], np.float32)
    output, delta = z.copy(), np.ones_like(z)
    nn.ACTIVATIONS[name].forward(output)
    assert np.isfinite(output).all()
    with np.errstate(over="ignore"):
        nn.ACTIVATIONS[name].backward(z if nn.ACTIVATIONS[name].needs_z else output, delta)
    assert np.isfinite(delta).all()


def test_forward_gives_every_layers_output():
    net = network()
    outputs = nn.forward(net, X)
    assert [output.shape[1] for output in outputs] == [4, 6, 5, 3]
    (weights, bias), *_ = net.layers
    np.testing.assert_allclose(outputs[1], np.tanh(X @ weights + bias), rtol=1e-5)


def test_training_sees_the_outputs_that_forward_gives():
    net, Y = network(dtype=np.float64), np.arange(20) % 3
    assert nn.gradients(net, X, Y)[0] == pytest.approx(nn.evaluate(net, X, Y)[0])


def test_a_slice_is_the_network_of_these_layers():
    net = network()
    encoder = net[:2]
    assert np.array_equal(nn.forward(encoder, X)[-1], nn.forward(net, X)[2])
    encoder.layers.vector[...] = 0
    assert net.layers[0].weights.any()


def test_a_network_shares_layers_that_lie_in_one_vector():
    net = network()
    other = nn.Network(net.layers, net.activations, net.loss)
    assert other.layers is net.layers


def test_a_network_copies_the_layers_it_is_given():
    layer = nn.Layer(np.ones((2, 1)), np.zeros(1))
    net = nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["squared_error"])
    net.layers.vector[...] = 5
    assert layer.weights.tolist() == [[1], [1]]
    assert net.layers[0].weights.tolist() == [[5], [5]]


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_copied_network_still_trains_the_weights_it_predicts_from(copied):
    net = copied(network(activation=["tanh", nn.leaky_relu(0.3)]))
    net.layers.vector[...] *= 2
    expected = 2 * network().layers.vector
    arrays = [array.ravel() for layer in net.layers for array in layer]
    assert np.array_equal(np.concatenate(arrays), expected)
    net.layers.vector[...] /= 2
    assert np.array_equal(
        nn.predict(net, X), nn.predict(network(activation=net.activations[:2]), X)
    )


def test_each_hidden_layer_may_have_its_own_activation():
    net = network(activation=["relu", nn.leaky_relu(0.3)])
    relu, leaky = nn.forward(net, X)[1:3]
    assert relu.min() == 0
    assert leaky.min() < 0


def test_class_probabilities_are_a_softmax_and_predictions_their_largest():
    net = network()
    proba = nn.predict_proba(net, X * 1000)
    np.testing.assert_allclose(proba.sum(axis=1), 1, rtol=1e-6)
    assert np.array_equal(nn.predict(net, X * 1000), proba.argmax(axis=1))


def test_label_probabilities_are_sigmoids_and_predictions_halve_them():
    net = network("binary_cross_entropy")
    proba, scores = nn.predict_proba(net, X), nn.forward(net, X)[-1]
    np.testing.assert_allclose(proba, 1 / (1 + np.exp(-scores)), rtol=1e-5)
    assert np.array_equal(nn.predict(net, X), proba > 0.5)


def test_cross_entropy_of_equal_scores_is_the_logarithm_of_their_number():
    net = network(initializer="zero")
    loss, predictions = nn.evaluate(net, X, np.zeros(20, int))
    assert loss == pytest.approx(np.log(3))
    assert not predictions.any()


def test_cross_entropies_stay_finite_for_large_scores():
    scores = np.array([[1e4, -1e4]])
    delta = np.empty_like(scores)
    assert nn.LOSSES["cross_entropy"].value_and_gradient(scores, np.array([1]), delta, None) == 2e4
    assert (
        nn.LOSSES["binary_cross_entropy"].value_and_gradient(
            scores, np.array([[0, 1]]), delta, None
        )
        == 2e4
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"activation": "swish"}, "activation must be one of identity, .*, got 'swish'"),
        ({"initializer": "he"}, "initializer must be one of zero, .*, got 'he'"),
        ({"loss": "hinge"}, "loss must be one of cross_entropy, .*, got 'hinge'"),
        ({"activation": ["relu"]}, "activation must be one, or a list of 2"),
        ({"sizes": (4,)}, r"layer_sizes must be two or more positive sizes, got \(4,\)"),
        ({"sizes": (4, 0, 2)}, "layer_sizes must be two or more positive sizes"),
        ({"dtype": np.float16}, "dtype must be float32 or float64, got 'float16'"),
    ],
)
def test_what_is_not_allowed_is_refused(changes, message):
    with pytest.raises(InputError, match=message):
        network(**changes)


def test_layers_that_do_not_fit_are_refused():
    layers = [nn.Layer(np.ones((2, 3)), np.ones(3)), nn.Layer(np.ones((4, 1)), np.ones(1))]
    with pytest.raises(InputError, match="layers must fit each other"):
        nn.Network(layers, [nn.ACTIVATIONS["relu"]] * 2, nn.LOSSES["squared_error"])


@pytest.mark.parametrize("loss", nn.LOSSES)
def test_weights_near_the_largest_number_predict_without_a_warning(loss):
    net = network(loss)
    net.layers.vector[...] = 3e38
    targets = np.zeros(20, int) if nn.LOSSES[loss].takes_classes else np.zeros((20, 3))
    assert not np.isfinite(nn.evaluate(net, X, targets)[0])
    nn.predict_proba(net, X)


@pytest.mark.parametrize("slope", [-0.1, 1.1, float("nan")])
def test_a_slope_outside_zero_to_one_is_refused(slope):
    with pytest.raises(InputError, match="slope must be a number from 0 to 1, got"):
        nn.leaky_relu(slope)


def test_numbers_in_another_order_of_bytes_are_refused():
    layer = nn.Layer(np.ones((2, 1), ">f4"), np.zeros(1, ">f4"))
    with pytest.raises(InputError, match="dtype must be float32 or float64, got '>f4'"):
        nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["squared_error"])
