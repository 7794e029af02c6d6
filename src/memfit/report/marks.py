"""Instants and stretches of a recording that reports point at on the timeline."""

from collections.abc import Iterator
from enum import StrEnum

from memfit.classes import dataclass
from memfit.explain.courses import FALL
from memfit.explain.naming import ABORTS, SIGKILL, signal_name
from memfit.model.finding import Culprit, Explanation, Finding, ShapeKind
from memfit.model.isolate import Isolate
from memfit.model.recording import OomKills, Process, Recording
from memfit.units import format_bytes

MOST_COLLECTIONS = 2000
"""Collections that are marked, the largest first: as many as a screen has columns."""

SMALLEST_COLLECTION = 1 << 20
"""Bytes by which a heap must fall for a mark."""

_SEGMENTATION = 11


class MarkKind(StrEnum):
    """What happened at a mark."""

    PEAK = "peak"
    KILL = "kill"  # a process died of a signal that ends it at once
    OOM = "oom"  # the kernel's counter of out-of-memory kills rose
    COLLECTION = "gc"  # a heap fell from one reading to the next
    END = "end"  # the command ended


@dataclass(frozen=True, slots=True)
class Mark:
    """A named instant.

    Attributes:
        at: Seconds since the recording started.
        kind: What happened.
        text: The same in words.
        process: Key of the process it happened to; None for the tree.
    """

    at: float
    kind: MarkKind
    text: str
    process: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that something rests on.

    Attributes:
        start: When it begins.
        end: When it ends.
        text: What it is.
        process: Key of the process it is about; None for the tree.
    """

    start: float
    end: float
    text: str
    process: int | None = None


def marks(recording: Recording, explanation: Explanation) -> tuple[Mark, ...]:
    """Return everything that is worth a mark, in order."""
    found = [*_deaths(recording, explanation), *_kernel_kills(recording.oom_kills)]
    found += _collections(recording)
    if explanation.peak_at is not None and explanation.peak is not None:
        said = f"peak {format_bytes(explanation.peak.bytes)} {explanation.peak.how.value}"
        found.append(Mark(explanation.peak_at, MarkKind.PEAK, said))
    if recording.end is not None:
        found.append(Mark(recording.end.at, MarkKind.END, "the command ended"))
    return tuple(sorted(found, key=lambda mark: mark.at))


def spans(finding: Finding, recording: Recording, explanation: Explanation) -> tuple[Span, ...]:
    """Return where on the timeline the culprit of a finding is.

    Returns:
        Its runs of the test or the test file, else its phase, else when its process grew or
        spiked, else the life of its process; nothing if the culprit was not seen.
    """
    culprit = finding.culprit
    keys = [one.key for one in recording.processes if one.pid == culprit.pid]
    only = keys[0] if len(keys) == 1 else None
    return (
        tuple(_runs(culprit, recording))
        or tuple(
            Span(
                one.start,
                _until(one.end, recording),
                one.name,
                one.process if one.process is not None else only,
            )
            for one in explanation.interior.phases
            if one.name == culprit.phase
        )
        or tuple(
            Span(one.start, one.end, one.sentence, one.process)
            for one in explanation.shapes
            if one.kind is not ShapeKind.FLAT and one.process in keys
        )
        or tuple(
            Span(one.started, _until(one.ended, recording), _who(one), one.key)
            for one in recording.processes
            if one.key in keys
        )
    )


def timeline_end(recording: Recording) -> float:
    """Return when the last thing happened that the recording knows of."""
    last = [recording.end.at] if recording.end else []
    last += recording.usage.at[-1:]
    last += [process.ended for process in recording.processes if process.ended is not None]
    last += [process.rss.at[-1] for process in recording.processes if len(process.rss)]
    return max(last, default=0.0)


def _runs(culprit: Culprit, recording: Recording) -> Iterator[Span]:
    for run in recording.files:
        if run.file != culprit.file or culprit.isolate not in {None, run.isolate}:
            continue
        if culprit.test is None:
            yield Span(run.started, _until(run.ended, recording), run.file, run.process)
        for test in run.tests:
            if test.name == culprit.test:
                ended = _until(test.ended or run.ended, recording)
                yield Span(test.started, ended, f"{run.file}: {test.name}", run.process)


def _until(ended: float | None, recording: Recording) -> float:
    return ended if ended is not None else timeline_end(recording)


def _deaths(recording: Recording, explanation: Explanation) -> Iterator[Mark]:
    fatal = {SIGKILL, _SEGMENTATION, *ABORTS}
    endings = {row.process: row.ending for row in explanation.processes}
    for process in recording.processes:
        blamed = process.key == explanation.ending.process
        if process.ended is not None and process.signal and (process.signal in fatal or blamed):
            said = endings.get(process.key, f"killed by {signal_name(process.signal)}")
            yield Mark(process.ended, MarkKind.KILL, f"{_who(process)} {said}", process.key)


def _kernel_kills(counters: tuple[OomKills, ...]) -> Iterator[Mark]:
    before = 0
    for each in counters:
        # The nearest counter that can be read is the most telling one.
        now = next((n for n in (each.group, each.around, each.machine) if n is not None), 0)
        if now > before:
            said = f"the kernel's counter of out-of-memory kills rose by {now - before}"
            yield Mark(each.at, MarkKind.OOM, said)
        before = max(now, before)


def _collections(recording: Recording) -> list[Mark]:
    found = [(fell, at, isolate) for isolate in recording.isolates for at, fell in _falls(isolate)]
    found.sort(key=lambda one: -one[0])
    return [
        Mark(
            at,
            MarkKind.COLLECTION,
            f"{isolate.name}: heap fell by {format_bytes(fell)}",
            isolate.process,
        )
        for fell, at, isolate in found[:MOST_COLLECTIONS]
    ]


def _falls(isolate: Isolate) -> Iterator[tuple[float, int]]:
    level = isolate.used
    for index in range(1, len(level)):
        fell = level.value[index - 1] - level.value[index]
        if fell >= max(FALL * level.value[index - 1], SMALLEST_COLLECTION):
            yield level.at[index], fell


def _who(process: Process) -> str:
    return f"{process.role.value} {process.pid}"
