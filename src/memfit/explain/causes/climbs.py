"""Growth across test files, or across the tests of a file: what stays of each, by isolate."""

from array import array
from collections.abc import Iterable, Iterator

from memfit.classes import dataclass
from memfit.explain.causes.context import Context
from memfit.explain.courses import BLIND, Course, by_units, collected_until, largest_share, units
from memfit.explain.growth import growth
from memfit.explain.program import own_heap, own_rss
from memfit.explain.series import value_at
from memfit.explain.spans import PartKind
from memfit.model.recording import How, Series

FEWEST = 3
"""Files that an isolate must have begun before growth across files can be told."""

FEWEST_TESTS = 6
"""Tests that must have begun, where there are too few files to be the measure."""

ONE_FILE = 0.6
"""Share of the growth that a single file may bring; more is that file's own trouble."""

FEW = 5
ONE_OF_FEW = 0.75
"""The same where there are at most five of them."""

IMPORTED = 0.5
"""Share of the growth that an import may bring which had not ended; it may yet go again."""

SHORTEST = 1.5
"""Files that the climb must last after the first one, whose imports are warm-up."""

LEAST = 4 << 20
"""Bytes of growth below which nothing is said."""


@dataclass(frozen=True, slots=True)
class Climb:
    """How something of an isolate grew with its test files.

    Attributes:
        course: The isolate's course.
        rate: Bytes a file, or a test.
        gain: Bytes that the growth brought in all.
        files: Files, or tests, that it went through.
        unit: `test file` or `test`.
        exact: Whether the floors are those after forced collections.
        contexts: Native contexts more a file; None if not told.
    """

    course: Course
    rate: float
    gain: int
    files: int
    unit: str
    exact: bool
    contexts: float | None

    @property
    def how(self) -> How:
        """How the floors were obtained."""
        return How.EXACT if self.exact else How.SAMPLED


def heap_climbs(context: Context) -> tuple[Climb, ...]:
    """Return the isolates whose heap grew with their files, the largest growth first.

    For Python, which has no heap that can be read, it is the resident set.
    """
    return context.once("heap climbs", lambda: _largest_first(_heaps(context)))


def native_climbs(context: Context) -> tuple[Climb, ...]:
    """Return the isolates whose process grew outside of V8's heap with their files."""
    return context.once("native climbs", lambda: _largest_first(_natives(context)))


def _heaps(context: Context) -> Iterator[Climb | None]:
    return (_heap(each, context) for each in context.courses)


def _natives(context: Context) -> Iterator[Climb | None]:
    for each in context.courses:
        if each.isolate.runtime != "python" and not each.isolate.thread:
            yield _climb(each, native(each), each.until)


def _largest_first(climbs: Iterable[Climb | None]) -> tuple[Climb, ...]:
    found = (climb for climb in climbs if climb is not None)
    return tuple(sorted(found, key=lambda climb: climb.gain, reverse=True))


def native(each: Course) -> Series:
    """Return what a process held outside of V8's heaps, at the readings of its resident set.

    A process that lived for a few ticks only was read more often from inside, at each boundary of
    a file; that counts where no other isolate shared the process.
    """
    outside = _native_from_outside(each)
    inside = _native_from_inside(each) if each.alone else Series()
    last = inside.at[-1] if len(inside) else 0.0
    until = min(each.until, outside.at[-1]) if len(outside) else each.until
    return inside if len(inside) > len(outside) and last >= until - BLIND else outside


def _native_from_inside(each: Course) -> Series:
    outside = Series()
    for at, rss in zip(each.isolate.rss.at, each.isolate.rss.value, strict=True):
        heap = value_at(each.isolate.total, at)
        if heap is not None:
            outside.at.append(at)
            outside.value.append(max(rss - heap, 0))
    return outside


def _native_from_outside(each: Course) -> Series:
    outside = Series()
    if each.process is None:
        return outside
    heap = own_heap(each.process)
    resident = own_rss(each.process)
    for at, rss in zip(resident.at, resident.value, strict=True):
        held = value_at(heap, at)
        if held is not None:
            outside.at.append(at)
            outside.value.append(max(rss - held, 0))
    return outside


def _heap(each: Course, context: Context) -> Climb | None:
    kept = _kept(each)
    if kept is not None:
        return _found(each, kept, exact=True)
    until: float | None = each.until
    # A heap that died at its ceiling was collected to the last; any other may hold garbage, and
    # what came after its last collection tells nothing.
    if not context.heap_died and each.isolate.runtime != "python":
        until = collected_until(each)
    if until is None:
        return None
    climb = _climb(each, each.level, until)
    # Where each file imports again, the one under way has not yet let go of the last one's modules.
    return None if climb is None or _under_way(each) > IMPORTED * climb.gain else climb


def _under_way(each: Course) -> int:
    """Return what the file brought whose import had not ended, if it is not the first."""
    last = each.parts[-1] if each.parts and len(each.files) > 1 else None
    return last.gain if last is not None and last.kind is PartKind.COLLECT and not last.over else 0


def _kept(each: Course) -> Series | None:
    """Return what was left after the forced collections at file ends, on the axis of files."""
    kept = Series(array("d"), array("q"))
    for index, file in enumerate(each.files):
        if file.kept is None:
            continue
        value = file.kept.rss if each.isolate.runtime == "python" else file.kept.used
        if value is not None:
            kept.at.append(index + 1.0)
            kept.value.append(value)
    return kept if len(kept) >= FEWEST else None


def _climb(each: Course, series: Series, until: float) -> Climb | None:
    starts = [at for at in units(each.files, FEWEST) if at <= until]
    return _found(each, by_units(series, starts, until), exact=False)


def _found(each: Course, moved: Series, *, exact: bool) -> Climb | None:
    of_files = len(each.files) >= FEWEST
    if not len(moved) or moved.at[-1] < (FEWEST if of_files else FEWEST_TESTS) - 1:
        return None
    last = moved.at[-1]
    first = 1.0 if last >= FEWEST else 0.5
    found = growth(moved, first, last, shortest=min(SHORTEST, last - first))
    if found is None:
        return None
    gain = int(found.rate * (found.end - found.start))
    most = ONE_FILE if last > FEW else ONE_OF_FEW
    if gain < LEAST or largest_share(moved, int(first), int(last) + 1) > most:
        return None
    return Climb(
        course=each,
        rate=found.rate,
        gain=gain,
        files=round(found.end - found.start),
        unit="test file" if of_files else "test",
        exact=exact,
        contexts=_contexts(each),
    )


def _contexts(each: Course) -> float | None:
    """Return how many native contexts came with each file."""
    contexts = each.isolate.contexts
    if len(each.files) < FEWEST or not len(contexts):
        return None
    first = value_at(contexts, each.files[1].started)
    last = value_at(contexts, each.until)
    if first is None or last is None:
        return None
    return (last - first) / (len(each.files) - 1)
