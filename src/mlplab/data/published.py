"""A file that a data set's authors published, and the check that these bytes are that file."""

import gzip
import hashlib
import zlib
from dataclasses import dataclass

from numpy.typing import NDArray

from mlplab.data import idx

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class PublishedFile:
    """One IDX file of a published data set.

    Attributes:
        name: its name without `.gz`.
        sha256: of the decompressed content: the same content is distributed under several
            compressions.
        folders: the folder it is looked for in, below each place; after the first, other names in
            use.
        mirrors: addresses that `NAME.gz` is appended to, the first to be asked first.
    """

    name: str
    sha256: str
    folders: tuple[str, ...]
    mirrors: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.folders[0]}/{self.name}.gz"

    def decode(self, stored: bytes) -> NDArray:
        """Unpack, parse and verify the bytes of a file as it was stored, compressed or not.

        The first bytes decide whether it is compressed, not its name: some browsers unpack what
        they download.

        Raises:
            ValueError: the fault (cut short, not gzip data, not IDX, other content), without the
                file's name.
        """
        content = _unpack(stored) if stored.startswith(_GZIP_MAGIC) else stored
        array = idx.parse(content)  # before the checksum: its faults say more
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise ValueError(
                f"not the published {self}: SHA-256 of the decompressed content {self.sha256}"
                f" expected, {found} found"
            )
        return array


def _unpack(packed: bytes) -> bytes:
    try:
        return gzip.decompress(packed)
    except EOFError:
        raise ValueError("cut short: its gzip data ends too early") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"damaged gzip data ({error})") from None
