"""A drawn digit, framed as the digits that the networks were trained on.

The page's canvas does the same in JavaScript (`page/js/draw.js`); a test holds the two together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INK = 0.2  # what is darker than this share of the brightest pixel is no part of the drawing
ROUNDING = 1e-9  # so that sums in another order round the same way


@dataclass(frozen=True)
class Frame:
    """How the training digits lie in their images.

    Attributes
    ----------
    height, width : float
        The shares of the image's height and width that a digit fills at most.
    proportional : bool
        Whether digits keep their proportions. Otherwise each is as high as it may be, and a wide one is narrowed.
    whole_pixels : bool
        Whether digits were moved by whole pixels: their center of mass is then at the image's
        middle or up to one pixel below and right of it.
    """

    height: float
    width: float
    proportional: bool
    whole_pixels: bool


FRAMES = {
    # MNIST says how (yann.lecun.com/exdb/mnist): fitted into 20 x 20 pixels, proportions kept. Every image has its
    # center of mass between 14 and 15.
    (28, 28): Frame(20 / 28, 20 / 28, proportional=True, whole_pixels=True),
    # Found by trying: all digits of scikit-learn are 8 pixels high and nearly all 5 to 7 wide. With these shares the
    # embedded study's networks classify most digits of MNIST.
    (8, 8): Frame(1.0, 0.65, proportional=False, whole_pixels=False),
}


def frame_digit(gray: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.float64]:
    """Crop a picture to what is drawn on it, and place that as in the training images.

    The center of mass comes to the middle, as far as the drawing does not leave the image. Every
    pixel is the mean of the area that it covers, divided by the brightest.

    Parameters
    ----------
    gray : array of shape (h, w)
        A digit in white on black, of any size.
    shape : (int, int)
        Height and width of the training images, a key of `FRAMES`.

    Returns
    -------
    array of the given shape
        Ink from 0 to 1; all 0 where nothing is drawn.
    """
    brightest = gray.max(initial=0)
    if brightest == 0:
        return np.zeros(shape)
    ink = np.asarray(gray / float(brightest))
    drawn = np.asarray(ink > INK)
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    frame = FRAMES[shape]
    down = ink.shape[0] / (frame.height * shape[0])
    across = max(down, ink.shape[1] / (frame.width * shape[1]))
    down = across if frame.proportional else down
    above = _shares(ink.sum(axis=1), shape[0], down, frame.whole_pixels)
    beside = _shares(ink.sum(axis=0), shape[1], across, frame.whole_pixels)
    framed = above @ ink @ beside.T
    return framed / framed.max()


def _shares(mass: NDArray, size: int, scale: float, whole_pixels: bool) -> NDArray:
    """The shares, (size, n), that n pixels of the drawing have in each pixel of the image.

    `scale` is how many of the drawing's pixels one of the image covers; `mass` is the ink at each of
    the n places along this axis.
    """
    n = len(mass)
    center = mass @ (np.arange(n) + 0.5) / mass.sum() / scale
    place, room = size / 2 - center, size - n / scale
    if whole_pixels:
        place, room = np.ceil(place - ROUNDING), np.floor(room + ROUNDING)
    edges = scale * (np.arange(size + 1)[:, None] - min(max(place, 0.0), max(room, 0.0)))
    overlaps = np.minimum(edges[1:], np.arange(n) + 1) - np.maximum(edges[:-1], np.arange(n))
    return np.maximum(overlaps, 0) / scale
