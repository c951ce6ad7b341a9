"""The table of sources: a new one is a function that gives a Dataset, and one line here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mlplab.data.dataset import Dataset
from mlplab.data.embedded import sklearn_digits
from mlplab.data.folder import image_folder
from mlplab.data.mnist import fashion_mnist, mnist, mnist_t10k
from mlplab.errors import require


@dataclass(frozen=True)
class Source:
    """Where images come from.

    Attributes
    ----------
    read : callable
        Gives the data set; called with the argument, where there is one, as a string.
    argument : str
        What stands after the colon in the source's name, as in `folder:PATH`; empty where there is
        none.
    """

    read: Callable[..., Dataset]
    argument: str = ""


SOURCES = {
    "sklearn_digits": Source(sklearn_digits),
    "mnist": Source(mnist),
    "mnist_t10k": Source(mnist_t10k),
    "fashion_mnist": Source(fashion_mnist),
    "folder": Source(image_folder, argument="PATH"),
}


def load(name: str) -> Dataset:
    """Load a data set by its source's name.

    Parameters
    ----------
    name : str
        As params.yaml has it: `mnist`, `folder:path/to/images`.

    Returns
    -------
    Dataset
        The images of that source.

    Raises
    ------
    InputError
        No such source, or its files are faulty or cannot be found or downloaded.
    """
    return _reader(name)()


def check_name(name: str) -> str:
    """Return a source's name as it is, without a look at any file.

    Parameters
    ----------
    name : str
        As params.yaml has it.

    Returns
    -------
    str
        The same name.

    Raises
    ------
    InputError
        No such source; the line names those there are.
    """
    _reader(name)
    return name


def _reader(name: str) -> Callable[[], Dataset]:
    key, colon, argument = name.partition(":")
    source = SOURCES.get(key)
    known = source is not None and bool(colon) == bool(argument) == bool(source.argument)
    allowed = ", ".join(
        f"{key}:{source.argument}" if source.argument else key for key, source in SOURCES.items()
    )
    require(known, f"the data source must be one of {allowed}", name)
    read = SOURCES[key].read
    return partial(read, argument) if argument else read
