import numpy as np
import pytest

from mlplab.data import Dataset

IMAGES = np.zeros((2, 4, 5), np.uint8)
LABELS = np.array([0, 1])
NAMES = ("a", "b")


def test_images_labels_and_names_that_fit_are_taken() -> None:
    dataset = Dataset(IMAGES, LABELS, NAMES, test_images=IMAGES[:1], test_labels=LABELS[:1])
    assert dataset.scale == 255


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"images": IMAGES.reshape(2, 20)}, r"images must be \(n, h, w\) uint8, got \(2, 20\)"),
        ({"images": IMAGES / 255}, "uint8, got .* float64"),
        ({"labels": LABELS[:1]}, r"labels must be \(2,\) int64, got \(1,\) int64"),
        ({"labels": LABELS.astype(np.uint8)}, "int64, got .* uint8"),
        ({"labels": LABELS + 1}, "labels must be from 0 to 1, got 1 to 2"),
        ({"labels": LABELS - 1}, "labels must be from 0 to 1, got -1 to 0"),
        ({"test_images": IMAGES}, "come together"),
        ({"test_labels": LABELS}, "come together"),
        ({"test_images": IMAGES, "test_labels": LABELS + 1}, "from 0 to 1"),
        (
            {"test_images": IMAGES[:, 1:], "test_labels": LABELS},
            r"\(4, 5\), the test images \(3, 5\)",
        ),
    ],
)
def test_arrays_that_do_not_fit_are_refused(changed: dict, fault: str) -> None:
    fields = {"images": IMAGES, "labels": LABELS, "class_names": NAMES} | changed
    with pytest.raises(ValueError, match=fault):
        Dataset(**fields)
