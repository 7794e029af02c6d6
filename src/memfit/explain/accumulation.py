"""Whether memory is kept from one iteration to the next, told from floors.

Raw readings would not do: what the collector has not yet taken hides a small leak. The first
iterations fill caches and compile code, so they are left out.
"""

from collections.abc import Sequence

from memfit.explain.median import median
from memfit.explain.statistics import mann_kendall, theil_sen
from memfit.model.experiment import Iteration, Leak, LeakKind
from memfit.units import format_bytes

FEWEST = 10
"""Iterations without which nothing is said: so many tell a large slope."""

ENOUGH = 20
"""Iterations after which no trend means no leak."""

ALPHA = 0.01
"""Chance below which a trend counts; low, because what follows on each other is alike by itself."""

LARGE = 0.10
"""Share of the level that fewer than `ENOUGH` iterations must add to count."""

SMALL = 0.01
"""Share of the level that a leak must add in any case."""


def find_leak(iterations: Sequence[Iteration]) -> Leak:
    """Judge the passes within one process if there are any, else the runs one after another.

    Between runs nothing can leak inside of a process; what grows is outside: files in memory, a
    database, a cache on disk. Only runs that ended by themselves count.
    """
    rows = [each.repeats.floors for each in iterations if each.repeats is not None]
    if rows:
        return judge(max(rows, key=len), within=True)
    floors = [each.floor for each in iterations if each.death is None and each.floor is not None]
    return judge(floors, within=False)


def judge(floors: Sequence[int], *, within: bool) -> Leak:
    """Say whether floors rise, the first third left out.

    Args:
        floors: Of each iteration, oldest first, bytes.
        within: Whether they are of one process.
    """
    count, dropped = len(floors), len(floors) // 3
    what = "passes in one process" if within else "runs"
    if count < FEWEST:
        sentence = f"too few {what} to tell: {count}, and at least {FEWEST} are needed"
        return Leak(LeakKind.TOO_FEW, within, count, 0, None, None, sentence)
    kept = floors[dropped:]
    rate, chance = theil_sen(kept), mann_kendall(kept)
    share = rate * (len(kept) - 1) / max(median(kept), 1.0)
    needed = SMALL if count >= ENOUGH else LARGE
    if chance < ALPHA and share >= needed:
        kind, says = LeakKind.LEAK, f"each adds {format_bytes(rate)} that is not given back"
    elif count >= ENOUGH:
        kind, says = LeakKind.NONE, "the floors do not rise"
    else:
        kind = LeakKind.UNDECIDED
        says = f"no large rise; {ENOUGH} would show a small one"
    sentence = f"{count} {what}, the first {dropped} left out: {says}"
    return Leak(kind, within, count, dropped, rate, chance, sentence)
