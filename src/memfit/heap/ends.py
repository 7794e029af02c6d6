"""Edges read from both ends of their section, by two threads that meet somewhere in between.

One starts while the nodes are still read, at a place that was guessed; when the nodes are done, the
other takes rows from the end until nothing is left. Each reads its own parts of the file, whole
lines, so that nothing but the columns is handed over. Where anything is not as V8 writes it there
is no result, and the edges are to be read in order.
"""

import os
import threading
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Final, Self

import numpy as np

from memfit.heap.graph import U8
from memfit.heap.header import Header
from memfit.heap.kernels import EdgeTable, Kernels, Progress
from memfit.heap.reserve import DIGITS, Reserve
from memfit.heap.sections import LINE, Span

_SHARE: Final = 3  # the part of what is left that a thread takes, when less than a piece is
_LEAST: Final = 16  # the part of a piece below which it is not worth to share


def processors() -> int:
    """Return how many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class BothEnds:
    """Reads edges from when it is entered on, until it is closed or left.

    Args:
        path: The snapshot, not packed.
        span: Where its edges may be.
        header: Its header; all nodes and edges that it promises are expected.
        kernels: The compiled ones, which let other threads run.
    """

    def __init__(self, path: Path, span: Span, header: Header, kernels: Kernels) -> None:
        self._path = path
        self._header = header
        self._table = EdgeTable(header, header.edges, header.nodes)
        self._kernels = kernels
        self._lock = threading.Lock()
        self._left = self.span = span
        self._usual = True  # whether all was as V8 writes it until now
        self._rows = 0  # from the start
        self._thread = threading.Thread(target=self._from_start, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and let go of the table."""
        self._usual = False
        self._thread.join()
        self._table = EdgeTable(self._header, 0, 0)

    def finish(self) -> EdgeTable | None:
        """Take rows from the end until all are read.

        Returns:
            The table, full with the numbers from the start to the end of the span; None if it
            could not be filled so.
        """
        before = self._from_end()
        self._thread.join()
        return self._table if self._usual and self._rows == before else None

    def _from_start(self) -> None:
        reserve, done = Reserve(self._table.columns), Progress()
        rate = 1 / (DIGITS * self._table.fields)
        for text, length in self._parts(last=False):
            before = done.rows
            reserve.until(before + int(rate * length) + 1)
            self._parse(text, length, self._table, done)
            rate = (done.rows - before) / length
        self._rows = done.rows

    def _from_end(self) -> int:
        """Return how many rows of the table are before those that were read."""
        whole, reserve = self._table, Reserve(self._table.columns)
        part = EdgeTable(self._header, self._most() // (2 * whole.fields), self._header.nodes)
        before = whole.rows
        for text, length in self._parts(last=True):
            done, after = Progress(), before
            self._parse(text, length, part, done)
            before -= done.rows
            if before < 0:
                self._usual = False
                break
            reserve.between(before, after)
            for column, rows in zip(whole.columns, part.columns, strict=True):
                column[before:after] = rows[: done.rows]
        return before

    def _parse(self, text: U8, length: int, table: EdgeTable, done: Progress) -> None:
        self._kernels.parse_edges(text, length, table, done)
        # All but the byte after the last number, which shows that the number ends there.
        if done.consumed != length - 1:
            self._usual = False

    def _parts(self, *, last: bool) -> Iterator[tuple[U8, int]]:
        """Read what no thread has taken, part by part; like pieces, each has a zero after it."""
        buffer = np.empty(self._most(), np.uint8)
        try:
            with self._path.open("rb", buffering=0) as file:
                while (part := self._take(file, last=last)) is not None:
                    length = part.end + 1 - part.start
                    file.seek(part.start)
                    if file.readinto(buffer[:length].data) != length:
                        break
                    buffer[length] = 0
                    yield buffer, length
                else:
                    return
        except OSError:
            pass
        self._usual = False

    def _most(self) -> int:
        return self._kernels.piece + LINE + 2

    def _take(self, file: FileIO, *, last: bool) -> Span | None:
        """Take whole lines from an end of what is left; None if nothing is."""
        piece = self._kernels.piece
        with self._lock:
            left, size = self._left, self._left.end - self._left.start
            if not self._usual or not size:
                return None
            wanted = max(min(piece, size // _SHARE), piece // _LEAST)
            cut = left.end
            if size > wanted:
                at = left.end - wanted if last else left.start + wanted
                file.seek(at)
                line = file.read(LINE).find(b"\n")
                cut = at + line if 0 <= line < left.end - at else left.end
            if cut < left.end:
                before, after = Span(left.start, cut), Span(cut, left.end)
                part, self._left = (after, before) if last else (before, after)
                return part
            if size > piece + LINE:
                self._usual = False
                return None
            self._left = Span(left.end, left.end)
            return left
