"""The streams from inside read back: isolates, test files, exact peaks between resets.

Each isolate wrote a stream of its own, and one thread in each process wrote the readings of all of
its isolates. They are put together here by pid and time; the format is specified in
docs/reference/recording-format.md.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Final

from memfit.classes import dataclass
from memfit.model.isolate import Isolate, PeakWindow
from memfit.model.recording import How, Measured, Process
from memfit.model.suite import FileRun
from memfit.record import decode, reading
from memfit.record.isolate_lines import Told

_NAME: Final = re.compile(r"([1-9][0-9]{0,18})-([0-9]{1,10}|sampler)(?:\.([0-9]{1,6}))?\.jsonl")
_SLACK: Final = 0.25  # seconds that a process may run before the recorder takes it in
_LEAST_LIFE: Final = 0.5  # seconds; what ends sooner may not have come to its preload


@dataclass(frozen=True, slots=True)
class Inside:
    """What was told from inside.

    Attributes:
        isolates: By start.
        files: By start.
        windows: Exact peaks by key of the process, oldest first.
        planned: Test files that were to be run, in the order in which they were told; or None.
        config: The runner's configuration.
        config_source: How it was learnt.
    """

    isolates: tuple[Isolate, ...] = ()
    files: tuple[FileRun, ...] = ()
    windows: Mapping[int, tuple[PeakWindow, ...]] = field(default_factory=dict)
    planned: tuple[str, ...] | None = None
    config: Mapping[str, object] = field(default_factory=dict)
    config_source: str = ""


@dataclass(slots=True)
class _Pid:
    """The lines of one pid, as its streams hold them."""

    own: list[tuple[str, int, list[dict[str, Any]]]] = field(default_factory=list)
    sampled: list[dict[str, Any]] = field(default_factory=list)


def read(
    directory: Path,
    processes: Sequence[Process],
    damage: list[str],
    inner: Mapping[int, int] | None = None,
) -> Inside:
    """Read the streams of a recording.

    Args:
        directory: `isolates/` of the recording; need not be there.
        processes: The processes of the recording.
        damage: Takes sentences about what cannot be read.
        inner: By key, pids of processes in a namespace of their own, such as a container's, by
            which the streams name them.
    """
    left = reading.Left()
    told: list[Told] = []
    resets: dict[int, list[tuple[float, int]]] = defaultdict(list)
    by_pid = _by_pid(processes, inner or {})
    for pid, lines in _streams(directory, left, damage):
        told += _isolates(pid, lines, by_pid.get(pid, []))
        for _, _, own in lines.own:
            _peaks(own, by_pid.get(pid, []), resets)
    strange = sum(each.strange for each in told)
    damage += _damage(left, strange)
    isolates = sorted((each.finished() for each in told), key=lambda each: each.started)
    files = sorted((file for each in told for file in each.files), key=lambda each: each.started)
    config = min(
        (each for each in told if each.config), key=lambda each: each.isolate.started, default=None
    )
    plans = [each.planned for each in told if each.planned is not None]
    return Inside(
        isolates=tuple(isolates),
        files=tuple(files),
        windows={key: _windows(marks) for key, marks in resets.items()},
        planned=tuple(dict.fromkeys(file for plan in plans for file in plan)) if plans else None,
        config=config.config if config else {},
        config_source=config.config_source if config else "",
    )


def with_windows(process: Process, windows: tuple[PeakWindow, ...]) -> Process:
    """Give a process its exact peaks; the one at its exit counts from the last reset only."""
    if not windows:
        return process
    start = windows[0].start or process.started
    windows = (replace(windows[0], start=max(start, process.started)), *windows[1:])
    peak = process.peak
    if peak is not None and peak.how is How.EXACT:
        end = process.ended if process.ended is not None else windows[-1].end
        windows = (*windows, PeakWindow(windows[-1].end, max(end, windows[-1].end), peak.bytes))
    largest = max(windows, key=lambda window: window.bytes)
    if peak is None or largest.bytes > peak.bytes:
        # Without the mark at its exit, what came after the last test file is not known.
        how = How.EXACT if peak is not None and peak.how is How.EXACT else How.SAMPLED
        peak = Measured(largest.bytes, how, "VmHWM at the end of a test file")
    return replace(process, peak=peak, windows=windows)


def unseen(processes: Sequence[Process], inside: Inside) -> tuple[str, ...]:
    """Say which Node processes told nothing of their inside; empty if none."""
    seen = {isolate.process for isolate in inside.isolates}
    missing = [
        process
        for process in processes
        if _is_node(process) and process.key not in seen and _life(process) >= _LEAST_LIFE
    ]
    if not missing:
        return ()
    names = ", ".join(str(process.pid) for process in missing[:5])
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    plural = "es" if len(missing) > 1 else ""
    return (f"the agent did not reach {len(missing)} Node process{plural}: {names}{more}",)


def _is_node(process: Process) -> bool:
    """Say whether V8's heap was seen in the last program that it was: a fork has its parent's."""
    last = process.execs[-1].at if process.execs else process.started
    return bool(process.heap) and process.heap.at[-1] >= last


def _life(process: Process) -> float:
    last = process.heap.at[-1] if process.ended is None else process.ended
    return last - process.started


def _by_pid(processes: Sequence[Process], inner: Mapping[int, int]) -> dict[int, list[Process]]:
    found: dict[int, list[Process]] = defaultdict(list)
    for process in processes:
        found[inner.get(process.key, process.pid)].append(process)
    return found


def _streams(directory: Path, left: reading.Left, damage: list[str]) -> list[tuple[int, _Pid]]:
    found: dict[int, _Pid] = defaultdict(_Pid)
    unreadable = []
    try:
        names = sorted(path.name for path in directory.iterdir()) if directory.is_dir() else []
    except OSError as error:
        damage.append(f"{directory.name} cannot be read: {error.strerror}")
        return []
    for name in names:
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        pid, thread, number = int(match[1]), match[2], match[3]
        try:
            lines = list(reading.whole_lines(directory / name, left))
        except OSError as error:
            unreadable.append(f"{name}: {error.strerror}")
            continue
        if thread == "sampler":
            found[pid].sampled += lines
        else:
            isolate = f"{pid}-{thread}" + (f".{number}" if number else "")
            found[pid].own.append((isolate, int(thread), lines))
    if unreadable:
        more = f" and {len(unreadable) - 1} more" if len(unreadable) > 1 else ""
        damage.append(f"streams from inside cannot be read: {unreadable[0]}{more}")
    return sorted(found.items())


def _isolates(pid: int, lines: _Pid, processes: list[Process]) -> list[Told]:
    """Put the isolates of one pid together."""
    mine = [(name, thread, _first(own), own) for name, thread, own in lines.own]
    sampled: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines.sampled:
        thread, at = line.get("thread"), _at(line)
        thread = thread if type(thread) is int and thread >= 0 else 0
        # The pid, or the number of a thread, may have been used before.
        owners = [each for each in mine if each[1] == thread and each[2] <= at + _SLACK]
        owner = max(owners, key=lambda each: each[2])[0] if owners else f"{pid}-{thread}"
        sampled[owner].append(line)
    known = {name for name, *_ in mine}
    mine += [
        (name, int(name.partition("-")[2]), _first(ticks), [])
        for name, ticks in sampled.items()
        if name not in known
    ]
    return [
        _told(name, thread, started, own + sampled[name], processes)
        for name, thread, started, own in mine
    ]


def _told(
    name: str, thread: int, started: float, lines: list[dict[str, Any]], processes: list[Process]
) -> Told:
    process = _process(processes, started)
    isolate = Isolate(
        name=name,
        process=process.key if process else None,
        thread=thread,
        runtime="node",
        version="",
        runner=None,
        worker=None,
        started=started,
    )
    told = Told(isolate)
    # A reading that was answered at the very instant of a boundary belongs before it.
    for line in sorted(lines, key=lambda line: (_at(line), line.get("event") != "tick")):
        told.add(line)
    return told


def _process(processes: list[Process], at: float) -> Process | None:
    """The process that had this pid then."""
    there = [each for each in processes if each.started <= at + _SLACK]
    return max(there, key=lambda each: each.started, default=None)


def _first(lines: list[dict[str, Any]]) -> float:
    return min(map(_at, lines), default=0.0)


def _at(line: Mapping[str, Any]) -> float:
    try:
        return decode.instant(line.get("at"))
    except ValueError:
        return 0.0


def _peaks(
    lines: list[dict[str, Any]],
    processes: list[Process],
    resets: dict[int, list[tuple[float, int]]],
) -> None:
    process = _process(processes, _first(lines))
    if process is None:
        return
    for line in lines:
        if line.get("event") != "peak":
            continue
        try:
            resets[process.key].append((decode.instant(line["at"]), decode.integer(line["bytes"])))
        except (KeyError, ValueError):
            continue


def _windows(marks: list[tuple[float, int]]) -> tuple[PeakWindow, ...]:
    """Make windows of the marks: the threads of a process reset the same one, in turn."""
    windows = []
    start = 0.0
    for at, size in sorted(marks):
        windows.append(PeakWindow(start, at, size))
        start = at
    return tuple(windows)


def _damage(left: reading.Left, strange: int) -> list[str]:
    found = []
    if left.torn:
        found.append(f"{left.torn} streams from inside end in a torn line")
    if left.foreign or left.cut:
        found.append(f"{left.foreign + left.cut} lines from inside are unreadable and left out")
    if strange:
        found.append(f"{strange} lines from inside have another shape than this memfit writes")
    return found
