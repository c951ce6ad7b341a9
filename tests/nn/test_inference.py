"""Predictions: by blocks of rows, and from several threads at once."""

import threading

import numpy as np
import pytest

from mlplab import nn


def test_predictions_of_several_threads_at_once_do_not_mix():
    rng = np.random.default_rng(0)
    net = nn.initialize((20, 30, 5), activation="relu", initializer="he_normal", rng=rng)
    inputs = [rng.normal(size=(rows, 20)).astype(np.float32) for rows in (1, 1, 7, 7, 1500, 1500)]
    expected, wrong = [nn.predict_proba(net, X) for X in inputs], []

    def repeat(X, proba):
        wrong.extend(1 for _ in range(200) if not np.array_equal(nn.predict_proba(net, X), proba))

    workers = [
        threading.Thread(target=repeat, args=pair) for pair in zip(inputs, expected, strict=True)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not wrong


@pytest.mark.parametrize("rows", [1, 1023, 1024, 1025, 2999])
def test_blocks_of_rows_predict_what_each_row_does(rows):
    rng = np.random.default_rng(0)
    sizes, settings = (6, 8, 3), {"activation": "tanh", "initializer": "he_normal"}
    net = nn.initialize(sizes, **settings, rng=rng, dtype=np.float64)
    X = np.asfortranarray(rng.normal(size=(rows, 6)))
    np.testing.assert_allclose(
        nn.predict_proba(net, X)[[0, -1]],
        np.concatenate([nn.predict_proba(net, X[:1]), nn.predict_proba(net, X[-1:])]),
        rtol=1e-12,
    )


def test_predictions_keep_no_hold_of_their_inputs():
    net = nn.initialize((4, 3, 2), activation="relu", initializer="zero", rng=None)
    X = np.ones((5, 4), np.float32)
    nn.predict(net, X)
    assert not any(
        np.shares_memory(array, X) for array in net.spare[0].outputs if array is not None
    )
