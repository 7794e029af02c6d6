"""A file read in pieces that stay in the processor's cache, plain or gzipped."""

import gzip
import io
import zlib
from pathlib import Path
from typing import Final

import numpy as np

from memfit.errors import UnusableInputError

PIECE: Final = 1 << 20
_LARGEST: Final = 1 << 28  # a single string or header beyond this is no snapshot of V8
_INFLATION: Final = 1032  # the most that gzip can save


class Pieces:
    """A window that moves over a file.

    Attributes:
        buffer: The window's bytes; what is not consumed yet is `buffer[start:end]`, and
            `buffer[end]` is zero, so that loops over digits stop there.
        start: See `buffer`.
        end: See `buffer`.
        base: Where `buffer[0]` stands in the (unpacked) file.
        gzipped: Whether the file is packed.
        size: Bytes of the file as stored.
        broken: Why the file cannot be read to its end, or None.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.buffer = np.zeros(PIECE + 1, np.uint8)
        self.start = self.end = self.base = 0
        self.broken: str | None = None
        try:
            raw = path.open("rb", buffering=0)
            self.size = raw.seek(0, io.SEEK_END)
            raw.seek(0)
            self.gzipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
        except OSError as error:
            raise UnusableInputError(f"{path} cannot be read: {error.strerror}") from error
        self._file: gzip.GzipFile | io.FileIO = gzip.GzipFile(fileobj=raw) if self.gzipped else raw
        self._raw = raw

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._raw.close()

    def most_bytes(self) -> int:
        """Return what the file can hold at most, unpacked."""
        return self.size * (_INFLATION if self.gzipped else 1)

    def consume(self, count: int) -> None:
        """Move the start of the window."""
        self.start += count

    def more(self) -> bool:
        """Read on; what is not consumed stays.

        Returns:
            False at the end of the file.
        """
        rest = self.end - self.start
        if rest and self.start:
            self.buffer[:rest] = self.buffer[self.start : self.end].copy()
        self.base += self.start
        self.start, self.end = 0, rest
        if rest > len(self.buffer) // 2:
            self._grow()
        try:
            got = self._file.readinto(self.buffer[rest:-1].data) or 0
        except (OSError, EOFError, zlib.error) as error:
            self.broken = str(error)
            got = 0
        self.end = rest + got
        self.buffer[self.end] = 0
        return got > 0

    def _grow(self) -> None:
        if len(self.buffer) > _LARGEST:
            raise UnusableInputError(f"{self.path} is no heap snapshot: one value fills 256 MB")
        larger = np.zeros(2 * len(self.buffer), np.uint8)
        larger[: self.end] = self.buffer[: self.end]
        self.buffer = larger

    def text(self) -> bytes:
        """Return what is in the window."""
        return self.buffer[self.start : self.end].tobytes()

    def find(self, word: bytes) -> bool:
        """Move to the byte after the next `word`; False if it does not come."""
        while True:
            at = self.text().find(word)
            if at >= 0:
                self.consume(at + len(word))
                return True
            # The word may lie across two pieces.
            self.consume(max(self.end - self.start - len(word) + 1, 0))
            if not self.more():
                return False
