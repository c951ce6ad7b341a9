"""A file that a data set's authors published, and the check that these bytes are that file."""

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from numpy.typing import NDArray

from mlplab.data import idx

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class PublishedFile:
    """One IDX file of a published data set.

    Attributes
    ----------
    name : str
        Its name without `.gz`.
    size : int
        Bytes of the decompressed content. No more is ever decompressed.
    sha256 : str
        Checksum of the decompressed content: the same content is distributed under several
        compressions.
    folders : tuple of str
        The folder that holds it in each place. The first is ours, the others are in use elsewhere.
    mirrors : tuple of str
        Addresses that `NAME.gz` is appended to, in the order in which they are asked.
    """

    name: str
    size: int
    sha256: str
    folders: tuple[str, ...]
    mirrors: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.folders[0]}/{self.name}.gz"

    def decode(self, stored: BinaryIO) -> NDArray:
        """Decompress, parse and verify a file as it was stored, compressed or not.

        The first bytes decide whether it is compressed, not its name: some browsers decompress what
        they download.

        Parameters
        ----------
        stored : binary file
            Open at its start, and seekable.

        Returns
        -------
        ndarray
            The values, in the shape that the file gives.

        Raises
        ------
        ValueError
            The fault (cut short, too long, not gzip data, not IDX, other content), without the
            file's name.
        """
        content = self._read(stored)
        if len(content) > self.size:
            raise ValueError(
                f"not the published {self}: {self.size} bytes of decompressed content expected,"
                " more found"
            )
        array = idx.parse(content)  # before the checksum: its faults say more
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise ValueError(
                f"not the published {self}: SHA-256 of the decompressed content {self.sha256}"
                f" expected, {found} found"
            )
        return array

    def _read(self, stored: BinaryIO) -> bytes:
        """Return the decompressed content, or its beginning, longer than `size`, if it is longer."""
        magic = stored.read(len(_GZIP_MAGIC))
        stored.seek(0)
        if magic != _GZIP_MAGIC:
            return stored.read(self.size + 1)
        try:
            return gzip.GzipFile(fileobj=stored).read(self.size + 1)
        except EOFError:
            raise ValueError("cut short: its gzip data ends too early") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise ValueError(f"damaged gzip data ({error})") from None
