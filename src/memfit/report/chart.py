"""The memory of the tree over time as a few lines of text, for places that render no pictures."""

from bisect import bisect_right
from collections.abc import Iterator

from memfit.classes import dataclass
from memfit.explain.naming import instant
from memfit.explain.program import own_heap
from memfit.explain.series import maximum, value_at
from memfit.model.finding import Explanation
from memfit.model.recording import Recording
from memfit.report.marks import MarkKind, marks, timeline_end
from memfit.units import format_bytes

WIDTH = 64
HEIGHT = 12
LABEL = 9
"""Columns of the labels on the left."""

NEAR = 1.5
"""A limit is drawn if it is at most this many times the peak."""

MOST_PHASES = 5

HEAP, NATIVE, CACHE, LIMIT, KILLED, PEAK = "█▒░╌✕▲"


@dataclass(frozen=True, slots=True)
class _Column:
    """What the tree held when it held most within one column of time."""

    heap: int
    native: int
    cache: int

    def mark(self, bytes_: float) -> str:
        """Return what stands at a height of the column."""
        if bytes_ < self.heap:
            return HEAP
        if bytes_ < self.heap + self.native:
            return NATIVE
        return CACHE if bytes_ < self.heap + self.native + self.cache else " "


def chart(explanation: Explanation, recording: Recording) -> list[str]:
    """Draw the tree: V8's heaps, native memory and page cache on one another.

    Each column shows the instant at which the tree held most in it, so no peak is lost.

    Returns:
        Lines of at most `LABEL + WIDTH + 2` columns; none if the tree was never read.
    """
    end = timeline_end(recording)
    if not len(recording.usage) or end <= 0:
        return []
    columns = [_column(recording, end * n / WIDTH, end * (n + 1) / WIDTH) for n in range(WIDTH)]
    most = max(column.heap + column.native + column.cache for column in columns)
    limit = explanation.limit.bytes if explanation.limit else None
    drawn = limit if limit is not None and limit <= NEAR * most else None
    rows = list(_rows(columns, max(most, drawn or 0, 1), drawn))
    return [
        *rows,
        f"{'0':>{LABEL}} ┴{'─' * WIDTH}",
        *_marks(explanation, recording, end),
        " " * (LABEL + 2) + f"0 s{instant(end):>{WIDTH - 3}}",
        *_phases(explanation, end),
        _legend(any(CACHE in row for row in rows), limit, drawn),
    ]


def _column(recording: Recording, start: float, end: float) -> _Column:
    top = maximum(recording.usage, start, end)
    if top is None:
        return _Column(0, 0, 0)
    cache = min(value_at(recording.page_cache, top.at) or 0, top.value)
    heap = sum(
        value_at(own_heap(process), top.at) or 0
        for process in recording.processes
        if len(process.heap) and (process.ended is None or top.at < process.ended)
    )
    heap = min(heap, top.value - cache)
    return _Column(heap, top.value - cache - heap, cache)


def _rows(columns: list[_Column], top: int, limit: int | None) -> Iterator[str]:
    step = top / HEIGHT
    for row in reversed(range(HEIGHT)):
        low, high = row * step, (row + 1) * step
        at_limit = limit is not None and low < limit <= high
        cells = "".join(column.mark((low + high) / 2) for column in columns)
        if at_limit:
            cells = cells.replace(" ", LIMIT)
        shown = format_bytes(high) if row == HEIGHT - 1 or row % 3 == 2 else ""
        yield f"{shown:>{LABEL}} {'┤' if shown else '│'}{cells}".rstrip()


def _marks(explanation: Explanation, recording: Recording, end: float) -> Iterator[str]:
    cells = [" "] * WIDTH
    for mark in marks(recording, explanation):
        at = min(int(mark.at / end * WIDTH), WIDTH - 1)
        if mark.kind is MarkKind.PEAK and cells[at] == " ":
            cells[at] = PEAK
        elif mark.kind in {MarkKind.KILL, MarkKind.OOM}:
            cells[at] = KILLED
    if any(cell != " " for cell in cells):
        yield (" " * (LABEL + 2) + "".join(cells)).rstrip()


def _phases(explanation: Explanation, end: float) -> Iterator[str]:
    edges = [end * (n + 1) / WIDTH for n in range(WIDTH)]
    for phase in explanation.interior.phases[:MOST_PHASES]:
        first = min(bisect_right(edges, phase.start), WIDTH - 1)
        last = min(bisect_right(edges, end if phase.end is None else phase.end), WIDTH - 1)
        bar = "├" + "─" * (last - first - 1) + "┤" if last > first else "│"
        yield f"{' ' * (LABEL + 2 + first)}{bar} {phase.name}"


def _legend(cache: bool, limit: int | None, drawn: int | None) -> str:
    parts = [f"{HEAP} V8 heap", f"{NATIVE} native"]
    if cache:
        parts.append(f"{CACHE} page cache")
    if limit is not None:
        size = f"limit {format_bytes(limit)}"
        parts.append(f"{LIMIT} {size}" if drawn is not None else f"{size} (above)")
    return " " * (LABEL + 2) + "   ".join([*parts, f"{PEAK} peak", f"{KILLED} killed"])
