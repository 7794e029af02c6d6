"""Whether what imports brought came with modules, many of them, or while next to none was loaded.

How much there is of it a module does not tell: 70 MB of data beside 450 small modules are 156 kB a
module. When it came does. Readings count what is loaded in steps of some hundred modules, so what
came between two steps came of fewer than that.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import pairwise

from memfit.explain.courses import Course
from memfit.explain.spans import PartKind

MOST = 0.5
"""Share of what imports brought from which on it says how all of it came."""

FEW = 16 << 20
"""Bytes that a hundred modules of code may bring; see `memfit.explain.causes.base.EACH`."""


class Came(Enum):
    """How what imports brought came."""

    WITH_MODULES = "in several steps, each with more modules"
    BETWEEN = "while next to no module was loaded"
    UNSEEN = "the readings do not tell"


def how_it_came(courses: Iterable[Course]) -> Came:
    """Say how what imports brought came; `UNSEEN` where most isolates do not say the same.

    Args:
        courses: Isolates whose imports brought most of what they held.
    """
    said = Counter(_came(each) for each in courses)
    came, count = said.most_common(1)[0]
    return came if 2 * count > said.total() else Came.UNSEEN


def _came(each: Course) -> Came:
    told = [gains for file in _imports(each) if (gains := _gains(each, *file)) is not None]
    if not told:
        return Came.UNSEEN
    steps, between = max(told, key=lambda gains: sum(gains[0]) + sum(gains[1]))
    most = MOST * (sum(steps) + sum(between))
    if max(between, default=0) >= max(most, FEW):
        return Came.BETWEEN
    return Came.UNSEEN if max(*steps, *between) >= most else Came.WITH_MODULES


def _imports(each: Course) -> Iterator[tuple[float, float]]:
    """Yield when each file was imported."""
    for file in each.files:
        parts = [
            part for part in each.parts
            if part.kind is PartKind.COLLECT and part.file == file.file and part.start >= file.started
        ]  # fmt: skip
        if parts:
            yield parts[0].start, parts[0].end


def _gains(each: Course, start: float, end: float) -> tuple[list[int], list[int]] | None:
    """Part what an import brought into what came in steps of modules, and what came between two.

    All that came up to the first count is one step: whether anything was loaded in it is not known.

    Returns:
        Bytes of each; None if nothing was counted.
    """
    counted = {at for at in each.isolate.loads.at if start <= at <= end}
    if not counted:
        return None
    level = _kept(each, start, end)
    steps, between = [0], [0]
    first = min(counted)
    for (_, before), (at, after) in pairwise(level):
        if at <= first:
            steps[0] += after - before
        elif at in counted:
            steps.append(after - before)
            between.append(0)
        else:
            between[-1] += after - before
    return steps, between


def _kept(each: Course, start: float, end: float) -> list[tuple[float, int]]:
    """Return the readings of a stretch, each the lowest from then on: garbage is nothing brought."""
    readings = [
        (at, value) for at, value in zip(each.level.at, each.level.value, strict=True)
        if at <= each.until
    ]  # fmt: skip
    lowest, kept = float("inf"), []
    for at, value in reversed(readings):
        lowest = min(lowest, value)
        if start <= at <= end:
            kept.append((at, int(lowest)))
    return kept[::-1]
