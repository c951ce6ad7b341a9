"""The training, validation and test parts of a data set, scaled to [0, 1]."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlplab.data.dataset import Dataset
from mlplab.errors import InputError


@dataclass(frozen=True)
class Splits:
    """Three parts of one data set.

    Attributes:
        train_images, val_images, test_images: (n, h, w) float32 in [0, 1].
        train_labels, val_labels, test_labels: (n,) int64, indices into `class_names`.
        class_names: one name a class.
        scale: the pixel value that became 1.0.
    """

    train_images: NDArray[np.float32]
    train_labels: NDArray[np.int64]
    val_images: NDArray[np.float32]
    val_labels: NDArray[np.int64]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    scale: float

    def rows(self, part: str) -> NDArray[np.float32]:
        """The images of `train`, `val` or `test` as rows of pixels, (n, h * w), without a copy."""
        images: NDArray[np.float32] = getattr(self, f"{part}_images")
        return images.reshape(len(images), -1)

    def about(self) -> dict[str, Any]:
        """What a network trained on these images must know to classify another."""
        return {
            "class_names": np.array(self.class_names),
            "scale": np.array(self.scale),
            "image_shape": np.array(self.train_images.shape[1:]),
        }


def split(
    dataset: Dataset, *, train: int, val: int, test: int, seed: int | None, key: str = "normalize"
) -> Splits:
    """Cut a data set into a training, a validation and a test part, and normalize them.

    The parts are taken one after the other from the front, in the source's order or, with a seed,
    after a shuffle. The test part comes from the source's own test images where it has some
    (shuffled apart), else from what is left of the others.

    Args:
        dataset: the images.
        train, val, test: the parts' sizes, 1 or more.
        seed: of the shuffle; None keeps the source's order.
        key: the section of params.yaml that the sizes stand in, for errors.

    Raises:
        InputError: a size is less than 1, or the sizes exceed the images that there are.
    """
    rng = None if seed is None else np.random.default_rng(seed)
    images, labels = dataset.images, dataset.labels
    if dataset.test_images is None or dataset.test_labels is None:
        sizes = {"train": train, "val": val, "test": test}
        train_part, val_part, test_part = _draw(len(images), sizes, rng, key)
        test_images, test_labels = images, labels
    else:
        train_part, val_part = _draw(len(images), {"train": train, "val": val}, rng, key)
        test_images, test_labels = dataset.test_images, dataset.test_labels
        (test_part,) = _draw(len(test_images), {"test": test}, rng, key)
    return Splits(
        train_images=normalize(images[train_part], dataset.scale),
        train_labels=labels[train_part],
        val_images=normalize(images[val_part], dataset.scale),
        val_labels=labels[val_part],
        test_images=normalize(test_images[test_part], dataset.scale),
        test_labels=test_labels[test_part],
        class_names=dataset.class_names,
        scale=dataset.scale,
    )


def normalize(images: NDArray, scale: float) -> NDArray[np.float32]:
    """Turn pixel values from 0 to `scale` into float32 from 0 to 1, in the same shape."""
    return images.astype(np.float32) / np.float32(scale)


def _draw(
    available: int, sizes: dict[str, int], rng: np.random.Generator | None, key: str
) -> list[NDArray[np.intp]]:
    """The indices of each part, from the front, after a shuffle where there is a generator."""
    for part, size in sizes.items():
        if size < 1:
            raise InputError(f"{key}.{part}: 1 or more images expected, got {size}")
    if sum(sizes.values()) > available:
        keys = " + ".join(f"{key}.{part}" for part in sizes)
        asked = " + ".join(str(size) for size in sizes.values())
        raise InputError(f"{keys}: at most {available} images expected, got {asked}")
    order = np.arange(available) if rng is None else rng.permutation(available)
    *parts, _ = np.split(order, np.cumsum(list(sizes.values())))
    return parts
