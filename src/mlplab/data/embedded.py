"""The data set that needs no file: scikit-learn's bundled digits."""

import numpy as np

from mlplab.data.dataset import Dataset


def sklearn_digits() -> Dataset:
    """Read scikit-learn's 1,797 handwritten digits: 8 x 8 pixels from 0 to 16, without a test set.

    Returns
    -------
    Dataset
        Images of shape (1797, 8, 8).

    References
    ----------
    E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
    Repository.
    """
    from sklearn.datasets import load_digits  # late: it takes a second to import

    digits = load_digits()
    return Dataset(
        images=digits.images.astype(np.uint8),
        labels=digits.target.astype(np.int64),
        class_names=tuple(str(name) for name in digits.target_names),
        scale=16.0,
    )
