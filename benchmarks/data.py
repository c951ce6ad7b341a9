"""Fashion-MNIST where MLPLAB_DATA names a folder with its IDX files, otherwise noise of its shape."""

import gzip
import os
from pathlib import Path

import numpy as np

ROWS = 60_000


def fashion_mnist() -> tuple[str, np.ndarray, np.ndarray]:
    """The source's name, images (60000, 784) in float32 from 0 to 1, and classes (60000,)."""
    folder = os.environ.get("MLPLAB_DATA")
    if folder is None:
        return "noise", *noise(ROWS)
    images, labels = (
        gzip.decompress((Path(folder) / "fashion-mnist" / f"train-{name}-ubyte.gz").read_bytes())
        for name in ("images-idx3", "labels-idx1")
    )
    X = np.frombuffer(images, np.uint8, offset=16).reshape(ROWS, 784).astype(np.float32) / 255
    return "Fashion-MNIST", X, np.frombuffer(labels, np.uint8, offset=8).astype(np.int64)


def noise(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Uniform noise in the shape of the images, and ten classes."""
    rng = np.random.default_rng(0)
    return rng.random((rows, 784), dtype=np.float32), rng.integers(0, 10, rows)
