"""A folder of one's own images, one folder a class."""

import os
from pathlib import Path

import numpy as np

from mlplab.data.dataset import Dataset, check_class_name
from mlplab.data.images import read_gray, resize
from mlplab.errors import InputError, cut, require

#: Height and width that every image is brought to: the size of MNIST's and Fashion-MNIST's.
SHAPE = (28, 28)


def image_folder(path: str, shape: tuple[int, int] = SHAPE) -> Dataset:
    """Read the images PATH/CLASS/FILE as gray images of one size.

    Parameters
    ----------
    path : str
        The folder, relative to the working directory; `~` is the home folder.
    shape : tuple of int
        Height and width of the images.

    Returns
    -------
    Dataset
        The images, without a test set. The class names are the folders' names in alphabetical
        order.

    Raises
    ------
    InputError
        The folder has no two classes or a link that leads nowhere, a class has no image or a name
        that `check_class_name` refuses, or a file is not an image that `read_gray` reads.

    Notes
    -----
    The images are taken from each class in turn, in the order of the files' names: a split that
    keeps this order has every class in its first part. Hidden files and folders are passed over,
    and so is what lies beside the class folders. Everything else has to be an image.
    """
    root = Path(os.path.expanduser(path))
    if not os.path.isdir(root):
        raise InputError(f"{cut(root)}: no such folder of images")
    entries = _visible(root)
    for entry in entries:  # a class must not go missing with the disk that it is on
        rule = f"{cut(entry)}: must lead to a folder or a file"
        require(os.path.exists(entry), rule, "a link to none")
    classes = [entry for entry in entries if os.path.isdir(entry)]
    if len(classes) < 2:
        raise InputError(
            f"{root}: two or more folders expected, one for each class, {len(classes)} found"
        )
    files = sorted(
        (turn, label, file)
        for label, folder in enumerate(classes)
        for turn, file in enumerate(_class_files(folder))
    )
    images = np.empty((len(files), *shape), dtype=np.uint8)
    for image, (_, _, file) in zip(images, files, strict=True):
        image[:] = resize(read_gray(file), shape)
    return Dataset(
        images,
        labels=np.array([label for _, label, _ in files], dtype=np.int64),
        class_names=tuple(folder.name for folder in classes),
    )


def _class_files(folder: Path) -> list[Path]:
    """Return the files of one class, whose name and number are checked."""
    try:
        check_class_name(folder.name)
    except InputError as fault:
        raise InputError(f"{folder}: {fault}") from None
    files = _visible(folder)
    if not files:
        raise InputError(f"{folder}: no image in this class's folder")
    return files


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise InputError(f"{folder}: cannot be listed ({error.strerror})") from None
