"""Guess where the edges of a snapshot are without reading what stands before them.

V8 writes a row a line, and rows of nodes have more numbers than rows of edges, so that a line
anywhere in a file tells in which section it is. A guess may be wrong: who uses it has to check it.
"""

import re
from io import FileIO
from pathlib import Path
from typing import Final

from memfit.classes import dataclass
from memfit.heap.header import Header

LINE: Final = 1 << 12
"""Bytes in which a line of numbers ends, and the one after it too."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file.

    Attributes:
        start: Where its first number starts.
        end: Where its last number ends.
    """

    start: int
    end: int


def guess_edges(path: Path, header: Header, start: int, size: int) -> Span | None:
    """Guess where the edges stand.

    Args:
        path: The snapshot, not packed.
        header: Its header.
        start: A place after the header.
        size: Bytes of the file.

    Returns:
        From the bracket to the last edge; None where the file is not written as V8 does it.
    """
    try:
        with path.open("rb", buffering=0) as file:
            return _guess(file, header, start, size)
    except OSError:
        return None


def _guess(file: FileIO, header: Header, start: int, size: int) -> Span | None:
    at, text = _last_rows(file, len(header.node_fields), start, size)
    name = text.find(b'"edges"')
    first = text.find(b"[", name) + 1
    if name < 0 or not first:
        return None
    first += at
    at, text = _last_rows(file, len(header.edge_fields), first, size)
    rows, bracket, _ = text.partition(b"]")
    end = at + len(rows.rstrip(b"\n\r ,"))
    return Span(first, end) if bracket and end > first else None


def _last_rows(file: FileIO, fields: int, low: int, high: int) -> tuple[int, bytes]:
    """Return the text around the end of rows of so many numbers, and where it stands."""
    row = re.compile(rb"[^\n]*\n,?\d+(?:,\d+){%d}\n" % (fields - 1))
    while high - low > LINE:
        middle = (low + high) // 2
        if row.match(_text(file, middle, LINE)):
            low = middle
        else:
            high = middle
    return low, _text(file, low, high - low + LINE)


def _text(file: FileIO, place: int, most: int) -> bytes:
    file.seek(place)
    return file.read(most)
