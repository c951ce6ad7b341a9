"""A folder of one's own images, one folder a class."""

from pathlib import Path

import numpy as np

from mlplab.data.dataset import Dataset
from mlplab.data.images import read_grey, resize
from mlplab.errors import InputError

#: Height and width that every image is brought to: the size of MNIST's and Fashion-MNIST's.
SHAPE = (28, 28)


def image_folder(path: str, shape: tuple[int, int] = SHAPE) -> Dataset:
    """Images of any kind and size in PATH/CLASS/FILE, as grey images of one size.

    The class names are the folders' names in alphabetical order. The images are taken in turn from
    each class, in the order of the files' names: a split that keeps this order has every class in
    its first part. Hidden files and folders are passed over, and so is what lies beside the class
    folders; anything else has to be an image.

    Args:
        path: the folder, relative to the working directory; `~` is the home folder.
        shape: height and width of the images.

    Raises:
        InputError: the folder has no two classes, a class has no image, or a file is not a readable
            image.
    """
    root = Path(path).expanduser()
    if not root.is_dir():
        raise InputError(f"{root}: no such folder of images")
    classes = [entry for entry in _visible(root) if entry.is_dir()]
    if len(classes) < 2:
        raise InputError(
            f"{root}: two or more folders expected, one for each class, {len(classes)} found"
        )
    files = []
    for label, folder in enumerate(classes):
        paths = _visible(folder)
        if not paths:
            raise InputError(f"{folder}: no image in this class's folder")
        files += [(turn, label, file) for turn, file in enumerate(paths)]
    files.sort()
    return Dataset(
        images=np.stack([resize(read_grey(file), shape) for _, _, file in files]),
        labels=np.array([label for _, label, _ in files], dtype=np.int64),
        class_names=tuple(folder.name for folder in classes),
    )


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise InputError(f"{folder}: cannot be listed ({error.strerror})") from None
