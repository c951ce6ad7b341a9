"""Pictures of the data: samples with their class names, originals above their reconstructions."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from mlplab import wording
from mlplab.pictures import style


@style.applied()
def first_images(
    images: npt.NDArray, labels: Sequence[int] | npt.NDArray, class_names: Sequence[str]
) -> Figure:
    """Draw images (n, h, w) in [0, 1] in one row, each under the name of its class."""
    figure = Figure(figsize=(12, 1.5), layout="constrained")
    axes = figure.subplots(1, len(images), squeeze=False)[0]
    for ax, image, label in zip(axes, images, labels, strict=True):
        _draw_image(ax, image)
        ax.set_title(class_names[int(label)], loc="center", size=11)
    return figure


@style.applied()
def reconstructions(originals: npt.NDArray, rebuilt: Mapping[str, npt.NDArray]) -> Figure:
    """Draw originals (n, h, w) in [0, 1] above one row of reconstructions, same shape, a name."""
    rows = {"original": originals, **rebuilt}
    colors = {"original": style.INK, **style.palette(rebuilt)}
    figure = Figure(figsize=(12, 1.2 * len(rows)), layout="constrained")
    axes = figure.subplots(len(rows), len(originals), squeeze=False)
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for ax, image in zip(line, images, strict=True):
            _draw_image(ax, image)
        line[0].set_ylabel(
            wording.words(name), rotation=0, ha="right", va="center", color=colors[name]
        )
    return figure


def _draw_image(ax: Axes, image: npt.NDArray) -> None:
    """Show an image as dark on white, values outside [0, 1] clipped."""
    ax.imshow(np.asarray(image), cmap="binary", vmin=0, vmax=1, interpolation="nearest")
    ax.grid(False)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    ax.spines[:].set_color(style.FAINT)
