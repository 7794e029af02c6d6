"""Recordings made by hand, tersely: only what a test is about is written down."""

from array import array
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from memfit.model.isolate import Counters, Isolate, Label
from memfit.model.recording import (
    End,
    EndedBy,
    Exec,
    How,
    Limit,
    Limits,
    Machine,
    Measured,
    OomKills,
    OutputChunk,
    Process,
    Recording,
    Role,
    Series,
)
from memfit.model.suite import FileRun, Outcome, RunnerReport, Suite, TestRun

MB = 1 << 20
GB = 1 << 30


def series(*readings: tuple[float, float]) -> Series:
    """A series from (seconds, MB)."""
    return Series(
        array("d", (at for at, _ in readings)), array("q", (int(mb * MB) for _, mb in readings))
    )


def sampled(values: Iterable[float], interval: float = 0.05, start: float = 0.0) -> Series:
    """A series of MB at even ticks."""
    return series(*((start + index * interval, mb) for index, mb in enumerate(values)))


def process(
    key: int,
    command: str = "node forks.js",
    role: Role = Role.WORKER,
    *,
    started: float = 0.0,
    ended: float | None = 10.0,
    peak: float | None = None,
    rss: Series | float | None = None,
    heap: Series | float | None = None,
    **fields: Any,
) -> Process:
    """A process; `peak` in MB; `rss` and `heap` a series, or MB that it always held."""
    words = tuple(command.split(" "))
    resident = _series(rss, started)
    if peak is None and len(resident):
        peak = max(resident.value) / MB
    if ended is not None and "signal" not in fields:
        fields.setdefault("exit_code", 0)
    return Process(
        key=key,
        pid=fields.pop("pid", 4000 + key),
        parent=fields.pop("parent", 0 if key else None),
        command=words,
        role=role,
        started=started,
        ended=ended,
        peak=None if peak is None else exact(peak, "VmHWM at exit"),
        execs=fields.pop("execs", (Exec(started, words),)),
        rss=resident,
        heap=_series(heap, started),
        **fields,
    )


def exact(mb: float, source: str = "memory.peak") -> Measured:
    return Measured(int(mb * MB), How.EXACT, source)


def kills(
    at: float, group: int | None = None, around: int | None = None, machine: int | None = None
) -> OomKills:
    return OomKills(at, group, around, machine)


def printed(text: str, at: float = 5.0, stream: str = "stderr") -> OutputChunk:
    return OutputChunk(at, stream, text.encode())


def recording(
    *processes: Process,
    at: float = 10.0,
    code: int | None = 0,
    signal: int | None = None,
    ended_by: EndedBy | None = None,
    sent: int | None = None,
    peak: float | None = None,
    memory: float | None = None,
    around: float | None = None,
    how: str = "cgroup-v2",
    timeout: float | None = None,
    **fields: Any,
) -> Recording:
    """A recording of ten seconds that passed, but for what is given; sizes in MB."""
    default = Recording(
        path=Path(".memfit/recordings/one"),
        memfit="0.1.0",
        started="2026-01-01T12:00:00+00:00",
        command=("vitest", "run"),
        directory="/app",
        environment={},
        machine=Machine(
            kernel="6.1",
            architecture="x86_64",
            cores=2,
            memory=16 * GB,
            swap=0,
            page_size=4096,
            around=None if around is None else Limit(int(around * MB), "memory.max"),
        ),
        limits=Limits(
            memory=None if memory is None else int(memory * MB), how=how, timeout=timeout
        ),
        lifecycle="ptrace",
        lifecycle_why="",
        runner="vitest",
        runner_version="3.2.4",
        tools={},
        interval=0.05,
        end=End(
            at=at,
            exit_code=None if signal is not None else code,
            signal=signal,
            returned=128 + signal if signal is not None else code or 0,
            ended_by=ended_by,
            sent=sent,
            peak=None if peak is None else exact(peak),
        ),
        processes=processes or (process(0, "vitest run", Role.MAIN, ended=at),),
        usage_source="memory.current",
        usage_how=How.SAMPLED,
        oom_kills=(kills(0.0, 0, 0, 0), kills(at, 0, 0, 0)),
    )
    return replace(default, **fields)


def _series(readings: Series | float | None, started: float) -> Series:
    if readings is None:
        return Series()
    return readings if isinstance(readings, Series) else series((started, readings))


def counters(used: float | None = None, **megabytes: float) -> Counters:
    """What an isolate told; in MB."""
    given = {"used": used, **megabytes}
    return Counters(**{name: None if mb is None else int(mb * MB) for name, mb in given.items()})


def isolate(
    name: str = "4001-0",
    process: int | None = 1,
    *,
    labels: Iterable[tuple[Any, ...]] = (),
    **fields: Any,
) -> Isolate:
    """An isolate of Node; labels are (at, file, test, hook), the last ones may be left out."""
    defaults: dict[str, Any] = {
        "thread": int(name.rpartition("-")[2].partition(".")[0]),
        "runtime": "node",
        "version": "20.20.2",
        "runner": "vitest",
        "worker": "1",
        "started": 0.5,
        "heap_limit": 2096 * MB,
    }
    told = tuple(Label(*label) for label in labels)
    return Isolate(name=name, process=process, labels=told, **{**defaults, **fields})


def run_of(
    file: str = "/app/src/a.test.ts",
    started: float = 1.0,
    ended: float | None = 3.0,
    *,
    isolate: str = "4001-0",
    process: int | None = 1,
    tests: Iterable[TestRun] = (),
    **fields: Any,
) -> FileRun:
    """A test file that passed, but for what is given."""
    if ended is not None:
        fields.setdefault("outcome", Outcome.PASSED)
        fields.setdefault("after", counters(40))
    fields.setdefault("before", counters(10))
    fields.setdefault("worker", "1")
    return FileRun(
        file, isolate, process, started=started, ended=ended, tests=tuple(tests), **fields
    )


def a_test(
    name: str = "adds", started: float = 1.2, ended: float | None = 2.8, **fields: Any
) -> TestRun:
    """A test of a file."""
    return TestRun(name, started, ended, **fields)


def report(
    green: bool | None = True,
    files: tuple[int, int] | None = None,
    source: str = "output",
    **fields: Any,
) -> RunnerReport:
    """What a runner says; `files` are those that ended, and all."""
    ended, every = files if files is not None else (None, None)
    return RunnerReport(source, green, every, ended, **fields)


def suite(*reports: RunnerReport, **fields: Any) -> Suite:
    return Suite(reports=reports, **fields)
