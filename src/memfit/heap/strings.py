"""The strings of a snapshot, read when they are asked for."""

import json
import mmap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from memfit.heap.graph import U32, U64

_FEW: Final = 4  # candidates that are compared whole
LOST = "(name lost)"
"""What stands for a string that a cut file no longer has."""


class Strings:
    """Strings by number; only their places are in memory.

    Args:
        text: The file, or the part of it that holds the strings.
        offset: Per string, where its text starts in `text`, after the quote.
        length: Per string, its bytes as JSON writes it.
    """

    def __init__(self, text: mmap.mmap | bytes, offset: "U64", length: "U32") -> None:
        self.text = text
        self.offset = offset
        self.length = length
        self._bytes = np.frombuffer(text, np.uint8)
        self._read: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.offset)

    def raw(self, number: int) -> bytes:
        """Return a string as JSON writes it, without the quotes."""
        start = int(self.offset[number])
        return self.text[start : start + int(self.length[number])]

    def __getitem__(self, number: int) -> str:
        known = self._read.get(number)
        if known is None:
            known = self._decode(number)
            self._read[number] = known
        return known

    def _decode(self, number: int) -> str:
        if number >= len(self):
            return LOST
        raw = self.raw(number)
        try:
            return str(json.loads(b'"' + raw + b'"', strict=False))
        except ValueError:
            return raw.decode("utf-8", "replace")

    def find(self, words: Iterable[str]) -> dict[str, int]:
        """Find strings by content; words that no string equals are left out.

        Only words that JSON writes as they are can be found.
        """
        found = {}
        for word in words:
            raw = word.encode()
            numbers = np.flatnonzero(self.length == len(raw))
            for place, byte in enumerate(raw):
                if len(numbers) <= _FEW:
                    break
                starts = self.offset[numbers].astype(np.int64)
                numbers = numbers[self._bytes[starts + place] == byte]
            number = next((int(n) for n in numbers if self.raw(int(n)) == raw), None)
            if number is not None:
                found[word] = number
        return found


def open_text(path: Path) -> mmap.mmap | bytes:
    """Map a file into memory, so that only the parts that are read take any."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
