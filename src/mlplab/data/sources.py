"""The table of sources: a new one is a function that gives a Dataset, and one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mlplab.data.dataset import Dataset
from mlplab.data.embedded import sklearn_digits
from mlplab.data.folder import image_folder
from mlplab.data.mnist import fashion_mnist, mnist
from mlplab.errors import InputError


@dataclass(frozen=True)
class Source:
    """Where images come from.

    Attributes:
        read: gives the data set; it is called with the argument, where there is one, as a string.
        argument: what stands after the colon in the source's name, as in `folder:PATH`; empty where
            there is none.
    """

    read: Callable[..., Dataset]
    argument: str = ""


SOURCES = {
    "sklearn_digits": Source(sklearn_digits),
    "mnist": Source(mnist),
    "fashion_mnist": Source(fashion_mnist),
    "folder": Source(image_folder, argument="PATH"),
}


def load(name: str) -> Dataset:
    """Load a data set by its source's name as params.yaml has it: `mnist`, `folder:path/to/images`.

    Raises:
        InputError: no such source; or its files are faulty or nowhere to be had.
    """
    return _reader(name)()


def check_name(name: str) -> str:
    """Return a source's name as it is, looking at no file.

    Raises:
        InputError: no such source; the line names those there are.
    """
    _reader(name)
    return name


def _reader(name: str) -> Callable[[], Dataset]:
    key, colon, argument = name.partition(":")
    source = SOURCES.get(key)
    if source is None or not bool(colon) == bool(argument) == bool(source.argument):
        allowed = ", ".join(
            f"{key}:{source.argument}" if source.argument else key
            for key, source in SOURCES.items()
        )
        raise InputError(f"the data source must be one of {allowed}, got {name!r}")
    return partial(source.read, argument) if argument else source.read
