"""The course of an isolate: what it held at an instant, and in which file or test that came.

What counts is not what was allocated but what stayed: at each instant the lowest value from then
on, up to the instant that matters (a death, or a peak). That envelope never falls, so its gains
add up: each byte that was held at the end came in exactly one part.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise

from memfit.classes import dataclass
from memfit.explain.program import own_heap, own_rss
from memfit.explain.series import since
from memfit.explain.spans import PartKind, spans_of
from memfit.model.isolate import Isolate
from memfit.model.recording import Process, Recording, Series
from memfit.model.suite import FileRun

BLIND = 0.3
"""Seconds without a word from inside from which on readings from outside are taken."""

PAGES = 1 << 20
"""Bytes of pages that V8 must give back for the old space to have been collected."""

FALL = 0.1
"""Share of the value by which a heap must fall between two readings to have been collected."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an isolate's life.

    Attributes:
        kind: What it was doing.
        file: The test file, or None outside of any.
        test: The test, or None.
        start: When it began.
        end: When it ended, or the instant that matters.
        gain: Bytes that came in it and stayed until the instant that matters.
        rise: Bytes that the value rose in it above its start, kept or not.
        over: Whether it had ended by the instant that matters.
    """

    kind: PartKind
    file: str | None
    test: str | None
    start: float
    end: float
    gain: int
    rise: int
    over: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What one isolate did up to an instant that matters.

    Attributes:
        isolate: The isolate.
        process: Its process, or None.
        until: The instant that matters.
        held: What the isolate held then, bytes.
        level: The readings looked at: V8's used heap, the resident set for Python.
        files: The files that it had begun by then.
        parts: All of its life until then, in order.
        alone: Whether no other isolate was in its process.
    """

    isolate: Isolate
    process: Process | None
    until: float
    held: int
    level: Series
    files: tuple[FileRun, ...]
    parts: tuple[Part, ...]
    alone: bool = True

    @property
    def files_over(self) -> int:
        """How many of its files had ended."""
        return sum(1 for each in self.files if each.ended is not None and each.ended <= self.until)

    def gained(self, *kinds: PartKind) -> int:
        """Bytes that came in parts of these kinds and stayed."""
        return sum(part.gain for part in self.parts if part.kind in kinds)


def course(
    isolate: Isolate,
    process: Process | None,
    files: tuple[FileRun, ...],
    until: float,
    *,
    alone: bool = True,
) -> Course | None:
    """Describe an isolate's life up to an instant.

    Args:
        isolate: The isolate.
        process: Its process.
        files: The files that it ran, by their start.
        until: The instant that matters.
        alone: Whether no other isolate was in its process.

    Returns:
        The course; None if nothing was read by then.
    """
    level = readings(isolate, process)
    last = bisect_right(level.at, until)
    if not last:
        return None
    begun = tuple(each for each in files if each.started <= until)
    lowest = list(reversed(list(accumulate(reversed(level.value[:last]), min))))

    def envelope(at: float) -> int:
        return lowest[min(max(bisect_right(level.at, at) - 1, 0), last - 1)]

    def part(
        kind: PartKind, start: float, end: float, file: str | None = None, test: str | None = None
    ) -> Part:
        over, end = end <= until, min(end, until)
        first, after = (max(bisect_right(level.at, at) - 1, 0) for at in (start, end))
        rise = max(level.value[first : min(after, last - 1) + 1]) - level.value[first]
        return Part(kind, file, test, start, end, envelope(end) - envelope(start), rise, over)

    start = min(isolate.started, level.at[0])
    spans = [span for span in spans_of(begun, start, isolate.labels) if span[1] < until]
    return Course(
        isolate=isolate,
        process=process,
        until=until,
        held=level.value[last - 1],
        level=level,
        files=begun,
        parts=tuple(part(kind, a, b, file, test) for kind, a, b, file, test in spans),
        alone=alone,
    )


