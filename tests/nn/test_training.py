"""Training: what a run promises, besides right gradients."""

import pickle
import tracemalloc

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError

OPTIMIZERS = {
    "sgd": nn.sgd(0.1),
    "momentum": nn.sgd(0.1, 0.9),
    "nesterov": nn.sgd(0.1, 0.9, nesterov=True),
    "adam": nn.adam(0.01),
}


def data(rows=50, dtype=np.float32):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(rows, 6)).astype(dtype)
    return X, (X[:, :2] > 0).sum(axis=1)


def network(dtype=np.float32, activation="tanh", initializer="glorot_uniform", seed=1):
    rng = np.random.default_rng(seed)
    return nn.initialize(
        (6, 8, 7, 3), activation=activation, initializer=initializer, rng=rng, dtype=dtype
    )


def settings(optimizer="sgd", **changes):
    if isinstance(optimizer, str):
        optimizer = OPTIMIZERS[optimizer]
    rng = np.random.default_rng(2)
    return {"optimizer": optimizer, "batch_size": 16, "epochs": 4, "rng": rng} | changes


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_learns(optimizer):
    net = network()
    losses = nn.fit(net, *data(), **settings(optimizer, epochs=60))
    assert losses[-1] < losses[0] / 2
    X, y = data()
    assert np.mean(nn.predict(net, X) == y) > 0.9


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_keeps_the_dtype_and_the_arrays(optimizer, dtype):
    net = network(dtype)
    before = [array for layer in net.layers for array in layer]
    nn.fit(net, *data(dtype=dtype), **settings(optimizer))
    after = [array for layer in net.layers for array in layer]
    assert all(a is b and a.dtype == dtype for a, b in zip(after, before, strict=True))


@pytest.mark.parametrize("l2", [0.0, 0.5])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_epoch_is_its_batches_one_by_one(optimizer, l2):
    (X, y), net, other = data(dtype=np.float64), network(np.float64), network(np.float64)
    loss = nn.fit(net, X, y, **settings(optimizer, epochs=1, shuffle=False, l2=l2))

    parts, losses = [slice(0, 16), slice(16, 32), slice(32, 48), slice(48, 50)], []
    state, update = OPTIMIZERS[optimizer].init(other.layers.vector), OPTIMIZERS[optimizer].update
    for part in parts:
        value, layers = nn.gradients(other, X[part], y[part], l2=l2)
        change = np.concatenate([np.ravel(array) for layer in layers for array in layer])
        length = update(change, state)
        other.layers.vector[...] += length * change
        losses.append(value * len(X[part]))
    np.testing.assert_allclose(net.layers.vector, other.layers.vector, rtol=1e-12, atol=1e-14)
    assert loss == pytest.approx([sum(losses) / 50])


def test_epochs_are_shuffled_anew_and_repeat_with_the_seed():
    runs = [network() for _ in range(3)]
    for net, seed in zip(runs, (2, 2, 3), strict=True):
        nn.fit(net, *data(), **settings(rng=np.random.default_rng(seed)))
    assert np.array_equal(runs[0].layers.vector, runs[1].layers.vector)
    assert not np.array_equal(runs[0].layers.vector, runs[2].layers.vector)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_continues_from_the_state(optimizer):
    at_once, in_two = network(), network()
    nn.fit(at_once, *data(), **settings(optimizer, shuffle=False))
    state = OPTIMIZERS[optimizer].init(in_two.layers.vector)
    for _ in range(2):
        changes = {"shuffle": False, "epochs": 2, "state": state}
        nn.fit(in_two, *data(), **settings(optimizer, **changes))
    assert np.array_equal(at_once.layers.vector, in_two.layers.vector)


def test_the_caller_sees_and_may_change_the_weights_between_epochs():
    net = network()
    epochs = nn.train(net, *data(), **settings())
    first, before = next(epochs), net.layers.vector.copy()
    net.layers.vector[...] = 0
    assert next(epochs) == pytest.approx(np.log(3), abs=0.05)
    assert first > 0
    assert not np.array_equal(net.layers.vector, before)


def test_a_weight_of_two_is_a_row_twice():
    X, y = data(16, np.float64)
    weights = np.where(np.arange(16) < 4, 2.0, 1.0)
    weighted, doubled = network(np.float64), network(np.float64)
    nn.fit(weighted, X, y, **settings("adam", sample_weight=weights, l2=0.1))
    X, y = np.concatenate([X, X[:4]]), np.concatenate([y, y[:4]])
    nn.fit(doubled, X, y, **settings("adam", batch_size=20, l2=0.1))
    np.testing.assert_allclose(weighted.layers.vector, doubled.layers.vector, rtol=1e-9)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("learning_rate", [1e4, 1e12, 1e38])
