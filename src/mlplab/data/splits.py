"""The training, validation and test parts of a data set, scaled to [0, 1]."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mlplab.data.dataset import Dataset, check_arrays, check_distinct
from mlplab.errors import InputError, require


@dataclass(frozen=True)
class Splits:
    """Three parts of one data set.

    Attributes
    ----------
    train_images, val_images, test_images : ndarray of float32, shape (n, h, w)
        Pixels in [0, 1].
    train_labels, val_labels, test_labels : ndarray of int64, shape (n,)
        Indices into `class_names`.
    class_names : tuple of str
        One name for each class.
    scale : float
        The pixel value that became 1.0.
    """

    train_images: NDArray[np.float32]
    train_labels: NDArray[np.int64]
    val_images: NDArray[np.float32]
    val_labels: NDArray[np.int64]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    scale: float

    def __post_init__(self) -> None:
        """Raise InputError where the arrays or names do not fit this description, or each other."""
        check_distinct(self.class_names)
        for part in ("train", "val", "test"):
            images, labels = getattr(self, f"{part}_images"), getattr(self, f"{part}_labels")
            check_arrays(images, labels, len(self.class_names), np.float32)
        sizes = {
            images.shape[1:] for images in (self.train_images, self.val_images, self.test_images)
        }
        require(len(sizes) == 1, "the images of all parts must be of one size", sizes)
        require(len(self.test_images), "test images must be one or more", 0)

    def rows(self, part: str) -> NDArray[np.float32]:
        """Return the images of `train`, `val` or `test` as rows of pixels, (n, h * w), uncopied."""
        images: NDArray[np.float32] = getattr(self, f"{part}_images")
        return images.reshape(len(images), -1)

    def about(self) -> dict[str, Any]:
        """Return what a network trained on these images must know to classify another."""
        return {
            "class_names": np.array(self.class_names),
            "scale": np.array(self.scale),
            "image_shape": np.array(self.train_images.shape[1:]),
        }


def split(
    dataset: Dataset,
    *,
    train: int,
    val: int,
    test: int,
    test_from: Literal["train", "test"] = "train",
    seed: int | None,
    key: str = "normalize",
) -> Splits:
    """Cut a data set into a training, a validation and a test part, and normalize them.

    Parameters
    ----------
    dataset : Dataset
        The images.
    train, val, test : int
        The size of each part, 1 or more.
    test_from : {"train", "test"}
        Whether the test part is taken from the source's training images or from its test set.
    seed : int or None
        Seed of the shuffle; None keeps the source's order.
    key : str
        The section of params.yaml that holds these settings, for errors.

    Returns
    -------
    Splits
        The three parts, which have no image in common.

    Raises
    ------
    InputError
        A size is less than 1, the sizes exceed the number of images, or the source has no test set
        to take the test part from.

    Notes
    -----
    The parts are taken one after the other from the front of the shuffled images. The training
    images are shuffled first, the test set (where it is used) second, by the same generator.
    """
    rng = None if seed is None else np.random.default_rng(seed)
    images, labels = dataset.images, dataset.labels
    if test_from == "train":
        sizes = {"train": train, "val": val, "test": test}
        train_part, val_part, test_part = _draw(len(images), sizes, rng, key)
        test_images, test_labels = images, labels
    elif dataset.test_images is None or dataset.test_labels is None:
        raise InputError(f"{key}.test_from: must be train, the source has no test set, got 'test'")
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
    """Scale pixels from [0, `scale`] to [0, 1].

    Parameters
    ----------
    images : ndarray
        Pixel values from 0 to `scale`, of any shape.
    scale : float
        The value that becomes 1.0.

    Returns
    -------
    ndarray of float32
        A new array of the same shape.
    """
    return np.divide(images, np.float32(scale), dtype=np.float32)


def _draw(
    available: int, sizes: dict[str, int], rng: np.random.Generator | None, key: str
) -> list[NDArray[np.intp]]:
    """Return the indices of each part, from the front, shuffled first where there is a generator."""
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
