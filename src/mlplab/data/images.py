"""Image files of any size as gray arrays of one size."""

import math
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mlplab.errors import InputError, cut, require

if TYPE_CHECKING:
    from PIL.Image import Image

#: The kinds of image files that are read. Pillow knows more; for one, EPS, it starts Ghostscript.
FORMATS = ("BMP", "GIF", "JPEG", "PNG", "PPM", "TIFF", "WEBP")

#: The largest image that is decoded. One with transparency takes 16 bytes of memory a pixel.
MAX_PIXELS = 50_000_000

BITS, PHOTOMETRIC, WHITE_IS_ZERO = 258, 262, 0  # two of TIFF's tags, and a value of the second


def read_gray(path: str | Path) -> NDArray[np.uint8]:
    """Read an image file as gray values.

    The camera's rotation is applied, transparent parts lie on white, and of an animation the first
    picture is taken.

    Parameters
    ----------
    path : str or Path
        A file of one of `FORMATS`, with 8 or 16 bits a channel and at most `MAX_PIXELS` pixels.

    Returns
    -------
    ndarray of uint8, shape (h, w)
        0 is black, 255 is white.

    Raises
    ------
    InputError
        The path is not a file, or not of an image that can be read.
    """
    from PIL import Image, UnidentifiedImageError

    _check_file(path)
    too_large = f"{path}: at most {MAX_PIXELS:,} pixels expected"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's, of metadata and of sizes that we refuse
            # By its path Pillow maps a plain TIFF into memory, with the sides of a turned one exchanged.
            with open(path, "rb") as file, Image.open(file, formats=FORMATS) as image:
                require(math.prod(image.size) <= MAX_PIXELS, too_large, image.size)
                return np.array(_gray(image), dtype=np.uint8)
    except InputError:
        raise
    except Image.DecompressionBombError:  # above Pillow's own limit, which is higher
        raise InputError(f"{too_large}, got many more") from None
    except UnidentifiedImageError:
        kinds = ", ".join(FORMATS)
        raise InputError(f"{path}: not an image file of a known kind ({kinds})") from None
    except Exception as fault:  # decoders meet broken files with whatever they stumble over
        reason = getattr(fault, "strerror", None) or fault
        raise InputError(f"{path}: cannot be read as an image ({cut(reason)})") from None


def resize(gray: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Resample a gray image to another shape; one of other proportions is stretched.

    Parameters
    ----------
    gray : ndarray of uint8, shape (h, w)
        The image.
    shape : tuple of int
        Height and width of the result.

    Returns
    -------
    ndarray of uint8
        An image of that shape, bilinearly interpolated, averaged where it shrinks.
    """
    from PIL import Image

    height, width = shape
    resized = Image.fromarray(gray).resize((width, height), Image.Resampling.BILINEAR)
    return np.array(resized, dtype=np.uint8)


def _check_file(path: str | Path) -> None:
    """Refuse what is no file: a pipe would be waited for until somebody writes into it."""
    if not os.path.exists(path):
        raise InputError(f"{cut(path)}: no such file")
    if not os.path.isfile(path):
        kind = "a folder" if os.path.isdir(path) else "a pipe or a device"
        raise InputError(f"{path}: an image file expected, got {kind}")


def _gray(image: "Image") -> "Image":
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(image)
    # convert() would cut every value above 255. Of a PGM, Pillow has 16 bits in 32, whatever its largest value.
    if upright.mode.startswith("I;16") or (image.format, upright.mode) == ("PPM", "I"):
        pixels = np.asarray(upright)
        # Of a TIFF, Pillow leaves 12 bits as they are, and 0 where it stands for white.
        tags = getattr(image, "tag_v2", {})
        (bits,) = tags.get(BITS, (16,))
        gray = pixels >> (bits - 8)
        gray = 255 - gray if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO else gray
        white = pixels == upright.info.get("transparency", -1)
        return Image.fromarray(np.where(white, 255, gray).astype(np.uint8))
    if upright.mode in ("F", "I"):  # nobody knows their range
        raise ValueError(f"{upright.mode}: pixels of 32 bits, 8 or 16 expected")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(white, upright)
    return upright.convert("L")
