"""Every test file and what it did to memory, one row for each isolate that ran it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import StrEnum

from memfit.explain.courses import readings
from memfit.explain.deaths import how_it_stopped
from memfit.explain.peaks import Peaks
from memfit.explain.running import Inside
from memfit.explain.series import maximum, value_at
from memfit.model.inside import FileRow
from memfit.model.isolate import Counters, Isolate
from memfit.model.recording import How, Measured, Recording, Series
from memfit.model.suite import FileRun

NODE = "node"


class Order(StrEnum):
    """What test files are sorted by, the most first; `start` the earliest first."""

    PEAK = "peak"
    GROWTH = "growth"
    KEPT = "kept"
    TIME = "time"
    START = "start"


_KEYS: dict[Order, Callable[[FileRow], float]] = {
    Order.PEAK: lambda row: row.largest,
    Order.GROWTH: lambda row: _or_least(_growth(row)),
    Order.KEPT: lambda row: _or_least(row.heap_kept),
    Order.TIME: lambda row: row.seconds,
    Order.START: lambda row: -row.start,
}


def file_rows(recording: Recording) -> tuple[FileRow, ...]:
    """Return a row for each file and isolate, by start."""
    inside = Inside(recording)
    peaks = {
        key: Peaks(inside.processes[key])
        for key in {run.process for run in recording.files}
        if key is not None and key in inside.processes
    }
    beside = _beside_others(recording, inside)
    levels = {
        isolate.name: readings(
            isolate,
            inside.processes.get(isolate.process) if isolate.process is not None else None,
        )
        for isolate in recording.isolates
        if isolate.runtime == NODE
    }
    return tuple(
        _row(
            run, inside, peaks, levels, _stopped(run, inside, recording), alone=index not in beside
        )
        for index, run in enumerate(recording.files)
    )


def _stopped(run: FileRun, inside: Inside, recording: Recording) -> str | None:
    return how_it_stopped(run, inside, recording) if run.ended is None else None


def _row(
    run: FileRun,
    inside: Inside,
    peaks: dict[int, Peaks],
    levels: dict[str, Series],
    stopped: str | None,
    *,
    alone: bool,
) -> FileRow:
    isolate, stop = inside.isolates.get(run.isolate), inside.stop(run)
    level = levels.get(run.isolate, Series())
    doing = inside.doing_in(run, stop)
    node = isolate is None or isolate.runtime == NODE
    after = run.after if run.after is not None else _last_counters(isolate, level, stop)
    return FileRow(
        file=run.file,
        isolate=run.isolate,
        process=run.process if run.process in inside.processes else None,
        worker=run.worker,
        start=run.started,
        end=run.ended,
        seconds=stop - run.started,
        outcome=run.outcome,
        last_test=doing.test,
        last_hook=doing.hook,
        heap_before=run.before.used if node else None,
        heap_after=run.after.used if node and run.after is not None else None,
        heap_peak=_heap_peak(run, level, stop) if node else None,
        heap_kept=run.kept.used if node and run.kept is not None else None,
        heap_growth=_less(after.used, run.before.used) if node else None,
        external_growth=_less(after.external, run.before.external),
        native_growth=_native_growth(run.before, after, node=node) if alone else None,
        rss_peak=_rss_peak(run, isolate, peaks, stop),
        stopped=stopped,
    )


def _last_counters(isolate: Isolate | None, level: Series, at: float) -> Counters:
    """Return what was read of an isolate last by an instant, for a file that never ended."""
    if isolate is None:
        return Counters()
    return Counters(
        used=value_at(level, at),
        total=value_at(isolate.total, at),
        external=value_at(isolate.external, at),
        rss=value_at(isolate.rss, at),
    )


def _heap_peak(run: FileRun, level: Series, stop: float) -> int | None:
    seen = [run.before.used, run.after.used if run.after is not None else None]
    for test in run.tests:
        seen += (test.used_before, test.used_after)
    top = maximum(level, run.started, stop)
    seen.append(top.value if top else None)
    return max((value for value in seen if value is not None), default=None)


def _native_growth(before: Counters, after: Counters, *, node: bool) -> int | None:
    if node:
        return _less(_less(after.rss, after.total), _less(before.rss, before.total))
    unshared = _less(after.uss, before.uss)
    return unshared if unshared is not None else _less(after.rss, before.rss)


def _rss_peak(
    run: FileRun, isolate: Isolate | None, peaks: dict[int, Peaks], stop: float
) -> Measured | None:
    """Return the exact peak of the process, else the highest that it or memfit saw."""
    outside = peaks[run.process].within(run.started, stop) if run.process in peaks else None
    if outside is not None and outside.how is How.EXACT:
        return outside
    top = maximum(isolate.rss, run.started, stop) if isolate is not None else None
    if top is not None and (outside is None or top.value > outside.bytes):
        return Measured(top.value, How.SAMPLED, "isolates/*.jsonl")
    return outside


def _beside_others(recording: Recording, inside: Inside) -> set[int]:
    """Return the files beside which another isolate of their process ran one, by their place.

    What is resident belongs to the whole process: it cannot be told whose it is.
    """
    changes = []
    for index, run in enumerate(recording.files):
        if run.process is not None:
            changes += [(run.started, True, index), (inside.stop(run), False, index)]
    changes.sort()  # what ends comes before what begins at the same instant
    beside: set[int] = set()
    active: dict[int, set[int]] = defaultdict(set)
    for _, begins, index in changes:
        run = recording.files[index]
        running = active[run.process or 0]
        if not begins:
            running.discard(index)
            continue
        others = {each for each in running if recording.files[each].isolate != run.isolate}
        if others:
            beside |= {index, *others}
        running.add(index)
    return beside


def _less(later: int | None, earlier: int | None) -> int | None:
    return None if later is None or earlier is None else later - earlier


def ordered(rows: Iterable[FileRow], order: Order) -> list[FileRow]:
    """Sort test files; alike ones by their start."""
    return sorted(rows, key=lambda row: (-_KEYS[order](row), row.start))


def _growth(row: FileRow) -> int | None:
    return row.heap_growth if row.heap_growth is not None else row.native_growth


def _or_least(number: int | None) -> float:
    return float("-inf") if number is None else number
