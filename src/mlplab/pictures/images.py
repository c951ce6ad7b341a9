"""Pictures of the data: samples with their class names, and images with what was made of them."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style

ONE = 0.66  # inches, the least for an image with its number
# Color maps: 1 is ink on white paper, 1 is light as in a photograph, and red is where a rebuilt image is too high.
INK, LIGHT, ERROR = "binary", "gray", "RdBu_r"


@style.applied()
def first_images(
    images: npt.NDArray,
    labels: Sequence[int] | npt.NDArray,
    class_names: Sequence[str],
    width: float = style.WIDE,
    colors: str = INK,
) -> Figure:
    """Draw images (n, h, w) in [0, 1] in as many rows as it takes, each under the name of its class."""
    columns = style.columns(width, 0.9, len(images))
    rows = -(-len(images) // columns)
    figure = Figure(figsize=(width, 1.5 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    titles = wording.class_labels(class_names)
    for ax in axes:
        ax.set_axis_off()
    for ax, image, label in zip(axes, images, labels, strict=False):
        ax.set_axis_on()
        _draw_image(ax, image, colors)
        ax.set_title(titles[class_names[int(label)]], loc="center", size=11)
    return figure


@style.applied()
def reconstructions(
    originals: npt.NDArray,
    rebuilt: Mapping[str, npt.NDArray],
    errors: Mapping[str, npt.NDArray],
    width: float = style.WIDE,
    colors: str = INK,
) -> Figure:
    """Draw originals above their reconstructions and the maps of their errors, each with the image's own error.

    Parameters
    ----------
    originals : ndarray, shape (n, height, width)
        In [0, 1].
    rebuilt : mapping of str to ndarray
        Of the same shape, by what made them.
    errors : mapping of str to ndarray, shape (n,)
        The mean squared error of each image.
    width : float
        Inches that there are: the images stand in blocks that fit.
    colors : str
        The color map of the images.
    """
    count = style.columns(width - 1.2, ONE, len(originals))
    blocks = [slice(start, start + count) for start in range(0, len(originals), count)]
    lines = 1 + 2 * len(rebuilt)
    figure = Figure(figsize=(width, 0.98 * lines * len(blocks)), layout="constrained")
    axes = figure.subplots(lines * len(blocks), count, squeeze=False)
    names = style.palette(rebuilt)
    reach = max(float(np.abs(images - originals).max()) for images in rebuilt.values())
    for block, part in enumerate(blocks):
        rows = axes[lines * block : lines * (block + 1)]
        _draw_row(rows[0], "original", originals[part], style.INK, colors)
        for rank, (name, images) in enumerate(rebuilt.items()):
            made, map_ = rows[2 * rank + 1 : 2 * rank + 3]
            _draw_row(made, wording.words(name), images[part], names[name], colors)
            _draw_row(map_, "error", images[part] - originals[part], names[name], ERROR, reach)
            for ax, error in zip(map_, errors[name][part], strict=False):
                ax.set_xlabel(f"{error:.4f}", size=11, labelpad=2)
    return figure


def _draw_row(
    axes: npt.NDArray,
    name: str,
    images: npt.NDArray,
    color: str,
    colors: str,
    reach: float | None = None,
) -> None:
    for ax in axes[len(images) :]:
        ax.set_axis_off()
    for ax, image in zip(axes, images, strict=False):
        _draw_image(ax, image, colors, reach)
    axes[0].set_ylabel(name, rotation=0, ha="right", va="center", color=color)


def _draw_image(ax: Axes, image: npt.NDArray, colors: str, reach: float | None = None) -> None:
    """Show an image of values in [0, 1], or of errors up to `reach`, clipped; a drawing holds its pixels, once each."""
    low, high = (0, 1) if reach is None else (-reach, reach)
    ax.imshow(np.asarray(image), cmap=colors, vmin=low, vmax=high, interpolation="none")
    ax.grid(False)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    ax.spines[:].set_color(style.FAINT)
