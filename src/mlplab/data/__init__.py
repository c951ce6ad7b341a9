"""Where images come from, and how they are split and scaled.

To use other data, point a source at it (`folder:PATH`, see `image_folder`) or add a function and
one line to the table in `sources`. Importing this package imports NumPy alone; what a source needs
beyond it is imported when it is read.
"""

from mlplab.data.dataset import Dataset
from mlplab.data.folder import image_folder
from mlplab.data.images import read_gray, resize
from mlplab.data.sources import SOURCES, Source, check_name, load
from mlplab.data.splits import Splits, normalize, split

__all__ = [
    "SOURCES",
    "Dataset",
    "Source",
    "Splits",
    "check_name",
    "image_folder",
    "load",
    "normalize",
    "read_gray",
    "resize",
    "split",
]
