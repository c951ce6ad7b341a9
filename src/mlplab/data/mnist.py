"""The two data sets that come in IDX files: MNIST's test file, and Fashion-MNIST."""

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

_MNIST_SHA256 = {
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
_FASHION_SHA256 = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
_MNIST_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
_FASHION_MIRRORS = (
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    # The authors' repository, whose README names it as the other way to get the files.
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
)

# The last folder of each is torchvision's.
MNIST = tuple(
    PublishedFile(name, sha256, ("mnist", "MNIST/raw"), _MNIST_MIRRORS)
    for name, sha256 in _MNIST_SHA256.items()
)
FASHION_MNIST = tuple(
    PublishedFile(
        name, sha256, ("fashion-mnist", "fashion_mnist", "FashionMNIST/raw"), _FASHION_MIRRORS
    )
    for name, sha256 in _FASHION_SHA256.items()
)


def mnist() -> Dataset:
    """MNIST's t10k file alone: 10,000 handwritten digits, 28 x 28 pixels, no test set of its own.

    The report's from-scratch study uses these 10,000. Source: Y. LeCun, C. Cortes and C. Burges,
    "The MNIST database of handwritten digits"; CC BY-SA 3.0.

    Raises:
        InputError: a file is faulty, or nowhere to be had.
    """
    images, labels = map(locate.read, MNIST)
    return Dataset(images, labels.astype(np.int64), DIGITS)


def fashion_mnist() -> Dataset:
    """Fashion-MNIST: 60,000 images of garments, 28 x 28 pixels, and 10,000 test images.

    Source: H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for
    benchmarking machine learning algorithms", arXiv:1708.07747; MIT licence.

    Raises:
        InputError: a file is faulty, or nowhere to be had.
    """
    images, labels, test_images, test_labels = map(locate.read, FASHION_MNIST)
    return Dataset(
        images,
        labels.astype(np.int64),
        GARMENTS,
        test_images=test_images,
        test_labels=test_labels.astype(np.int64),
    )
