"""Image files of any kind and size as grey arrays of one size."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mlplab.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image


def read_grey(path: str | Path) -> NDArray[np.uint8]:
    """Read an image file of any kind that Pillow knows as (h, w) uint8 grey values, 255 white.

    The camera's rotation is applied, and transparent parts lie on white. Of an animation it is the
    first picture.

    Raises:
        InputError: the file is missing, or not an image that can be read.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            return np.array(_grey(image), dtype=np.uint8)
    except UnidentifiedImageError:
        raise InputError(f"{path}: not an image file of a known kind") from None
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except Exception as fault:  # decoders meet broken files with whatever they stumble over
        reason = getattr(fault, "strerror", None) or fault
        raise InputError(f"{path}: cannot be read as an image ({reason})") from None


def resize(grey: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Resample a grey image (h, w) to another shape; one of other proportions is stretched."""
    from PIL import Image

    height, width = shape
    resized = Image.fromarray(grey).resize((width, height), Image.Resampling.BILINEAR)
    return np.array(resized, dtype=np.uint8)


def _grey(image: "Image") -> "Image":
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I;16"):  # convert() would cut every value above 255
        values = np.asarray(upright).astype(np.uint32)
        return Image.fromarray((values >> 8).astype(np.uint8))
    if upright.mode in ("F", "I"):  # their range is nobody's to know
        raise ValueError(f"{upright.mode}: pixels of 32 bits, 8 or 16 expected")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    return upright.convert("L")
