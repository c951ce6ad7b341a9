"""What every source gives: labelled grey images, as they were published."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Dataset:
    """Labelled images of one size.

    Attributes:
        images: (n, h, w) uint8, each value from 0 to `scale`.
        labels: (n,) int64, indices into `class_names`.
        class_names: one name a class.
        scale: the pixel value that stands for full intensity, 1.0 once normalized.
        test_images, test_labels: a test set of the source's own, in the same form; None where it
            has none.

    Raises:
        ValueError: the arrays do not fit this description, or each other.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    scale: float = 255.0
    test_images: NDArray[np.uint8] | None = None
    test_labels: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        _check(self.images, self.labels, len(self.class_names))
        if (self.test_images is None) != (self.test_labels is None):
            raise ValueError("test images and test labels come together or not at all")
        if self.test_images is not None and self.test_labels is not None:
            _check(self.test_images, self.test_labels, len(self.class_names))
            sizes = self.images.shape[1:], self.test_images.shape[1:]
            if sizes[0] != sizes[1]:
                raise ValueError(f"images are {sizes[0]}, the test images {sizes[1]}")


def _check(images: NDArray, labels: NDArray, classes: int) -> None:
    if images.ndim != 3 or images.dtype != np.uint8:
        raise ValueError(f"images must be (n, h, w) uint8, got {images.shape} {images.dtype}")
    if labels.shape != images.shape[:1] or labels.dtype != np.int64:
        raise ValueError(
            f"labels must be ({len(images)},) int64, got {labels.shape} {labels.dtype}"
        )
    if len(labels) and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"labels must be from 0 to {classes - 1}, got {labels.min()} to {labels.max()}"
        )
