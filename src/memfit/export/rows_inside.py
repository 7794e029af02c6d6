"""The rows of the tables about the inside of a run: isolates, test files, tests, readings."""

import json
from collections.abc import Iterator
from itertools import chain

from memfit.explain.ceilings import isolate_rows
from memfit.explain.files import file_rows
from memfit.explain.headroom import limit_in_force
from memfit.explain.own_cost import less_own_cost
from memfit.export.rows import Row, clean
from memfit.model.isolate import Isolate
from memfit.model.recording import Recording, Series


def isolates(recording: Recording) -> Iterator[Row]:
    """One row an isolate."""
    for row in isolate_rows(recording, limit_in_force(recording)):
        gc = row.collections
        yield (
            clean(row.isolate),
            row.process,
            row.thread,
            clean(row.runtime),
            clean(row.version),
            _text(row.runner),
            _text(row.worker),
            row.start,
            row.end,
            row.files,
            row.heap_limit,
            json.dumps({clean(name): size for name, size in row.asked.items()}, ensure_ascii=False),
            None if row.reaches is None else int(row.reaches),
            row.heap_peak,
            row.external_peak,
            row.contexts,
            gc.count if gc else None,
            gc.seconds if gc else None,
            gc.major if gc else None,
            gc.major_seconds if gc else None,
            gc.longest if gc else None,
            row.stalls,
            row.own_cost,
        )


def files(recording: Recording) -> Iterator[Row]:
    """One row for every test file and isolate that ran it."""
    for row in file_rows(less_own_cost(recording)):
        peak = row.rss_peak
        yield (
            clean(row.file),
            clean(row.isolate),
            row.process,
            _text(row.worker),
            row.start,
            row.end,
            row.seconds,
            row.outcome.value if row.outcome is not None else None,
            _text(row.last_test),
            _text(row.last_hook),
            row.heap_before,
            row.heap_after,
            row.heap_peak,
            row.heap_kept,
            row.external_growth,
            row.native_growth,
            peak.bytes if peak else None,
            peak.how.value if peak else None,
            clean(peak.source) if peak else None,
            _text(row.stopped),
        )


def tests(recording: Recording) -> Iterator[Row]:
    """One row a test, each time that it ran."""
    for run in recording.files:
        for test in run.tests:
            yield (
                clean(test.name),
                clean(run.file),
                clean(run.isolate),
                test.started,
                test.ended,
                test.outcome.value if test.outcome is not None else None,
                test.used_before,
                test.used_after,
            )


def ticks(recording: Recording) -> Iterator[Row]:
    """One row a reading of an isolate."""
    return chain.from_iterable(map(_of_isolate, recording.isolates))


def _of_isolate(isolate: Isolate) -> Iterator[Row]:
    quantities: tuple[tuple[str, Series], ...] = (
        ("used", isolate.used),
        ("total", isolate.total),
        ("external", isolate.external),
        ("array_buffers", isolate.array_buffers),
        ("rss", isolate.rss),
        ("contexts", isolate.contexts),
        ("detached", isolate.detached),
        ("queued", isolate.queued),
    )
    name = clean(isolate.name)
    for quantity, series in quantities:
        for at, value in zip(series.at, series.value, strict=True):
            yield at, name, isolate.process, quantity, value


def _text(value: str | None) -> str | None:
    return None if value is None else clean(value)
