"""The largest resident set of a process within a stretch of time: exact where the kernel tells.

The kernel keeps one high-water mark a process. It speaks for a stretch if the process lived only
then, or if memfit's agent reset the mark at its start and read it at its end.
"""

from bisect import bisect_right

from memfit.explain.series import maximum
from memfit.model.recording import How, Measured, Process

CLOSE = 0.05
"""Seconds by which the reading of a mark may miss the edge of the stretch that it speaks for."""

WINDOW = "VmHWM, reset at its start"


class Peaks:
    """Answers for one process, quickly however many stretches are asked about."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._windows = sorted(process.windows, key=lambda window: window.end)

    def within(self, start: float, end: float) -> Measured | None:
        """Return the largest resident set in [start, end].

        Returns:
            Exact if a mark speaks for just this time; else the highest reading, a lower bound.
            None if nothing was read by then.
        """
        process = self._process
        if process.peak is not None and process.peak.how is How.EXACT and self._lived(start, end):
            return process.peak
        mark = self._mark(start, end)
        if mark is not None:
            return Measured(mark, How.EXACT, WINDOW)
        if process.ended is not None and process.ended <= start:
            return None
        top = maximum(process.rss, start, end)
        return Measured(top.value, How.SAMPLED, "samples.jsonl") if top else None

    def _lived(self, start: float, end: float) -> bool:
        last = self._process.ended
        return self._process.started >= start - CLOSE and last is not None and last <= end + CLOSE

    def _mark(self, start: float, end: float) -> int | None:
        """Return the highest mark of the windows that are together just this stretch, or None."""
        first = bisect_right(self._windows, start + CLOSE, key=lambda window: window.end)
        reached, mark = start, 0
        for window in self._windows[first:]:
            if window.start >= end - CLOSE:
                break
            if abs(window.start - reached) > CLOSE:
                return None
            reached, mark = window.end, max(mark, window.bytes)
        return mark if mark and abs(reached - end) <= CLOSE else None
