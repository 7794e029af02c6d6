"""The ceiling that every isolate really had, against what asked for one and the tree's limit.

Facts only: whether a ceiling that misses is a cause is for `memfit.explain.causes` to say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from memfit.model.inside import IsolateRow
from memfit.model.isolate import Isolate
from memfit.model.recording import Limit, Process, Recording, Role
from memfit.units import format_bytes

YOUNG = ((26, 96 << 20), (23, 192 << 20), (0, 48 << 20))
"""What V8 adds for young objects to the old space that is asked for, by the first Node that does."""

SLACK = 0.1
"""Share by which a ceiling may miss what was asked for: V8 rounds, and semi-spaces can be set."""

MAIN = "main"
"""Source of what the runner's main process was asked for."""

VARIABLE = "NODE_OPTIONS"
"""Source of what the environment asks for."""

CONFIGURED = "configuration"
"""Source of what the runner's configuration asks for."""


def isolate_rows(recording: Recording, limit: Limit | None) -> tuple[IsolateRow, ...]:
    """Return a row for each isolate, by start.

    Args:
        recording: The recording.
        limit: The tree's limit in force, or None.
    """
    files = Counter(run.isolate for run in recording.files)
    elsewhere = _asked_elsewhere(recording)
    processes = {process.key: process for process in recording.processes}
    return tuple(
        _row(isolate, files[isolate.name], limit, processes, elsewhere)
        for isolate in recording.isolates
    )


def ceilings_in_words(
    rows: Iterable[IsolateRow], processes: Mapping[int, Process]
) -> tuple[str, ...]:
    """Say which ceilings isolates that ran tests had; alike ones as one, the doubtful ones first."""
    alike: dict[tuple[bool, str], list[IsolateRow]] = defaultdict(list)
    for row in rows:
        if row.heap_limit is not None and (row.files or row.reaches is False):
            alike[_in_doubt(row), _sentence(row)].append(row)
    doubtful_first = sorted(alike.items(), key=lambda each: not each[0][0])
    return tuple(f"{_who(same, processes)} {sentence}" for (_, sentence), same in doubtful_first)


def _row(
    isolate: Isolate,
    files: int,
    limit: Limit | None,
    processes: Mapping[int, Process],
    elsewhere: Mapping[str, int],
) -> IsolateRow:
    process = processes.get(isolate.process) if isolate.process is not None else None
    asked = dict(isolate.asked)
    if files:
        # What its own process was asked for is known from inside.
        asked = {**elsewhere, **asked}
    return IsolateRow(
        isolate=isolate.name,
        process=process.key if process is not None else None,
        thread=isolate.thread,
        runtime=isolate.runtime,
        version=isolate.version,
        runner=isolate.runner,
        worker=isolate.worker,
        start=isolate.started,
        end=isolate.ended,
        files=files,
        heap_limit=isolate.heap_limit,
        asked=asked,
        reaches=_reaches(isolate, asked),
        tree_limit=limit.bytes if limit is not None else None,
        heap_peak=max(isolate.used.value, default=None),
        external_peak=max(isolate.external.value, default=None),
        contexts=max(isolate.contexts.value, default=None),
        collections=isolate.collections,
        stalls=len(isolate.stalls),
        own_cost=isolate.own_cost,
    )


def _asked_elsewhere(recording: Recording) -> dict[str, int]:
    """Return what was asked of the main process or in the configuration, which workers may miss."""
    asked = {}
    main = next((each for each in recording.processes if each.role is Role.MAIN), None)
    if main is not None and main.heap_limit is not None:
        asked[MAIN] = main.heap_limit
    configured = recording.suite.config.get("old_space") if recording.suite is not None else None
    if isinstance(configured, int) and not isinstance(configured, bool) and configured > 0:
        asked[CONFIGURED] = configured
    return asked


def _reaches(isolate: Isolate, asked: Mapping[str, int]) -> bool | None:
    """Say whether the ceiling in force is one of those that were asked for."""
    if isolate.heap_limit is None or not asked:
        return None
    return any(is_in_force(isolate, size) for size in asked.values())


def is_in_force(isolate: Isolate | IsolateRow, asked: int) -> bool:
    """Say whether the ceiling of an isolate is the one that was asked for, bytes of old space."""
    limit = isolate.heap_limit
    if limit is None:
        return False
    return (1 - SLACK) * asked <= limit <= (1 + SLACK) * (asked + _young(isolate))


def old_space(isolate: Isolate) -> int | None:
    """Return the part of an isolate's ceiling that its old objects can fill, about; None if unknown."""
    limit = isolate.heap_limit
    # A ceiling may be so small that the young objects have not all that they have elsewhere.
    return max(limit - _young(isolate), limit // 2) if limit is not None else None


def _young(isolate: Isolate | IsolateRow) -> int:
    major = isolate.version.removeprefix("v").split(".")[0]
    node = int(major) if major.isdecimal() else 0
    return next(size for first, size in YOUNG if node >= first)


def _in_doubt(row: IsolateRow) -> bool:
    return row.reaches is False or _above_limit(row)


def _above_limit(row: IsolateRow) -> bool:
    limit, ceiling = row.tree_limit, row.heap_limit
    return limit is not None and ceiling is not None and bool(row.files) and ceiling > limit


def _sentence(row: IsolateRow) -> str:
    said = f"had {format_bytes(row.heap_limit or 0)} of heap in force"
    # What main was asked for by NODE_OPTIONS, its workers inherit: one setting, told once.
    inherited = row.asked.get(MAIN) == row.asked.get(VARIABLE)
    told = [(name, size) for name, size in row.asked.items() if not (inherited and name == MAIN)]
    asked = ", ".join(f"{format_bytes(size)} ({_source(name)})" for name, size in told)
    if row.reaches is False:
        said += f", not what was asked for: {asked}"
    elif row.reaches:
        said += f"; asked for: {asked}"
    else:
        said += ", Node's default"
    if _above_limit(row) and row.tree_limit is not None:
        limit = format_bytes(row.tree_limit)
        said += f"; that is above the tree's limit of {limit}: V8 may not collect in time"
    return said


def _source(name: str) -> str:
    return {MAIN: "the main process's flags", CONFIGURED: "the runner's configuration"}.get(
        name, name
    )


def _who(rows: list[IsolateRow], processes: Mapping[int, Process]) -> str:
    if len(rows) > 1:
        return f"each of {len(rows)} isolates"
    row = rows[0]
    if row.process is None:
        return f"isolate {row.isolate}"
    process = processes[row.process]
    thread = f", thread {row.thread}" if row.thread else ""
    return f"{process.role.value} {process.pid}{thread}"
