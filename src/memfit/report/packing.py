"""Series written compactly for pages: ten minutes of readings in a few hundred kilobytes.

A series becomes the base64 of bytes: for each reading, the time since the one before in
milliseconds, then the change of the value in kB (1024 bytes), each as a signed number in zigzag
(0, -1, 1, -2 become 0, 1, 2, 3) and LEB128 (seven bits a byte, the lowest first; the top bit says
that more follow). `assets/series.js` reads it back.
"""

from array import array
from base64 import b64encode
from bisect import bisect_left

from memfit.model.recording import Series


def pack(series: Series) -> str:
    """Write a series.

    >>> from base64 import b64decode
    >>> list(b64decode(pack(Series(array("d", [0.0, 0.05]), array("q", [2048, 1024])))))
    [0, 4, 100, 1]
    """
    packed = bytearray()
    time = size = 0
    for at, value in zip(series.at, series.value, strict=True):
        now, kilobytes = round(at * 1000), value >> 10
        _put(packed, now - time)
        _put(packed, kilobytes - size)
        time, size = now, kilobytes
    return b64encode(packed).decode()


def thin(series: Series, most: int) -> Series:
    """Leave out readings of a long series, but none that is the highest or lowest around.

    Args:
        series: What to thin.
        most: Readings to keep, at least 4.

    Returns:
        The series itself if it is short enough; else at most `most` readings: the lowest and the
        highest of each of evenly long stretches of time, and the first and the last of all.
    """
    if len(series) <= most:
        return series
    count = most // 2 - 1
    start, step = series.at[0], (series.at[-1] - series.at[0]) / count
    kept = {0, len(series) - 1}
    first = 0
    for window in range(1, count + 1):
        last = len(series) if window == count else bisect_left(series.at, start + step * window)
        if first < last:
            readings = range(first, last)
            kept.add(min(readings, key=series.value.__getitem__))
            kept.add(max(readings, key=series.value.__getitem__))
        first = last
    order = sorted(kept)
    return Series(
        array("d", (series.at[index] for index in order)),
        array("q", (series.value[index] for index in order)),
    )


def _put(packed: bytearray, number: int) -> None:
    left = number * 2 if number >= 0 else -number * 2 - 1
    while left > 0x7F:
        packed.append(left & 0x7F | 0x80)
        left >>= 7
    packed.append(left)
