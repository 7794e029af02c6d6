"""The rows of each exported table, computed from a recording.

A row is a tuple in the order of the columns that `memfit.export.tables` states.
"""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from memfit.model.recording import Process, Recording, Series

Value = str | int | float | bytes | None
"""What a cell holds; None is absent."""

Row = tuple[Value, ...]

SCHEMA = 1
"""Version of the exported tables. 1: first published."""


def clean(text: str) -> str:
    r"""Escape what databases do not take as text: NUL, and bytes that are not UTF-8.

    >>> print(clean("a\0b\udcff"))
    a\x00b\udcff
    """
    return text.replace("\0", r"\x00").encode("utf-8", "backslashreplace").decode()


def run(recording: Recording) -> Iterator[Row]:
    """One row: what was run, where, under which limits, and how it ended."""
    machine, limits, end = recording.machine, recording.limits, recording.end
    around, peak = machine.around, end.peak if end else None
    yield (
        SCHEMA,
        clean(recording.memfit),
        clean(recording.started),
        _quoted(recording.command),
        clean(recording.directory),
        _json(recording.environment),
        _text(recording.runner),
        _text(recording.runner_version),
        _json(recording.tools),
        clean(machine.kernel),
        clean(machine.architecture),
        machine.cores,
        machine.memory,
        machine.swap,
        machine.page_size,
        around.bytes if around else None,
        clean(around.source) if around else None,
        limits.memory,
        limits.swap,
        limits.cpus,
        limits.timeout,
        clean(limits.how),
        clean(limits.why),
        clean(recording.lifecycle),
        clean(recording.lifecycle_why),
        recording.interval,
        recording.usage_how.value,
        clean(recording.usage_source),
        end.at if end else None,
        end.exit_code if end else None,
        end.signal if end else None,
        end.returned if end else None,
        end.ended_by.value if end and end.ended_by else None,
        end.sent if end else None,
        peak.bytes if peak else None,
        peak.how.value if peak else None,
        clean(peak.source) if peak else None,
    )


def processes(recording: Recording) -> Iterator[Row]:
    """One row a process."""
    survivors = recording.end.survivors if recording.end else ()
    for process in recording.processes:
        peak = process.peak
        yield (
            process.key,
            process.pid,
            process.parent,
            process.role.value,
            _quoted(process.command),
            process.started,
            process.ended,
            process.exit_code,
            process.signal,
            int(process.key in survivors) if recording.end else None,
            peak.bytes if peak else None,
            peak.how.value if peak else None,
            clean(peak.source) if peak else None,
            process.threads,
            process.heap_limit,
        )


def execs(recording: Recording) -> Iterator[Row]:
    """One row for every program that a process became."""
    for process in recording.processes:
        for became in process.execs:
            yield process.key, became.at, _quoted(became.command)


def samples(recording: Recording) -> Iterator[Row]:
    """One row a reading: those of the tree first, then those of each process."""
    yield from _readings(None, "usage", recording.usage)
    yield from _readings(None, "anonymous", recording.anonymous)
    yield from _readings(None, "page_cache", recording.page_cache)
    yield from _readings(None, "pressure", recording.pressure)
    for process in recording.processes:
        yield from _readings(process.key, "rss", process.rss)
        yield from _readings(process.key, "heap", process.heap)
        yield from _readings(process.key, "pss", process.pss)


def output(recording: Recording) -> Iterator[Row]:
    """One row a chunk of what was printed, oldest first."""
    for chunk in recording.output:
        text = chunk.data.decode("utf-8", "replace").replace("\0", "\ufffd")
        stream = clean(chunk.stream) or None
        yield chunk.at, stream, len(chunk.data), chunk.dropped, text, chunk.data


def events(recording: Recording) -> Iterator[Row]:
    """One row an event, oldest first; those without a time come last."""
    timed = [*_lives(recording.processes), *_oom_kills(recording)]
    yield from sorted(timed, key=lambda row: row[0])
    for event, sentences in (("note", recording.notes), ("damage", recording.damage)):
        for sentence in sentences:
            yield None, None, event, _json({"text": sentence})


def _readings(process: int | None, quantity: str, series: Series) -> Iterator[Row]:
    for at, value in zip(series.at, series.value, strict=True):
        yield at, process, quantity, value


def _lives(processes: Iterable[Process]) -> Iterator[tuple[float, int | None, str, str]]:
    for process in processes:
        fork = {"pid": process.pid, "parent": process.parent}
        yield process.started, process.key, "fork", _json(fork)
        for became in process.execs:
            yield became.at, process.key, "exec", _json({"command": _quoted(became.command)})
        if process.ended is not None:
            end = {"exit_code": process.exit_code, "signal": process.signal}
            yield process.ended, process.key, "exit", _json(end)


def _oom_kills(recording: Recording) -> Iterator[tuple[float, int | None, str, str]]:
    """The readings at which a counter of kills was above its last known value."""
    known = dict.fromkeys(("group", "around", "machine"), 0)
    for kills in recording.oom_kills:
        counters = {"group": kills.group, "around": kills.around, "machine": kills.machine}
        read = {name: count for name, count in counters.items() if count is not None}
        if any(count > known[name] for name, count in read.items()):
            yield kills.at, None, "oom-kill", _json(counters)
        known |= read


def _quoted(command: Iterable[str]) -> str:
    return shlex.join(map(clean, command))


def _text(value: str | None) -> str | None:
    return None if value is None else clean(value)


def _json(value: Mapping[str, Any]) -> str:
    """Encode a flat object; its texts are escaped before, so that `->>` gives what columns have."""
    escaped = {
        clean(name): clean(content) if isinstance(content, str) else content
        for name, content in value.items()
        if content is not None
    }
    return json.dumps(escaped, ensure_ascii=False)
