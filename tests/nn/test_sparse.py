"""Sparse inputs give what dense ones give, and never become dense."""

import tracemalloc

import numpy as np
import pytest
from scipy import sparse

from mlplab import nn

OPTIMIZERS = {"fused": nn.sgd(0.1), "adam": nn.adam(0.01)}
CONTAINERS = [sparse.csr_matrix, sparse.csc_matrix, sparse.csr_array, sparse.coo_array]


def data(dtype=np.float64):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 6)) * (rng.random((50, 6)) < 0.3)
    return X.astype(dtype), rng.integers(0, 3, 50)


def network(dtype=np.float64, inputs=6):
    rng = np.random.default_rng(1)
    return nn.initialize(
        (inputs, 8, 3), activation="tanh", initializer="glorot_uniform", rng=rng, dtype=dtype
    )


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("l2", [0.0, 0.5])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_on_sparse_rows_is_training_on_dense_ones(optimizer, l2, container):
    X, y = data()
    dense, other = network(), network()
    for net, inputs in ((dense, X), (other, container(X))):
        rng = np.random.default_rng(2)
        settings = {"optimizer": OPTIMIZERS[optimizer], "batch_size": 16, "epochs": 5, "l2": l2}
        nn.fit(net, inputs, y, rng=rng, **settings)
    np.testing.assert_allclose(dense.layers.vector, other.layers.vector, rtol=0, atol=1e-13)


def test_predictions_and_gradients_of_sparse_rows_are_those_of_dense_ones():
    (X, y), net = data(), network()
    rows = sparse.csr_array(X)
    np.testing.assert_allclose(nn.predict_proba(net, rows), nn.predict_proba(net, X))
    assert nn.evaluate(net, rows, y)[0] == pytest.approx(nn.evaluate(net, X, y)[0])
    for mine, dense in zip(nn.gradients(net, rows, y)[1], nn.gradients(net, X, y)[1], strict=True):
        np.testing.assert_allclose(mine.weights, dense.weights, atol=1e-14)


def test_float32_stays_float32():
    X, y = data(np.float32)
    net = network(np.float32)
    nn.fit(net, sparse.csr_array(X), y, optimizer=nn.adam(), batch_size=8, epochs=1,
           rng=np.random.default_rng(0))  # fmt: skip
    assert nn.predict_proba(net, sparse.csr_array(X)).dtype == np.float32


def test_sparse_inputs_never_become_dense():
    inputs, rows = 20_000, 400
    X = sparse.random_array((rows, inputs), density=1e-3, format="csr", rng=0)
    net = network(inputs=inputs)
    tracemalloc.start()
    nn.fit(net, X, np.zeros(rows, int), optimizer=nn.sgd(0.1), batch_size=rows, epochs=1,
           rng=np.random.default_rng(0))  # fmt: skip
    nn.predict(net, X)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < rows * inputs * 8 / 4
