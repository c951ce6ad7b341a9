"""Images beside what an autoencoder makes of them."""

import numpy as np

SHOWN = 10  # the first test images


def beside(originals: np.ndarray, reconstructions: np.ndarray) -> dict[str, np.ndarray]:
    """The images, what was made of them, and each image's own error.

    Parameters
    ----------
    originals : ndarray, shape (n, height, width)
    reconstructions : ndarray
        As many pixels in any shape.

    Returns
    -------
    dict
        `originals` and `reconstructions` (n, height, width), and `image_mse` (n,).
    """
    reconstructions = np.asarray(reconstructions).reshape(originals.shape)
    errors = np.square(reconstructions - originals, dtype=float)
    return {
        "originals": originals,
        "reconstructions": reconstructions,
        "image_mse": errors.mean(axis=(1, 2)),
    }
