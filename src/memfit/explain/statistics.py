"""Statistics of few runs: rates with bounds, ratios with intervals, tests that allow for looks.

Memory peaks of one configuration vary by some ten percent, and nobody runs a suite a hundred
times: everything here is made for 3 to 20 runs, distribution-free, and says "undecided" rather
than something that chance could have brought.
"""

import random
from collections.abc import Callable, Sequence
from functools import cache
from math import comb, erf, sqrt
from typing import Final

from memfit.explain.median import median
from memfit.model.experiment import Rate, Ratio, Spread

CONFIDENCE: Final = 0.95
RESAMPLES: Final = 2000

LOOKS: Final = (5, 8, 12, 20)
"""Runs of each side after which a comparison may be looked at."""

LOOK_ALPHA: Final = 0.02
"""Significance of each look; four of them keep false alarms below 5 % together."""

_EXACT: Final = 50  # of more on a side the exact distribution takes long and tells no more

ALPHA: Final = 0.05
"""Chance at which a single comparison counts as decided."""

_SEED: Final = 20240229  # fixed, so that the same runs always give the same interval


def rate(count: int, runs: int, confidence: float = CONFIDENCE) -> Rate:
    """Bound a rate by what was seen.

    Args:
        count: How often it happened.
        runs: Out of how many; at least one.
        confidence: How probable it is at least that the bounds hold the true rate.

    >>> round(rate(10, 10).low, 2)  # ten passes of ten: it may still fail in a quarter of the runs
    0.69
    """
    tail = (1 - confidence) / 2
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
    # The interval of three values is all that was seen of them: alone it would be too sure.
    apart = not low <= 1 <= high and mann_whitney(first, second) <= ALPHA
    return Ratio(value, low, high, decided=apart)


def spread(values: Sequence[float]) -> Spread:
    """Return how many values there are, the least, the median and the most.

    Raises:
        ValueError: If there are none.
    """
    return Spread(len(values), min(values), median(values), max(values))


def false_discoveries(chances: Sequence[float], share: float = ALPHA) -> float:
    """Return up to which chance rows of one table count (Benjamini-Hochberg).

    Args:
        chances: The chance of each row.
        share: How many of the rows that count may do so by chance.

    Returns:
        The largest chance that counts; below zero if none does.

    >>> false_discoveries([0.001, 0.02, 0.04, 0.8])
    0.02
    """
    ordered = sorted(chances)
    limits = (share * (place + 1) / len(ordered) for place in range(len(ordered)))
    within = [chance for chance, limit in zip(ordered, limits, strict=True) if chance <= limit]
    return max(within, default=-1.0)


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the two-sided probability that two sets differ as much by chance (ranks).

    Exact; of more than fifty on a side, by the normal approximation. With ties the ranks are averaged and the exact distribution without ties is used, which is on
    the safe side.

    >>> round(mann_whitney([1, 2, 3], [4, 5, 6]), 2)  # three of each can never be significant
    0.1
    """
    wins = sum((a < b) + 0.5 * (a == b) for a in first for b in second)
    m, n = len(first), len(second)
    if max(m, n) > _EXACT:
        deviation = sqrt(m * n * (m + n + 1) / 12)
        return min(1.0, 1 - erf((abs(wins - m * n / 2) - 0.5) / deviation / sqrt(2)))
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
