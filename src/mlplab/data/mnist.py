"""The data sets that come in IDX files: MNIST, its test file alone, and Fashion-MNIST."""

import numpy as np

from mlplab.data import locate
from mlplab.data.dataset import Dataset
from mlplab.data.published import PublishedFile

DIGITS = tuple("0123456789")
GARMENTS = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

#: The files of both data sets, and the bytes of each after decompression.
_SIZES = {
    "train-images-idx3-ubyte": 16 + 60_000 * 28 * 28,
    "train-labels-idx1-ubyte": 8 + 60_000,
    "t10k-images-idx3-ubyte": 16 + 10_000 * 28 * 28,
    "t10k-labels-idx1-ubyte": 8 + 10_000,
}
_MNIST_SHA256 = (
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
)
_FASHION_SHA256 = (
    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
)
_MNIST_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
_FASHION_MIRRORS = (
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    # The authors' repository, whose README names it as the other way to get the files.
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)


def _published(
    checksums: tuple[str, ...], folders: tuple[str, ...], mirrors: tuple[str, ...]
) -> tuple[PublishedFile, ...]:
    return tuple(
        PublishedFile(name, size, sha256, folders, mirrors)
        for (name, size), sha256 in zip(_SIZES.items(), checksums, strict=True)
    )


# The last folder of each is torchvision's.
MNIST = _published(_MNIST_SHA256, ("mnist", "MNIST/raw"), _MNIST_MIRRORS)
FASHION_MNIST = _published(
    _FASHION_SHA256, ("fashion-mnist", "fashion_mnist", "FashionMNIST/raw"), _FASHION_MIRRORS
)


def mnist() -> Dataset:
    """Read MNIST: 60,000 handwritten digits, 28 x 28 pixels, and 10,000 test images.

    Returns
    -------
    Dataset
        Images of shape (60000, 28, 28), test images of shape (10000, 28, 28).

    Raises
    ------
    InputError
        A file is faulty, or cannot be found or downloaded.

    References
    ----------
    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits"; CC BY-SA 3.0.
    """
    return _with_test_set(MNIST, DIGITS)


def mnist_t10k() -> Dataset:
    """Read MNIST's test file alone: 10,000 handwritten digits, 28 x 28 pixels, without a test set.

    Returns
    -------
    Dataset
        Images of shape (10000, 28, 28).

    Raises
    ------
    InputError
        A file is faulty, or cannot be found or downloaded.

    References
    ----------
    As for `mnist`.
    """
    images, labels = map(locate.read, MNIST[2:])
    return Dataset(images, labels.astype(np.int64), DIGITS)


def fashion_mnist() -> Dataset:
    """Read Fashion-MNIST: 60,000 images of garments, 28 x 28 pixels, and 10,000 test images.

    Returns
    -------
    Dataset
        Images of shape (60000, 28, 28), test images of shape (10000, 28, 28).

    Raises
    ------
    InputError
        A file is faulty, or cannot be found or downloaded.

    References
    ----------
    H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking
    machine learning algorithms", arXiv:1708.07747; MIT license.
    """
    return _with_test_set(FASHION_MNIST, GARMENTS)


def _with_test_set(files: tuple[PublishedFile, ...], class_names: tuple[str, ...]) -> Dataset:
    images, labels, test_images, test_labels = map(locate.read, files)
    return Dataset(
        images,
        labels.astype(np.int64),
        class_names,
        test_images=test_images,
        test_labels=test_labels.astype(np.int64),
    )