def readings(isolate: Isolate, process: Process | None) -> Series:
    """Return what an isolate is judged by: V8's used heap, the resident set for Python.

    A program that keeps its thread busy from its first instant on is never sampled from inside.
    Then what its process was seen to hold from outside stands in: V8's committed heap, a little
    more than what is used.
    """
    inside = isolate.rss if isolate.runtime == "python" else isolate.used
    if process is None or isolate.thread:
        return inside
    outside = own_rss(process) if isolate.runtime == "python" else own_heap(process)
    last = inside.at[-1] if len(inside) else isolate.started
    later = since(outside, last + BLIND)
    if not len(later):
        return inside
    return Series(inside.at + later.at, inside.value + later.value)


def units(files: tuple[FileRun, ...], fewest: int) -> tuple[float, ...]:
    """Return when each unit of work began: files, or tests where there are too few files.

    Args:
        files: The files of an isolate, by their start.
        fewest: Files from which on they are the units.
    """
    if len(files) >= fewest:
        return tuple(each.started for each in files)
    return tuple(sorted({test.started for each in files for test in each.tests}))


def by_isolate(recording: Recording) -> dict[str, tuple[FileRun, ...]]:
    """Return the test files of each isolate, by its name."""
    found: defaultdict[str, list[FileRun]] = defaultdict(list)
    for file in recording.files:
        found[file.isolate].append(file)
    return {
        name: tuple(sorted(files, key=lambda each: each.started)) for name, files in found.items()
    }


def collected_until(each: Course) -> float | None:
    """Return the last instant at which a whole collection was seen; None if never.

    What came after it may be garbage that nobody has collected yet. V8 gives pages back only when
    it collects the old space; the collections of the young one, which are frequent, keep them. A
    heap of which nothing is garbage does not fall at all: there V8's own count tells.
    """
    told = (
        _last_fall(each.level, each.until, FALL, 0),
        _last_fall(each.isolate.total, each.until, 0.0, PAGES),
        _last_counted(each),
    )
    return max((at for at in told if at is not None), default=None)


def _last_counted(each: Course) -> float | None:
    """Return the end of the last file by which V8 had counted another mark-compact."""
    ends = [
        (file.ended, file.majors)
        for file in each.files
        if file.majors is not None and file.ended is not None and file.ended <= each.until
    ]
    more = [at for (_, before), (at, after) in pairwise(ends) if after > before]
    return more[-1] if more else None


def _last_fall(series: Series, until: float, share: float, least: int) -> float | None:
    for index in range(bisect_right(series.at, until) - 1, 0, -1):
        before = series.value[index - 1]
        if before - series.value[index] >= max(share * before, least, 1):
            return series.at[index]
    return None


def by_units(series: Series, starts: Sequence[float], until: float) -> Series:
    """Put readings on an axis of files or tests: 2.5 is the middle of the third one.

    What grows with them then grows evenly, however long each of them takes.

    Args:
        series: The readings.
        starts: When each file or test began, in order.
        until: The instant that matters; later readings are left out.

    Returns:
        The readings from the start of the first one on.
    """
    moved = Series()
    for at, value in zip(series.at, series.value, strict=True):
        index = bisect_right(starts, at) - 1
        if index < 0 or at > until:
            continue
        following = starts[index + 1] if index + 1 < len(starts) else max(until, at)
        length = following - starts[index]
        moved.at.append(index + ((at - starts[index]) / length if length > 0 else 0.0))
        moved.value.append(value)
    return moved


def largest_share(series: Series, first: int, count: int) -> float:
    """Return the share of the envelope's gain that came within one unit, from `by_units` readings.

    Args:
        series: The readings.
        first: The unit to begin with, from 0.
        count: Units in all.

    Returns:
        0.0 to 1.0; 1.0 where nothing was gained.
    """
    lowest = list(reversed(list(accumulate(reversed(series.value), min))))
    at = [lowest[max(bisect_right(series.at, float(i)) - 1, 0)] for i in range(first, count + 1)]
    steps = [later - earlier for earlier, later in pairwise(at)]
    return max(steps) / sum(steps) if sum(steps) > 0 else 1.0
