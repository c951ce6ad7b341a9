"""Npz files: written with the same bytes by every Python, and read with care, since they may come from strangers."""

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from mlplab.errors import InputError

LARGE = 2**31 - 2**16  # bytes of an entry, beyond which zip files need sizes of 64 bits


def write_npz(file: IO[bytes], arrays: Mapping[str, Any]) -> None:
    """Write arrays as `numpy.savez` does, without pickle.

    NumPy asks for sizes of 64 bits in every entry, which Python before 3.11.4 writes in another way than after; and
    DVC would take the files of one for changes of the other's.
    """
    with ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            array = np.asanyarray(array)
            entry = ZipInfo(f"{name}.npy")
            with archive.open(entry, "w", force_zip64=array.nbytes > LARGE) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)


def read_npz(path: Path) -> dict[str, np.ndarray]:
    """Read the arrays of an npz file that `write_npz` or `numpy.savez` wrote.

    Raises
    ------
    InputError
        The file is missing, or no such npz. Arrays that are pickled, compressed or larger than the file are refused
        before memory is taken for them.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise InputError(f"{path}: must be a file, and is a folder, a pipe or a device")
        with path.open("rb") as file, ZipFile(file) as archive:
            entries = archive.infolist()
            _check_sizes(entries, os.fstat(file.fileno()).st_size)
            names = [entry.filename.removesuffix(".npy") for entry in entries]
            return {
                name: _read_array(archive, entry)
                for name, entry in zip(names, entries, strict=True)
            }
    except InputError:
        raise
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; `dvc repro` makes it") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except Exception:  # zipfile and NumPy meet broken files with whatever they stumble over
        raise InputError(f"{path}: not an npz file of uncompressed arrays") from None


def _check_sizes(entries: list[ZipInfo], size: int) -> None:
    """Refuse entries that are compressed, or that ask for more bytes than the file has."""
    stored = all(entry.compress_type == ZIP_STORED for entry in entries)
    if not stored or sum(entry.file_size for entry in entries) > size:
        raise ValueError("more than the file holds")


def _read_array(archive: ZipFile, entry: ZipInfo) -> np.ndarray:
    """Read one array, once its header has been found to fit the bytes that are there."""
    with archive.open(entry) as member:
        major, _ = np.lib.format.read_magic(member)
        read_header = {
            1: np.lib.format.read_array_header_1_0,
            2: np.lib.format.read_array_header_2_0,
        }
        shape, _, dtype = read_header[major](member)
        if math.prod(shape) * dtype.itemsize != entry.file_size - member.tell():
            raise ValueError("the header does not fit the data")
        member.seek(0)
        return np.lib.format.read_array(member, allow_pickle=False)
