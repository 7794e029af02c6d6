"""Statistics of few runs: rates with bounds, ratios with intervals, tests that allow for looks.

Memory peaks of one configuration vary by some ten percent, and nobody runs a suite a hundred
times: everything here is made for 3 to 20 runs, distribution-free, and says "undecided" rather
than something that chance could have brought.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, erf, sqrt
from statistics import median
from typing import Final

CONFIDENCE: Final = 0.95
RESAMPLES: Final = 2000

LOOKS: Final = (5, 8, 12, 20)
"""Runs of each side after which a comparison may be looked at."""

LOOK_ALPHA: Final = 0.02
"""Significance of each look; four of them keep false alarms below 5 % together."""

_SEED: Final = 20240229  # fixed, so that the same runs always give the same interval


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened.

    Attributes:
        count: How often.
        runs: Out of how many.
        low: Lower bound of the true rate, at `CONFIDENCE` (two-sided, Clopper-Pearson).
        high: Upper bound.
    """

    count: int
    runs: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """How two sets of numbers compare.

    Attributes:
        value: Median of the second by the median of the first.
        low: Lower end of its interval, at `CONFIDENCE`; None with fewer than three on a side.
        high: Upper end.
        decided: Whether the interval leaves out 1, and both sides have at least three.
    """

    value: float
    low: float | None
    high: float | None
    decided: bool


def rate(count: int, runs: int) -> Rate:
    """Bound a rate by what was seen.

    >>> round(rate(10, 10).low, 2)  # ten passes of ten: it may still fail in a quarter of the runs
    0.69
    """
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if count == 0 else _solve(lambda p: _at_least(count, runs, p), tail)
    high = (
        1.0
        if count == runs
        else _solve(lambda p: 1 - _at_least(count + 1, runs, p), tail, down=True)
    )
    return Rate(count, runs, low, high)


def ratio(first: Sequence[float], second: Sequence[float]) -> Ratio:
    """Compare the medians of two sets, with a bootstrap interval.

    Raises:
        ValueError: If a side is empty or the first side's median is not positive.
    """
    if not first or not second or median(first) <= 0:
        raise ValueError("nothing to compare")
    value = median(second) / median(first)
    if min(len(first), len(second)) < 3:
        return Ratio(value, None, None, decided=False)
    draw = random.Random(_SEED)  # noqa: S311 (nothing secret hangs on it)
    ratios = sorted(
        median(draw.choices(second, k=len(second)))
        / max(median(draw.choices(first, k=len(first))), 1e-9)
        for _ in range(RESAMPLES)
    )
    tail = int(RESAMPLES * (1 - CONFIDENCE) / 2)
    low, high = ratios[tail], ratios[-tail - 1]
    return Ratio(value, low, high, decided=not low <= 1 <= high)


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the two-sided probability that two sets differ as much by chance (ranks, exact).

    With ties the ranks are averaged and the exact distribution without ties is used, which is on
    the safe side.

    >>> round(mann_whitney([1, 2, 3], [4, 5, 6]), 2)  # three of each can never be significant
    0.1
    """
    wins = sum((a < b) + 0.5 * (a == b) for a in first for b in second)
    m, n = len(first), len(second)
    extreme = int(min(wins, m * n - wins))
    total = comb(m + n, m)
    below = sum(_orders(m, n, u) for u in range(extreme + 1))
    return min(1.0, 2 * below / total)


def mann_kendall(values: Sequence[float]) -> float:
    """Return the one-sided probability that a sequence rises as much by chance."""
    n = len(values)
    if n < 4:
        return 1.0
    score = sum(
        (later > earlier) - (later < earlier)
        for index, earlier in enumerate(values)
        for later in values[index + 1 :]
    )
    variance = n * (n - 1) * (2 * n + 5) / 18
    if score <= 0:
        return 1.0
    return 0.5 * (1 - erf((score - 1) / sqrt(variance) / sqrt(2)))


def theil_sen(values: Sequence[float]) -> float:
    """Return the median slope over all pairs of a sequence, per step."""
    slopes = [
        (later - earlier) / (j - i)
        for i, earlier in enumerate(values)
        for j, later in enumerate(values[i + 1 :], i + 1)
    ]
    return median(slopes) if slopes else 0.0


def _solve(tail: Callable[[float], float], wanted: float, *, down: bool = False) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        above = tail(middle) > wanted
        if above is not down:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _at_least(count: int, runs: int, p: float) -> float:
    return sum(comb(runs, k) * p**k * (1 - p) ** (runs - k) for k in range(count, runs + 1))


@cache
def _orders(m: int, n: int, u: int) -> int:
    """Count the orders of m and n values in which the statistic is u."""
    if u < 0 or m < 0 or n < 0:
        return 0
    if m == 0 or n == 0:
        return int(u == 0)
    return _orders(m - 1, n, u - n) + _orders(m, n - 1, u)
