"""The phases of a run: what the runner or builder named itself, and what its test files show.

Phases overlap where workers do different things at the same time. A builder's phases are kept
apart by their label and process; those of test files are added up over workers, because each
worker goes through them once a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from memfit.classes import dataclass
from memfit.explain.peaks import Peaks
from memfit.explain.running import IMPORTING, Inside
from memfit.explain.series import maximum
from memfit.model.inside import PhaseRow
from memfit.model.recording import How, Measured, Recording, Role
from memfit.model.suite import FileRun, Stretch

SET_UP, COLLECT, TESTS, AFTER = "set-up", "collect", "tests", "after the tests"

LAST = ("coverage", "teardown")
"""Phases that runners name themselves and that follow the tests."""

_ORDER = (SET_UP, COLLECT, TESTS, AFTER, *LAST)


@dataclass(frozen=True, slots=True)
class _Time:
    """A part of a phase: from `start` to `end` in one process."""

    start: float
    end: float
    process: int | None


def phases(recording: Recording) -> tuple[PhaseRow, ...]:
    """Return the phases by start; empty if neither the runner nor its test files tell of any."""
    inside = Inside(recording)
    peaks = _Peaks(recording)
    stretches = recording.suite.stretches if recording.suite is not None else ()
    rows = [_named(stretch, inside, peaks) for stretch in stretches]
    named = {stretch.name for stretch in stretches}
    for name, times in _of_tests(recording, inside, stretches):
        if name not in named and times:
            rows.append(_added_up(name, times, peaks))
    return tuple(sorted(rows, key=_place))


def _place(row: PhaseRow) -> tuple[float, int]:
    return row.start, _ORDER.index(row.name) if row.name in _ORDER else len(_ORDER)


class _Peaks:
    """The highest usage of the tree and of a process within a time."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._of_process = {each.key: Peaks(each) for each in recording.processes}
        self._how = How.SAMPLED if recording.usage_how is How.EXACT else recording.usage_how

    def tree(self, times: Iterable[tuple[float, float]]) -> Measured | None:
        tops = (maximum(self._recording.usage, start, end) for start, end in times)
        highest = max((top.value for top in tops if top is not None), default=None)
        if highest is None:
            return None
        return Measured(highest, self._how, self._recording.usage_source)

    def largest(self, times: Iterable[_Time]) -> tuple[Measured | None, int | None]:
        """Return the largest resident set of a process while it was in a phase, and whose it is.

        Times of no process count for all of them.
        """
        found = []
        for time in times:
            for key in self._of_process if time.process is None else [time.process]:
                process = self._of_process.get(key)
                peak = process.within(time.start, time.end) if process is not None else None
                found += [(peak, key)] if peak is not None else []
        return max(found, key=lambda each: each[0].bytes, default=(None, None))


def _named(stretch: Stretch, inside: Inside, peaks: _Peaks) -> PhaseRow:
    process = inside.processes.get(stretch.process) if stretch.process is not None else None
    gone = process.ended if process is not None and process.ended is not None else inside.last
    stop = stretch.ended if stretch.ended is not None else max(gone, stretch.started)
    key = process.key if process is not None else None
    peak, whose = peaks.largest([_Time(stretch.started, stop, key)])
    return PhaseRow(
        name=stretch.name,
        label=stretch.label,
        process=key,
        start=stretch.started,
        end=stretch.ended,
        seconds=stop - stretch.started,
        peak=peaks.tree([(stretch.started, stop)]),
        rss_peak=peak,
        rss_process=whose,
    )


def _added_up(name: str, times: Sequence[_Time], peaks: _Peaks) -> PhaseRow:
    start, end = min(time.start for time in times), max(time.end for time in times)
    processes = {time.process for time in times}
    (only,) = processes if len(processes) == 1 else (None,)
    peak, whose = peaks.largest(times)
    return PhaseRow(
        name=name,
        label="",
        process=only,
        start=start,
        end=end,
        seconds=sum(time.end - time.start for time in times),
        peak=peaks.tree(_merged(times)),
        rss_peak=peak,
        rss_process=whose,
    )


def _merged(times: Sequence[_Time]) -> Iterator[tuple[float, float]]:
    """Yield the times without overlaps, so that each reading is looked at once."""
    ordered = sorted((time.start, time.end) for time in times)
    start, end = ordered[0]
    for later_start, later_end in ordered[1:]:
        if later_start > end:
            yield start, end
            start, end = later_start, later_end
        end = max(end, later_end)
    yield start, end


def _of_tests(
    recording: Recording, inside: Inside, stretches: Sequence[Stretch]
) -> Iterator[tuple[str, list[_Time]]]:
    """Yield the phases that test files show."""
    if not recording.files:
        return
    collect, tests = _collected_before(recording), []
    for run in recording.files:
        began = _first_test(run, inside)
        collect.append(_Time(run.started, began, run.process))
        tests.append(_Time(began, inside.stop(run), run.process))
    first = min(time.start for time in collect)
    named_tests = [
        each.ended for each in stretches if each.name == TESTS and each.ended is not None
    ]
    last = max([*(time.end for time in tests), *named_tests])
    main = next((each for each in recording.processes if each.role is Role.MAIN), None)
    key = main.key if main is not None else None
    began = main.started if main is not None else 0.0
    yield SET_UP, [_Time(began, first, None)] if first > began else []
    yield COLLECT, [time for time in collect if time.end > time.start]
    yield TESTS, [time for time in tests if time.end > time.start]
    named = [each.started for each in stretches if each.name in LAST and each.started >= last]
    gone = main.ended if main is not None and main.ended is not None else inside.last
    until = min([gone, *named])
    yield AFTER, [_Time(last, until, key)] if until > last else []


def _first_test(run: FileRun, inside: Inside) -> float:
    """Return when a file was imported: at its first test or hook, or never if it shows none."""
    if run.tests:
        return run.tests[0].started
    stop = inside.stop(run)
    labels = [label for label in inside.labels_of(run, stop) if label.test or label.hook]
    began = next((label.at for label in labels if label.hook != IMPORTING), None)
    if began is not None:
        return began
    return stop if labels else run.started


def _collected_before(recording: Recording) -> list[_Time]:
    """Return the times in which files were collected before any of them began, as pytest does."""
    times = []
    for isolate in recording.isolates:
        for label, following in pairwise(isolate.labels):
            if label.hook == IMPORTING and not label.file:
                times.append(_Time(label.at, following.at, isolate.process))
    return times
