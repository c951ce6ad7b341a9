"""Small arrays and parameters that the tests of studies and stages share."""

import os

import hypothesis
import numpy as np
import pytest

import stages  # noqa: F401  (pins BLAS to one thread, before NumPy has a pool)
from mlplab import data
from mlplab.params import Params, load

# `make fuzz` chooses the larger one; the other takes the same cases every time, so that a run of the tests repeats.
hypothesis.settings.register_profile(
    "tests", max_examples=100, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile("fuzz", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))


@pytest.fixture(autouse=True)
def one_worker(monkeypatch):
    monkeypatch.setenv("MLPLAB_WORKERS", "1")


@pytest.fixture(scope="session")
def splits():
    """Three classes of 4 x 4 images that a small network can tell apart: 60, 30 and 30 of them."""
    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(3), 40)
    images = rng.integers(0, 80, (120, 4, 4), dtype=np.uint8)
    images[np.arange(120), labels] += 150
    dataset = data.Dataset(images, labels, ("a", "b", "c"))
    return data.split(dataset, train=60, val=30, test=30, seed=0)


@pytest.fixture(scope="session")
def embedded() -> Params:
    """The parameters of the embedded study, as they are in the repository."""
    return load()


@pytest.fixture(scope="session")
def params(embedded) -> Params:
    """The same, with networks small enough and epochs few enough for a test."""
    small = {"hidden_layer_sizes": [6], "epochs": 3, "seeds": [0, 1], "batch_size": 10}
    return embedded.model_copy(
        update={
            "scratch_mlp": embedded.scratch_mlp.model_copy(update=small),
            "activation_comparison": embedded.activation_comparison.model_copy(update=small),
            "kfold_tuning": embedded.kfold_tuning.model_copy(
                update={
                    "hidden_layer_sizes": [6],
                    "epochs": 2,
                    "batch_sizes": [10, 20],
                    "learning_rates": [0.1, 0.01],
                }
            ),
            "autoencoder": embedded.autoencoder.model_copy(
                update={**small, "hidden_layer_sizes": [6, 2, 6]}
            ),
            "feature_transfer": embedded.feature_transfer.model_copy(update=small),
        }
    )
