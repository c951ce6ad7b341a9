"""Rows to train on: Fashion-MNIST where its files are at hand, otherwise noise of its shape."""

import os
from pathlib import Path

import numpy as np

import mlplab.data
from mlplab.data.mnist import FASHION_MNIST

ROWS = 60_000


def fashion_mnist() -> tuple[str, np.ndarray, np.ndarray]:
    """The source's name, images (60000, 784) in float32 from 0 to 1, and classes (60000,)."""
    folder = Path(os.environ.get("MLPLAB_DATA") or os.devnull).expanduser()
    if not any((folder / name).is_dir() for name in FASHION_MNIST[0].folders):
        return "noise", *noise(ROWS)  # and nothing is downloaded
    source = mlplab.data.load("fashion_mnist")
    images = source.images.reshape(len(source.images), -1)
    return "Fashion-MNIST", mlplab.data.normalize(images, source.scale), source.labels


def noise(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Uniform noise in the shape of the images, and ten classes."""
    rng = np.random.default_rng(0)
    return rng.random((rows, 784), dtype=np.float32), rng.integers(0, 10, rows)
