"""Example images of each cell of a confusion matrix."""

import base64
import io
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from PIL import Image

SHOWN = 3  # images of a cell


class Example(NamedTuple):
    """An image as a data URI, dark on white, and what it shows in words."""

    source: str
    words: str


def choose(
    images: np.ndarray, actual: Sequence[str], predicted: np.ndarray
) -> Mapping[tuple[str, str], list[Example]]:
    """The images that most networks took for a class, by their own class and that one.

    Parameters
    ----------
    images : ndarray, shape (n, height, width)
        In [0, 1].
    actual : sequence of str
        Each image's class.
    predicted : ndarray of str, shape (networks, n)
        What each network took it for.

    Returns
    -------
    mapping
        At most `SHOWN` images a pair, those that most networks agree on first, then in the order of the images.
    """
    taken: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for index, own in enumerate(actual):
        classes, counts = np.unique(predicted[:, index], return_counts=True)
        for name, count in zip(classes, counts, strict=True):
            taken.setdefault((own, str(name)), []).append((-int(count), index))
    return {
        (own, name): [
            Example(_encode(images[index]), _tell(own, name, index, -count, len(predicted)))
            for count, index in sorted(found)[:SHOWN]
        ]
        for (own, name), found in taken.items()
    }


def _tell(own: str, name: str, index: int, count: int, networks: int) -> str:
    verb = "recognized" if own == name else f"taken for {name}"
    return f"Test image {index + 1}, {own}, {verb} by {count} of {networks} networks"


def _encode(image: np.ndarray) -> str:
    file = io.BytesIO()
    gray = np.rint(255 * (1 - image)).astype(np.uint8)
    Image.fromarray(gray).save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
