"""Pictures framed as the images that the networks were trained on.

For drawn digits the page's canvas does the same in JavaScript (`page/js/perceptron.js`); a test holds the two together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

INK = 0.2  # what is darker than this share of the brightest pixel is no part of what is shown
ROUNDING = 1e-9  # so that sums in another order round the same way


@dataclass(frozen=True)
class Frame:
    """How what is shown lies in the training images.

    Attributes
    ----------
    height, width : float
        The shares of the image's height and width that it fills at most.
    proportional : bool
        Whether it keeps its proportions. Otherwise it is as high as it may be, and narrowed where it is wide.
    by_mass : bool
        Whether its center of mass comes to the image's middle, or else the middle of its box.
    whole_pixels : bool
        Whether it was moved by whole pixels: its center is then at the image's middle or up to one
        pixel below and right of it.
    """

    height: float
    width: float
    proportional: bool = True
    by_mass: bool = True
    whole_pixels: bool = False


# Of digits, by the images' shape.
FRAMES = {
    # MNIST says how (yann.lecun.com/exdb/mnist): fitted into 20 x 20 pixels, proportions kept. Every image has its
    # center of mass between 14 and 15.
    (28, 28): Frame(20 / 28, 20 / 28, whole_pixels=True),
    # Found by trying: all digits of scikit-learn are 8 pixels high and nearly all 5 to 7 wide. With these shares the
    # embedded study's networks classify most digits of MNIST.
    (8, 8): Frame(1.0, 0.65, proportional=False),
}
# Fashion-MNIST: trimmed, and the longer side fitted to the image (Xiao, Rasul and Vollgraf, 2017).
GARMENTS = Frame(1.0, 1.0, by_mass=False)


def reframe(gray: NDArray[np.uint8], shape: tuple[int, int], frame: Frame) -> NDArray[np.float64]:
    """Crop a picture to what is shown on it, and place that as in the training images.

    What is shown does not leave the image for the sake of its center. Every pixel is the mean of
    the area that it covers, divided by the brightest.

    Parameters
    ----------
    gray : array of shape (h, w)
        Bright on black, of any size.
    shape : (int, int)
        Height and width of the training images.
    frame : Frame
        How these lie in their images.

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
    down = ink.shape[0] / (frame.height * shape[0])
    across = max(down, ink.shape[1] / (frame.width * shape[1]))
    down = across if frame.proportional else down
    masses = [
        ink.sum(axis=axis) if frame.by_mass else np.ones(ink.shape[1 - axis]) for axis in (1, 0)
    ]
    above = _shares(masses[0], shape[0], down, frame.whole_pixels)
    beside = _shares(masses[1], shape[1], across, frame.whole_pixels)
    framed = above @ ink @ beside.T
    return framed / framed.max()


def _shares(mass: NDArray, size: int, scale: float, whole_pixels: bool) -> NDArray:
    """The shares, (size, n), that n pixels of the drawing have in each pixel of the image.

    `scale` is how many of the drawing's pixels one of the image covers. `mass`, (n,), is what decides
    the center: the ink along this axis, or ones.
    """
    n = len(mass)
    center = mass @ (np.arange(n) + 0.5) / mass.sum() / scale
    place, room = size / 2 - center, size - n / scale
    if whole_pixels:
        place, room = np.ceil(place - ROUNDING), np.floor(room + ROUNDING)
    edges = scale * (np.arange(size + 1)[:, None] - min(max(place, 0.0), max(room, 0.0)))
    overlaps = np.minimum(edges[1:], np.arange(n) + 1) - np.maximum(edges[:-1], np.arange(n))
    return np.maximum(overlaps, 0) / scale