def test_a_diverging_run_stops_with_finite_weights_from_before(optimizer, learning_rate):
    X, y = data()
    momentum = {} if optimizer == "sgd" else {"momentum": 0.9, "nesterov": optimizer == "nesterov"}
    wild = nn.sgd(learning_rate, **momentum)
    net = network(activation="leaky_relu", initializer="normal")
    with pytest.raises(nn.Divergence) as caught:
        nn.fit(net, X * 100, y, **settings(wild, epochs=500, shuffle=False))
    step = caught.value.step
    assert 1 <= caught.value.layer <= 3
    assert caught.value.epoch == (step + 3) // 4
    assert np.isfinite(net.layers.vector).all()

    again = network(activation="leaky_relu", initializer="normal")
    state = wild.init(again.layers.vector)
    starts = [(0, 16), (16, 32), (32, 48), (48, 50)]
    for done in range((step - 1) // 4 * 4):  # up to the epoch's start
        part = slice(*starts[done % 4])
        nn.fit(
            again, X[part] * 100, y[part], **settings(wild, epochs=1, shuffle=False, state=state)
        )
    assert np.array_equal(net.layers.vector, again.layers.vector)


@pytest.mark.parametrize("epochs", [1, 3])
def test_weights_that_the_last_step_of_an_epoch_makes_infinite_are_found(epochs):
    X, y = data()
    spoiled = network()
    with pytest.raises(nn.Divergence) as caught:
        nn.fit(spoiled, 100 * X, y, **settings(nn.sgd(3e38), batch_size=len(X), epochs=epochs))
    assert (caught.value.step, caught.value.epoch) == (1, 1)
    np.testing.assert_array_equal(spoiled.layers.vector, network().layers.vector)


def test_a_divergence_names_the_first_layer_whose_weights_are_not_finite():
    rng = np.random.default_rng(0)
    X, y = rng.random((512, 784), dtype=np.float32), rng.integers(0, 10, 512)
    sizes = (784, 256, 128, 64, 32, 10)
    net = nn.initialize(sizes, activation="relu", initializer="normal", rng=rng)
    with pytest.raises(nn.Divergence) as caught:
        nn.fit(net, X, y, optimizer=nn.sgd(0.02, 0.9), batch_size=128, epochs=20, rng=rng)
    assert caught.value.layer < 5


def test_sample_weights_of_another_length_are_refused_at_once():
    X, y = data()
    with pytest.raises(InputError, match=r"sample_weight must have shape \(50,\), got \(3,\)"):
        nn.train(network(), X, y, sample_weight=np.ones(3), **settings())


def test_unscaled_normal_weights_diverge_within_a_few_steps_and_say_where():
    rng = np.random.default_rng(0)
    X, y = rng.random((512, 784), dtype=np.float32), rng.integers(0, 10, 512)
    sizes = (784, 256, 128, 64, 32, 10)
    net = nn.initialize(sizes, activation="relu", initializer="normal", rng=rng)
    with pytest.raises(
        nn.Divergence, match=r"diverged at step \d+ \(epoch \d+\): layer \d"
    ) as caught:
        nn.fit(net, X, y, optimizer=nn.sgd(0.02), batch_size=128, epochs=10, rng=rng)
    assert caught.value.step < 20
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert np.isfinite(net.layers.vector).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"X": np.zeros((50, 5), np.float32)}, r"X must have shape \(n, 6\), n > 0, got \(50, 5\)"),
        ({"Y": np.zeros(49, int)}, r"Y must be 50 integers from 0 to 2, got \('int64', \(49,\)\)"),
        ({"Y": np.full(50, 3)}, "Y must be 50 integers from 0 to 2"),
        ({"Y": np.zeros(50)}, "Y must be 50 integers from 0 to 2"),
        ({"batch_size": 0}, "batch_size must be 1 or more"),
    ],
)
def test_what_does_not_fit_is_refused_at_once(changes, message):
    X, Y = data()
    arguments = {"X": X, "Y": Y} | settings() | changes
    with pytest.raises(InputError, match=message):
        nn.train(network(), **arguments)


def peak_memory(rows, epochs, optimizer):
    X, y = np.zeros((rows, 6), np.float32), np.zeros(rows, int)
    net = network()
    tracemalloc.start()
    nn.fit(net, X, y, **settings(optimizer, batch_size=128, epochs=epochs))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_memory_grows_only_with_the_order_of_the_rows(optimizer):
    small = peak_memory(10_000, 1, optimizer)
    assert peak_memory(10_000, 5, optimizer) < 1.1 * small
    assert peak_memory(40_000, 1, optimizer) - small < 30_000 * 12  # bytes: an index is 8
