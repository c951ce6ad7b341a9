"""Classifying one's own images with the networks that the study trained."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlplab import artifacts, data, nn, paths
from mlplab.data import mnist
from mlplab.data.dataset import check_class_name
from mlplab.errors import InputError, require
from mlplab.preprocessing import FRAMES, GARMENTS, INK, Frame, reframe

MODELS = paths.MODELS
DEFAULT_MODEL = paths.model("kfold_tuning")
# Beyond these an image is doubted. All of MNIST's digits and scikit-learn's are within: they have up to 6 parts, cover
# up to 57% of the image and 36% of its border. Photographs have dozens of parts.
FAINTEST, MOST_PARTS, MOST_INK, MOST_INK_ON_BORDER = 16, 6, 0.6, 0.4


@dataclass(frozen=True)
class Classifier:
    """The networks of one model file, and what they were trained on.

    Attributes
    ----------
    networks : mapping of str to nn.Network
        By name (a seed); their probabilities are averaged.
    class_names : tuple of str
        One name for each output.
    image_shape : (int, int)
        Height and width of the images they take.

    Raises
    ------
    InputError
        A network does not fit the images or the classes.
    """

    networks: Mapping[str, nn.Network]
    class_names: tuple[str, ...]
    image_shape: tuple[int, int]

    def __post_init__(self) -> None:
        height, width = self.image_shape
        expected = height * width, len(self.class_names)
        for name, network in self.networks.items():
            if expected != (network.sizes[0], network.sizes[-1]):
                raise InputError(
                    f"network {name}: {expected[0]} inputs and {expected[1]} outputs expected, "
                    f"got {network.sizes[0]} and {network.sizes[-1]}"
                )

    @property
    def frame(self) -> Frame | None:
        """How the digits or garments lie in the images that it was trained on; None for other images."""
        if self.class_names == mnist.GARMENTS and self.image_shape == (28, 28):
            return GARMENTS
        return FRAMES.get(self.image_shape) if self.class_names == mnist.DIGITS else None

    def probabilities(self, images: Iterable[NDArray[np.uint8]]) -> NDArray:
        """The probability of each class, (n, classes), for n gray images (h, w) of any size."""
        X = np.stack([self._prepare(image).ravel() for image in images])
        found = np.mean([nn.predict_proba(net, X) for net in self.networks.values()], axis=0)
        require(np.isfinite(found).all(), "the networks must give finite probabilities", "NaN")
        return found

    def _prepare(self, image: NDArray[np.uint8]) -> NDArray:
        """An image as the training images are, in [0, 1]; one of their size is taken as it is."""
        if self.frame and image.shape != self.image_shape:
            return reframe(image, self.image_shape, self.frame)
        return data.normalize(data.resize(image, self.image_shape), scale=255)


def load_classifier(path: Path) -> Classifier:
    """Read a model file that a stage wrote, leaving out the networks it names as diverged.

    Raises
    ------
    InputError
        The file is missing, or holds no network that can classify images.
    """
    networks, about = artifacts.read_model(path)
    if not networks or not {"class_names", "image_shape"} <= about.keys():
        raise InputError(f"{path}: holds no network that classifies images")
    for name in about.get("diverged", np.array([])).ravel().tolist():
        networks.pop(name, None)
    if not networks:
        raise InputError(f"{path}: every network in it diverged in training, and predicts nothing")
    names, shape = about["class_names"], about["image_shape"]
    try:
        texts = names.ndim == 1 and names.dtype.kind == "U"
        require(texts, "class_names must be texts", names.tolist())
        for name in names.tolist():
            check_class_name(name)  # of a folder's classes all that could be trained on
        sizes = shape.shape == (2,) and shape.dtype.kind in "iu" and shape.min() > 0
        require(sizes, "image_shape must be a height and a width", shape.tolist())
        height, width = shape.tolist()
        return Classifier(networks, tuple(names.tolist()), (height, width))
    except InputError as fault:
        raise InputError(f"{path}: {fault}") from None


def find_doubts(image: NDArray[np.uint8], frame: Frame | None) -> Iterator[str]:
    """What makes a gray image (h, w) unlike those that the networks were trained on, in words."""
    height, width = image.shape
    drawn = frame in FRAMES.values()
    if np.ptp(image) < FAINTEST:
        yield "it has one shade of gray all over: nothing is drawn on it"
        return
    if height != width and not frame:
        yield f"{width} x {height} pixels are not square, and will be stretched"
    border = _border(image.shape)
    inverted = border.any() and not border.all() and image[border].mean() > image[~border].mean()
    photograph = _find_photograph(255 - image if inverted else image) if drawn else None
    if photograph:
        yield photograph
    elif inverted:
        yield "its border is brighter than its center: inverted? (--invert turns it back)"
    elif drawn and (crossed := np.mean(image[border] > INK * image.max())) > MOST_INK_ON_BORDER:
        yield f"{crossed:.0%} of its border is not black: the drawing should lie within the picture"


def _find_photograph(image: NDArray[np.uint8]) -> str | None:
    """What makes a gray image a photograph rather than white strokes on black."""
    from scipy.ndimage import label  # late: it takes a while to import

    brightest = image.max()
    covered = np.mean(image > INK * brightest)
    _, parts = label(image > brightest / 2, np.ones((3, 3)))
    if parts <= MOST_PARTS and covered <= MOST_INK:
        return None
    noun = "part" if parts == 1 else "parts"
    return f"{covered:.0%} of it is not black, in {parts} bright {noun}: a photograph?"


def _border(shape: tuple[int, ...]) -> NDArray[np.bool]:
    """Which pixels lie on the border: as wide as one pixel of an image of MNIST's."""
    width = max(1, min(shape) // 28)
    border = np.ones(shape, dtype=bool)
    border[width:-width, width:-width] = False
    return border


def format_prediction(
    name: str, probabilities: NDArray, class_names: Sequence[str], top: int
) -> str:
    """The name of an image, and below it a line for each of the `top` most probable classes."""
    order = np.argsort(-probabilities, kind="stable")[:top]
    width = max(len(class_names[k]) for k in order)
    rows = [f"  {class_names[k]:<{width}}  {probabilities[k]:.4f}" for k in order]
    return "\n".join([name, *rows])


def describe_models(folder: Path = MODELS) -> Iterator[str]:
    """One line for each model file in the folder: what it classifies, or why it cannot."""
    for path in sorted(folder.rglob("*.npz")):
        try:
            line = describe(path, load_classifier(path))
        except InputError as fault:
            yield str(fault)
            continue
        yield f"{line}, the default" if path == DEFAULT_MODEL else line


def describe(path: Path, classifier: Classifier) -> str:
    """A model file in one line: its networks, and the classes that they tell apart."""
    sizes = "-".join(map(str, next(iter(classifier.networks.values())).sizes))
    count, names = len(classifier.networks), ", ".join(classifier.class_names)
    return f"{path}: {count} network{'s'[: count > 1]} {sizes}, classes {names}"
