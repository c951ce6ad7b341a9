"""What every source gives: labeled gray images, as they were published."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from mlplab.errors import InputError, require, shown

#: The beginning of a text that a spreadsheet takes for a formula; a whole number such as -1 is none.
_FORMULA = re.compile(r"[=@]|[+-](?!\d+$)")

#: What ends a script, or hides its end: DVC writes tables into its page of plots as they are, between <script> tags.
_SCRIPT_END = re.compile(r"</script|<!--", re.IGNORECASE)

#: Unicode's categories of control characters, of bytes that are not text, and of line breaks.
_REFUSED = {"Cc", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Dataset:
    """Labeled images of one size.

    Attributes
    ----------
    images : ndarray of uint8, shape (n, h, w)
        Values from 0 to `scale`.
    labels : ndarray of int64, shape (n,)
        Indices into `class_names`.
    class_names : tuple of str
        One name for each class, each different, as `check_class_name` allows.
    scale : float
        The pixel value that stands for full intensity, 1.0 once normalized.
    test_images, test_labels : ndarray or None
        The source's own test set, in the same form; None where it has none.

    Raises
    ------
    InputError
        The arrays or names do not fit this description, or each other.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    class_names: tuple[str, ...]
    scale: float = 255.0
    test_images: NDArray[np.uint8] | None = None
    test_labels: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        for name in self.class_names:
            check_class_name(name)
        check_distinct(self.class_names)
        check_arrays(self.images, self.labels, len(self.class_names))
        check_scale(self.scale, self.images)
        if (self.test_images is None) != (self.test_labels is None):
            raise InputError("test images and test labels come together or not at all")
        if self.test_images is not None and self.test_labels is not None:
            check_arrays(self.test_images, self.test_labels, len(self.class_names))
            size, test_size = self.images.shape[1:], self.test_images.shape[1:]
            require(size == test_size, f"test images must be {size} as the images are", test_size)
            check_scale(self.scale, self.test_images)


def check_class_name(name: str) -> None:
    """Refuse a class name that cannot be shown in one line, or that a spreadsheet or DVC's page would run.

    Parameters
    ----------
    name : str
        The name; a folder's name that is not UTF-8 holds surrogates, as Python reads it.

    Raises
    ------
    InputError
        The name is empty; or holds a control character, a line break or bytes that are not UTF-8;
        or starts like a formula (with `=`, `@`, `+` or `-`), which a spreadsheet would run when it
        opens a table of results; or holds `</script` or `<!--`, which would leave the script that
        `dvc plots` writes it into.

    Notes
    -----
    Names such as `T-shirt/top`, `Ankle boot`, `é`, `中文`, `-1` and `+1` are allowed, and so are
    quotes, commas, other markup and TeX: what writes them into a table, a page or a picture escapes them
    there. A CSV file has no escape for formulas, and DVC's page escapes nothing.
    """
    require(isinstance(name, str), "a class name must be a text", name)
    # In this form the full-width signs, which count as well, are the plain ones.
    start = unicodedata.normalize("NFKC", name).lstrip()
    fits = start and not _FORMULA.match(start)
    if not fits or any(unicodedata.category(character) in _REFUSED for character in name):
        raise InputError(
            "a class name must be UTF-8 text without control characters that does not start with"
            f" =, @, + or - (whole numbers may), got {shown(name)}"
        )
    rule = "a class name must be without </script and <!--, which DVC's page of plots would run"
    require(not _SCRIPT_END.search(name), rule, name)


def check_distinct(class_names: Sequence[str]) -> None:
    """Refuse a name that two classes have."""
    distinct = len(set(class_names)) == len(class_names)
    require(distinct, "class names must differ from each other", class_names)


def check_scale(scale: float, images: NDArray) -> None:
    """Refuse a scale that is no finite number, or that a pixel exceeds: images go from 0 to 1 once normalized."""
    brightest = np.asarray(images).max(initial=1)
    fits = isinstance(scale, Real) and brightest <= scale < math.inf
    require(fits, f"scale must be a finite number from {brightest}, the brightest pixel", scale)


def check_arrays(images: NDArray, labels: NDArray, classes: int, kind: type = np.uint8) -> None:
    """Refuse images that are not (n, h, w) of a kind, and labels that are not one of the classes for each."""
    for name, array in (("images", images), ("labels", labels)):
        require(isinstance(array, np.ndarray), f"{name} must be an array", array)
    if images.ndim != 3 or 0 in images.shape[1:] or images.dtype != kind:
        raise InputError(
            f"images must be (n, h, w) {kind.__name__}, got {images.shape} {images.dtype}"
        )
    if labels.shape != images.shape[:1] or labels.dtype != np.int64:
        raise InputError(
            f"labels must be ({len(images)},) int64, got {labels.shape} {labels.dtype}"
        )
    if len(labels) and not 0 <= labels.min() <= labels.max() < classes:
        raise InputError(
            f"labels must be from 0 to {classes - 1}, got {labels.min()} to {labels.max()}"
        )
