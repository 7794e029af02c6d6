"""Growth: memory that climbs and is not given back, apart from warm-up, waves and noise."""

from bisect import bisect_right

from memfit.classes import dataclass
from memfit.explain.median import median
from memfit.explain.series import (
    LEVEL_POINTS,
    SLOPE_POINTS,
    Reading,
    floors,
    maximum,
    minimum,
    moved,
    resample,
    slope,
)
from memfit.model.recording import Series

SHORTEST = 2.0
"""Seconds that a climb must last: every Node process climbs for about one second at its start."""

FEWEST = 4
"""Readings that a climb must consist of."""

LEAST = 0.15
"""Share of the peak that a climb must gain."""

FOOT = 0.10
"""Share of a climb's height up to which a series counts as being at its foot."""

EVEN = 0.25
"""The slower of the two middle thirds adds at least this share of what the faster adds."""

STRAY = 0.05
"""Share of a climb's height that its floors may lie off its line, where it begins and ends."""

NEAR_TOP = 0.98
"""Share of the peak from which on the series counts as being at its top."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A climb of the floors.

    Attributes:
        rate: Bytes per second.
        start: When it begins.
        end: When it is over, seconds since the recording started.
    """

    rate: float
    start: float
    end: float


def growth(series: Series, start: float, end: float, shortest: float = SHORTEST) -> Growth | None:
    """Find growth that explains the peak of a series.

    Only floors count. They must rise in both halves of the climb, about evenly: a warm-up rises
    in the first half only, the last wave of a collector in the second half only. The climb either
    fills two thirds of the time or ends with it; one that falls back is a spike.

    Args:
        series: What to look at.
        start: Where to begin, for a process its start.
        end: Where to stop: the process's end, or the death that ended the run.
        shortest: Seconds that the climb must last.

    Returns:
        The climb, or None.
    """
    if not len(series):
        return None
    start = max(start, series.at[0])
    climb = _find(moved(series, -start), end - start, shortest)
    if climb is None:
        return None
    return Growth(climb.rate, climb.start + start, climb.end + start)


def _find(series: Series, end: float, shortest: float) -> Growth | None:
    """Find growth in a series that begins at 0.0."""
    top = _top(series, end)
    if top is None or top.at < shortest:
        return None
    # From the start; after a long warm-up; from where a late climb begins.
    for start in (0.0, top.at / 3, _foot(series, top)):
        climb = _climb(series, start, top, shortest) if _is_new(series, start, top) else None
        if climb is not None and _explains(climb, end):
            return climb
    return None


def _top(series: Series, end: float) -> Reading | None:
    """Return the peak's value with the last instant at which the series was near it."""
    peak = maximum(series, 0.0, end)
    if peak is None or peak.value <= 0:
        return None
    until = end
    for index in range(len(series) - 1, -1, -1):
        if series.at[index] <= end:
            if series.value[index] >= NEAR_TOP * peak.value:
                break
            until = series.at[index]
    return Reading(until, peak.value)


def _explains(climb: Growth, end: float) -> bool:
    """Say whether a climb fills two thirds of the time, or lasts until the end, about."""
    length = climb.end - climb.start
    return length >= end * 2 / 3 or end - climb.end <= length / 3


def _foot(series: Series, top: Reading) -> float:
    """Return where a late climb would begin: where the floors last were at their usual level."""
    envelope = floors(series, 0.0, top.at, SLOPE_POINTS)
    base = median(envelope.value)
    low = base + (top.value - base) * FOOT
    last = max(index for index, value in enumerate(envelope.value) if value <= low)
    return envelope.at[last]


def _is_new(series: Series, start: float, top: Reading) -> bool:
    """Say whether the series was never half as high before a climb; if it was, it is a wave."""
    before = maximum(series, 0.0, start) if start > 0 else None
    floor = minimum(series, start, top.at)
    if before is None or floor is None:
        return start == 0
    return before.value <= floor + (top.value - floor) / 2


def _climb(series: Series, start: float, top: Reading, shortest: float) -> Growth | None:
    """Return the growth from an instant to the top if the floors rise through all of it."""
    readings = bisect_right(series.at, top.at) - bisect_right(series.at, start)
    if top.at - start < shortest or readings < FEWEST - 1:
        return None
    envelope = floors(series, start, top.at, SLOPE_POINTS)
    # The first and the last sixth are left out: warm-up, and the last wave of a collector.
    first, middle, last = (envelope.value[SLOPE_POINTS * part // 6] for part in (1, 3, 5))
    slower, faster = sorted((middle - first, last - middle))
    if slower <= 0 or slower < faster * EVEN:
        return None
    # No slope of a series that never falls exceeds twice its rise over its length (Theil-Sen's median
    # is of pairs, of which at most half can be that steep): a low rise needs no line.
    if 2 * (envelope.value[-1] - envelope.value[0]) < top.value * LEAST:
        return None
    line = _fit(envelope, top.at)
    if line is None:
        return None
    gain = line.rate * (line.end - line.start)
    enough = gain >= top.value * LEAST and _unrest(series, line) <= gain / 2
    return line if enough else None


def _unrest(series: Series, line: Growth) -> float:
    """Return by how much the series moves about its climb: the median absolute deviation.

    Floors of noise may happen to rise; what they rise by is little against the noise itself.
    """
    readings = resample(series, line.start, line.end, LEVEL_POINTS)
    flattened = [
        value - line.rate * at for at, value in zip(readings.at, readings.value, strict=True)
    ]
    middle = median(flattened)
    return median(abs(value - middle) for value in flattened)


def _fit(envelope: Series, end: float) -> Growth | None:
    """Put a line through the floors and cut off what does not lie on it: warm-up, plateau."""
    rate = slope(envelope)
    base = median(value - rate * at for at, value in zip(envelope.at, envelope.value, strict=True))
    tolerance = (envelope.value[-1] - envelope.value[0]) * STRAY
    near = [
        index
        for index, (at, value) in enumerate(zip(envelope.at, envelope.value, strict=True))
        if abs(value - base - rate * at) <= tolerance
    ]
    if rate <= 0 or len(near) < FEWEST:
        return None
    first, last = near[0], near[-1]
    over = end if last == len(envelope) - 1 else envelope.at[last]
    if last - first < len(envelope) - 1:
        rate = slope(Series(envelope.at[first : last + 1], envelope.value[first : last + 1]))
    return Growth(rate, envelope.at[first], over)
