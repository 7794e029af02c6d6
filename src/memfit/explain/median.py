"""The median, without what comes with it: the module `statistics` takes 4 ms to import."""

from collections.abc import Iterable


def median(values: Iterable[float]) -> float:
    """Return the middle value, or the mean of the two in the middle.

    Raises:
        ValueError: If there is none.

    >>> median([3, 1, 2])
    2
    >>> median([4, 1, 2, 3])
    2.5
    """
    ordered = sorted(values)
    middle, odd = divmod(len(ordered), 2)
    if not ordered:
        raise ValueError("no median of nothing")
    return ordered[middle] if odd else (ordered[middle - 1] + ordered[middle]) / 2
