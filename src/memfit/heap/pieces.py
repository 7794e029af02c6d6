"""A file read in pieces that stay in the processor's cache, plain or gzipped."""

import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from memfit.errors import UnusableInputError
from memfit.heap.graph import U8

if TYPE_CHECKING:
    from gzip import GzipFile

_REST: Final = 1 << 12
_NEAR: Final = 1 << 12  # bytes in which most of what is looked for is; to copy them costs nothing
_LARGEST: Final = 1 << 28  # a single string or header beyond this is no snapshot of V8
_INFLATION: Final = 1032  # the most that gzip can save


class Pieces:
    """A window that moves over a file.

    No thread reads ahead: it would have the text in the cache of another core, which costs a third
    more CPU than it saves time. Whoever parses a part of a file reads it.

    Args:
        path: The file.
        piece: Bytes to read at a time, until a single value needs more.

    Attributes:
        buffer: The window's bytes; what is not consumed yet is `buffer[start:end]`, and
            `buffer[end]` is zero, so that loops over digits stop there.
        start: See `buffer`.
        end: See `buffer`.
        base: Where `buffer[0]` would stand in the (unpacked) file.
        gzipped: Whether the file is packed.
        size: Bytes of the file as stored.
        piece: Bytes that are read at a time.
        broken: Why the file cannot be read to its end, or None.
    """

    def __init__(self, path: Path, piece: int) -> None:
        self.path = path
        self.broken: str | None = None
        self.piece = piece
        self._room = _REST  # in front of a piece, for what is left of the one before
        self.buffer = self._space()
        self.start = self.end = self._room
        self.base = -self._room
        try:
            raw = path.open("rb", buffering=0)
            self.size = raw.seek(0, io.SEEK_END)
            raw.seek(0)
            self.gzipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
        except OSError as error:
            raise UnusableInputError(f"{path} cannot be read: {error.strerror}") from error
        self._file: GzipFile | io.FileIO = _unpacking(raw) if self.gzipped else raw
        self._raw = raw

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._raw.close()

    def most_bytes(self) -> int:
        """Return what the file can hold at most, unpacked."""
        return self.size * (_INFLATION if self.gzipped else 1)

    @property
    def place(self) -> int:
        """Where `start` stands in the (unpacked) file."""
        return self.base + self.start

    def jump(self, place: int) -> None:
        """Move the window to another place of a file that is not packed."""
        self._raw.seek(place)
        self.broken = None
        self.start = self.end = self._room
        self.buffer[self.end] = 0
        self.base = place - self._room

    def consume(self, count: int) -> None:
        """Move the start of the window."""
        self.start += count

    def more(self) -> bool:
        """Read on; what is not consumed stays.

        Returns:
            False at the end of the file.
        """
        rest = self.buffer[self.start : self.end]
        self.base += self.end
        if len(rest) > self._room:
            self._widen(len(rest))
        self.base -= self._room
        self.start = self._room - len(rest)
        self.buffer[self.start : self._room] = rest
        got = self._read()
        self.end = self._room + got
        self.buffer[self.end] = 0
        return got > 0

    def _space(self) -> U8:
        return np.zeros(self._room + self.piece + 1, np.uint8)

    def _read(self) -> int:
        try:
            return self._file.readinto(self.buffer[self._room : -1].data) or 0
        except (OSError, EOFError, zlib.error) as error:
            self.broken = str(error)
            return 0

    def _widen(self, rest: int) -> None:
        """Make room for a value that is longer than a piece; pieces grow with it."""
        if rest > _LARGEST:
            raise UnusableInputError(f"{self.path} is no heap snapshot: one value fills 256 MB")
        self._room, self.piece = 2 * rest, max(self.piece, rest)
        self.buffer = self._space()

    def text(self, most: int) -> bytes:
        """Return what is in the window, at most so many bytes."""
        return self.buffer[self.start : min(self.end, self.start + most)].tobytes()

    def where(self, word: bytes) -> int | None:
        """Return where in the window a word is, from `start`; None if it is not there."""
        for most in (_NEAR, self.end - self.start):
            at = self.text(most).find(word)
            if at >= 0:
                return at
        return None

    def find(self, word: bytes) -> bool:
        """Move to the byte after the next `word`; False if it does not come."""
        while True:
            at = self.where(word)
            if at is not None:
                self.consume(at + len(word))
                return True
            # The word may lie across two pieces.
            self.consume(max(self.end - self.start - len(word) + 1, 0))
            if not self.more():
                return False


def _unpacking(raw: io.FileIO) -> "GzipFile":
    from gzip import GzipFile

    return GzipFile(fileobj=raw)
