"""Spikes: memory that shoots up, and comes back or takes its process with it."""

from bisect import bisect_right
from dataclasses import replace

from memfit.classes import dataclass
from memfit.explain.series import LEVEL_POINTS, Reading, level, maximum, moved, resample
from memfit.model.recording import Series

WIDEST = 0.3
"""Share of the time that a spike may last; what stays up longer is a step."""

LEAST = 0.2
"""Share of the peak that a spike must rise above the level before it."""

SMALLEST = 8 << 20
"""Bytes that a spike must rise; below that it is the noise of any process."""

MOST = 3
"""Spikes in one series; more of them are waves, as a garbage collector makes them."""

UNREST = 0.5
"""Share of a spike's height that the series may move by while it is not in a spike."""


@dataclass(frozen=True, slots=True)
class Spike:
    """The highest spike of a series.

    Attributes:
        at: When it was at its top.
        height: Bytes above the level before it.
        rise: Seconds from that level to the top; 0.0 if one reading to the next.
        width: Seconds above half of the height.
        start: When it begins to rise.
        end: When it is below half of the height again, or the series ends.
        over: Whether it came down again before the series ended.
        count: How many spikes reach half of its height, itself among them.
    """

    at: float
    height: int
    rise: float
    width: float
    start: float
    end: float
    over: bool
    count: int


def spike(series: Series, start: float, end: float) -> Spike | None:
    """Find the spike that makes the peak of a series.

    Args:
        series: What to look at.
        start: Where to begin, for a process its start.
        end: Where to stop.

    Returns:
        The spike, or None if the peak is not one: too low, too long, or one of many.
    """
    if not len(series):
        return None
    start = max(start, series.at[0])
    found = _find(moved(series, -start), end - start)
    if found is None:
        return None
    return replace(found, at=found.at + start, start=found.start + start, end=found.end + start)


def _find(series: Series, end: float) -> Spike | None:
    """Find the spike of a series that begins at 0.0."""
    top, usual = maximum(series, 0.0, end), level(series, 0.0, end)
    if top is None or usual is None:
        return None
    rough = _excursion(series, top, (top.value + usual) / 2, end)
    before = _level_beside(series, rough, end)
    if before is None or top.value - before < max(LEAST * top.value, SMALLEST):
        return None
    height = top.value - before
    half = (top.value + before) / 2
    left, right = _excursion(series, top, half, end)
    count = _excursions(series, half, end)
    if right - left > WIDEST * end or count > MOST:
        return None
    if _unrest(series, half, end) > UNREST * height:
        return None
    foot = _excursion(series, top, before + height / 10, end)[0]
    return Spike(
        at=top.at,
        height=height,
        rise=top.at - foot,
        width=right - left,
        start=foot,
        end=right,
        over=right < end,
        count=count,
    )


def _excursion(series: Series, top: Reading, above: float, end: float) -> tuple[float, float]:
    """Return the interval around the top in which the series stays above a value."""
    index = bisect_right(series.at, top.at) - 1
    first = index
    while first > 0 and series.value[first - 1] > above:
        first -= 1
    last = index
    while last < len(series) and series.at[last] <= end and series.value[last] > above:
        last += 1
    right = series.at[last] if last < len(series) else end
    return max(series.at[first], 0.0), min(right, end)


def _level_beside(series: Series, excursion: tuple[float, float], end: float) -> int | None:
    """Return the level before an excursion, or after it if the series begins with it."""
    left, right = excursion
    width = right - left
    least = max(width, 0.2)
    near = max(5 * width, 2.0)
    if left >= least:
        return level(series, max(0.0, left - near), left)
    return level(series, right, min(end, right + near)) if end - right >= least else None


def _excursions(series: Series, above: float, end: float) -> int:
    """Count how often the series goes above a value."""
    count, was = 0, False
    for at, value in zip(series.at, series.value, strict=True):
        if 0.0 <= at <= end:
            now = value > above
            count += now and not was
            was = now
    return count


def _unrest(series: Series, above: float, end: float) -> int:
    """Return what the series moves by for three fifths of the time that it is below a value."""
    below = sorted(
        value for value in resample(series, 0.0, end, LEVEL_POINTS).value if value <= above
    )
    return below[len(below) * 4 // 5] - below[len(below) // 5] if below else 0
