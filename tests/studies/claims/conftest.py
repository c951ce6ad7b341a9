"""Small images with a test set of their own, and claims that take little time."""

import numpy as np
import pytest

from mlplab import data
from mlplab.params import Params
from mlplab.studies.claims.finding import Images
from mlplab.studies.shared.blocks import Blocks, make_blocks


def drawn(count, seed):
    """Three classes of 4 x 4 images that a small network can tell apart."""
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(3), count // 3)
    pixels = rng.integers(0, 80, (count, 4, 4), dtype=np.uint8)
    pixels[np.arange(count), labels] += 150
    return pixels, labels


@pytest.fixture(scope="session")
def dataset() -> data.Dataset:
    return data.Dataset(*drawn(150, 0), ("a", "b", "c"), 255.0, *drawn(60, 1))


@pytest.fixture(scope="session")
def claim_params(params) -> Params:
    """Two blocks, two seeds, and few epochs."""
    short = {"learning_rate": 0.01, "epochs": 20}
    claims = params.claims
    update = {
        "blocks": {"number": 2, "train": 60, "val": 30, "test": 60},
        "activations": {"learning_rates": [0.001, 0.03], "epochs": 20},
        "tuning": {"batch_sizes": [10, 20], "learning_rates": [0.01, 0.1]},
        "encoders": {"seeds": [0, 1], "learning_rates": [0.03]},
    }
    values = {
        name: type(getattr(claims, name)).model_validate(value) for name, value in update.items()
    }
    return params.model_copy(
        update={
            "claims": claims.model_copy(update=values),
            **{
                name: getattr(params, name).model_copy(update=short)
                for name in ("activation_comparison", "autoencoder", "feature_transfer")
            },
        }
    )


@pytest.fixture(scope="session")
def blocks(dataset, claim_params) -> Blocks:
    return make_blocks(dataset, claim_params.claims.blocks)


@pytest.fixture(scope="session")
def claim_images(dataset) -> Images:
    return Images(splits={}, datasets={"fashion": dataset})
