"""Classifying one's own images with the networks that the study trained."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mlplab import artifacts, data, nn, paths
from mlplab.errors import InputError

MODELS = paths.MODELS
DEFAULT_MODEL = paths.model("kfold_tuning")


@dataclass(frozen=True)
class Classifier:
    """The networks of one model file, and what they were trained on.

    Attributes:
        networks: by name (a seed); their probabilities are averaged.
        class_names: one name for each output.
        image_shape: height and width of the images they take.

    Raises:
        InputError: a network does not fit the images or the classes.
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

    def probabilities(self, images: Sequence[NDArray[np.uint8]]) -> NDArray:
        """The probability of each class, (n, classes), for n grey images (h, w) of any size."""
        resized = np.stack([data.resize(image, self.image_shape) for image in images])
        X = data.normalize(resized, scale=255).reshape(len(images), -1)
        return np.mean([nn.predict_proba(net, X) for net in self.networks.values()], axis=0)


def load_classifier(path: Path) -> Classifier:
    """Read a model file that a stage wrote, leaving out the networks it names as diverged.

    Raises:
        InputError: the file is missing, or holds no network that can classify images.
    """
    networks, about = artifacts.read_networks(path), artifacts.read_about(path)
    if not networks or not {"class_names", "image_shape"} <= about.keys():
        raise InputError(f"{path}: holds no network that classifies images")
    for name in about.get("diverged", np.array([])).tolist():
        networks.pop(name)
    if not networks:
        raise InputError(f"{path}: every network in it diverged in training, and predicts nothing")
    height, width = about["image_shape"].tolist()
    try:
        return Classifier(networks, tuple(about["class_names"].tolist()), (height, width))
    except InputError as fault:
        raise InputError(f"{path}: {fault}") from None


def find_doubts(image: NDArray[np.uint8]) -> Iterator[str]:
    """What makes a grey image (h, w) unlike those that the networks were trained on, in words."""
    height, width = image.shape
    if height != width:
        yield f"{width} x {height} pixels are not square, and will be stretched"
    edge = max(1, min(height, width) // 28)  # one pixel of an image of MNIST's
    centre = image[edge:-edge, edge:-edge]
    border_sum = image.sum(dtype=np.int64) - centre.sum(dtype=np.int64)
    if centre.size and border_sum / (image.size - centre.size) > centre.mean():
        yield "its border is brighter than its centre: inverted? (--invert turns it back)"


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
            classifier = load_classifier(path)
        except InputError as fault:
            yield str(fault)
            continue
        sizes = "-".join(map(str, next(iter(classifier.networks.values())).sizes))
        count, names = len(classifier.networks), ", ".join(classifier.class_names)
        default = ", the default" if path == DEFAULT_MODEL else ""
        yield f"{path}: {count} network{'s'[: count > 1]} {sizes}, classes {names}{default}"
