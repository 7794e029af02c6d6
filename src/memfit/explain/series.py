"""Arithmetic on series: step functions of bytes over seconds, sampled or delta-encoded.

A reading holds until the next one, so a long silence in a series means "unchanged". Nothing here
assumes evenly spaced readings, because the recorder ticks faster when a limit is near.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, combinations
from typing import NamedTuple

from memfit.explain.median import median
from memfit.model.recording import Series

SLOPE_POINTS = 120
"""Points that a slope is taken over: 7,140 pairs, a few milliseconds, whatever the length."""

LEVEL_POINTS = 401
"""Points that a typical level is taken over; odd, so that the median is a reading."""


class Reading(NamedTuple):
    """One reading: bytes at an instant."""

    at: float
    value: int


def value_at(series: Series, at: float) -> int | None:
    """Return the reading that holds at an instant, or None before the first.

    >>> value_at(Series(array("d", [0.0, 2.0]), array("q", [10, 30])), 1.9)
    10
    """
    index = bisect_right(series.at, at) - 1
    return series.value[index] if index >= 0 else None


def since(series: Series, start: float) -> Series:
    """Return the readings from an instant on."""
    first = bisect_left(series.at, start)
    return Series(series.at[first:], series.value[first:]) if first else series


def moved(series: Series, seconds: float) -> Series:
    """Return a series later by some seconds.

    What divides time into windows works on seconds since its series began, so that rounding, and
    with it the result, does not depend on when that was.
    """
    return Series(array("d", (at + seconds for at in series.at)), series.value)


def maximum(series: Series, start: float, end: float) -> Reading | None:
    """Return the first of the highest readings that hold somewhere in [start, end].

    Returns:
        The reading; its instant is not before `start`. None if nothing was read by `end`.
    """
    first = max(bisect_right(series.at, start) - 1, 0)
    last = bisect_right(series.at, end)
    if first >= last:
        return None
    value = max(series.value[first:last])
    index = series.value.index(value, first, last)
    return Reading(max(series.at[index], start), value)


def minimum(series: Series, start: float, end: float) -> int | None:
    """Return the lowest value that holds somewhere in [start, end), or None if nothing was read."""
    first = max(bisect_right(series.at, start) - 1, 0)
    last = max(bisect_left(series.at, end), first + 1)
    held = series.value[first:last]
    return min(held) if held else None


def resample(series: Series, start: float, end: float, count: int) -> Series:
    """Read a series at evenly spaced instants, the first at `start` and the last at `end`.

    Args:
        series: What to read.
        start: First instant, not before the first reading of the series.
        end: Last instant.
        count: Instants, at least 2.
    """
    step = (end - start) / (count - 1)
    at = array("d", (start + step * index for index in range(count)))
    return Series(at, array("q", (series.value[place] for place in _places(series, at))))


def _places(series: Series, instants: Iterable[float]) -> Iterator[int]:
    """Return where the readings lie that hold at instants; the first one for those before it."""
    read = series.at
    return ((bisect_right(read, instant) or 1) - 1 for instant in instants)


def floors(series: Series, start: float, end: float, count: int) -> Series:
    """Return the lower envelope: at each instant, what the series never falls below afterwards.

    Memory that a garbage collector, or the end of a test, still gives back is not in it, however
    long the collector waits. The last rise before `end` is, because nothing came after it.

    Args:
        series: What to look at.
        start: First instant, not before the first reading of the series.
        end: Where to stop looking.
        count: Windows of equal length to look at.

    Returns:
        `count` readings that never fall, each at the start of its window.
    """
    step = (end - start) / count
    at = array("d", (start + step * index for index in range(count)))
    places = list(_places(series, at))
    last = max(bisect_left(series.at, at[-1] + step), places[-1] + 1)
    held = series.value[places[0] : last]
    lowest = list(accumulate(reversed(held), min))
    return Series(at, array("q", (lowest[last - 1 - place] for place in places)))


def level(series: Series, start: float, end: float) -> int | None:
    """Return the value that the series is below for half of the time in [start, end].

    Returns:
        Bytes; None if nothing was read before `end` or the interval is empty.
    """
    if not len(series) or max(start, series.at[0]) >= end:
        return None
    return int(median(resample(series, max(start, series.at[0]), end, LEVEL_POINTS).value))


def slope(series: Series) -> float:
    """Estimate how fast a series rises, whatever up to 29 % of its readings do (Theil-Sen).

    Long series are first read at `SLOPE_POINTS` evenly spaced instants.

    Returns:
        Bytes per second: the median slope over all pairs of readings. 0.0 where no two readings
        are apart in time.

    >>> slope(Series(array("d", [0.0, 1.0, 2.0]), array("q", [100, 110, 120])))
    10.0
    """
    if len(series) > SLOPE_POINTS:
        series = resample(series, series.at[0], series.at[-1], SLOPE_POINTS)
    readings = zip(series.at, series.value, strict=True)
    slopes = [
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for earlier, later in combinations(readings, 2)
        if later[0] > earlier[0]
    ]
    return median(slopes) if slopes else 0.0
