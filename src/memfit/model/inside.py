"""What is said of the inside of a run: its test files, phases and isolates, one row each.

Units as in `memfit.model.recording`.
"""

from collections.abc import Mapping
from dataclasses import field

from memfit.classes import dataclass
from memfit.model.isolate import Collections
from memfit.model.recording import Measured
from memfit.model.suite import Outcome


@dataclass(frozen=True, slots=True)
class FileRow:
    """One test file in one isolate: what it did to memory.

    Attributes:
        file: Path as the runner gives it.
        isolate: Name of the isolate that ran it.
        process: Key of its process, or None.
        worker: The runner's own name for the worker, or None.
        start: When the runner began with it, imports included.
        end: When it ended; None if it never did.
        seconds: How long it ran; until its isolate or process ended, or the recording, if it never
            did.
        outcome: How it ended; None if it never did or the runner did not tell.
        last_test: The test that ran last, or None.
        last_hook: The hook, or the part of the file that is no test, that ran last, or None.
        heap_before: Used heap when it began; None for what is not Node.
        heap_after: Used heap when it ended; None if it never did.
        heap_peak: The highest used heap that was read while it ran (sampled).
        heap_kept: Used heap after a forced collection at its end; None unless asked for.
        heap_growth: From `heap_before` to `heap_after`, or to the last reading of a file that never
            ended.
        external_growth: External memory (array buffers, WebAssembly) at its end, or at the last
            reading, less that at its start.
        native_growth: The same of what is resident outside of V8's heap, external memory included
            (estimate); of Python, of the memory that no other process shares. None where files of
            other isolates of the process ran at the time.
        rss_peak: The largest resident set of its process while it ran.
        stopped: Of a file that never ended: what it was at, and what became of its worker. None if
            it ended.
    """

    file: str
    isolate: str
    process: int | None
    worker: str | None
    start: float
    end: float | None
    seconds: float
    outcome: Outcome | None
    last_test: str | None
    last_hook: str | None
    heap_before: int | None
    heap_after: int | None
    heap_peak: int | None
    heap_kept: int | None
    heap_growth: int | None
    external_growth: int | None
    native_growth: int | None
    rss_peak: Measured | None
    stopped: str | None = None

    @property
    def largest(self) -> int:
        """What the file is ranked by: its heap's peak, or its process's where there is no heap."""
        if self.heap_peak is not None:
            return self.heap_peak
        return self.rss_peak.bytes if self.rss_peak else 0


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """An interval of the run in which one thing was done.

    Phases may overlap: workers import one file while others run tests, and builds run beside each
    other.

    Attributes:
        name: `set-up`, `collect`, `tests`, `after the tests`, `coverage`, `teardown`, or the
            builder's own.
        label: What tells two phases of one name apart, or empty.
        process: Key of the process that was in it; None if several were, or it is unknown.
        start: When it first began.
        end: When it last ended; None if it never did.
        seconds: Time in it, added up over workers that were in it at the same time.
        peak: The most that the tree used while anybody was in it; None if it was not read then.
        rss_peak: The largest resident set of one process in it; None if it was not read then.
        rss_process: Key of that process, or None.
    """

    name: str
    label: str
    process: int | None
    start: float
    end: float | None
    seconds: float
    peak: Measured | None
    rss_peak: Measured | None
    rss_process: int | None


@dataclass(frozen=True, slots=True)
class IsolateRow:
    """One V8 heap, or one Python process, and the ceiling that it really had.

    Attributes:
        isolate: `<pid>-<thread>`.
        process: Key of its process, or None.
        thread: Node's number of the thread; 0 is the main thread.
        runtime: `node` or `python`.
        version: Of the runtime.
        runner: Whose main or worker it is, or None.
        worker: The runner's own name for it, or None.
        start: When it was first seen from inside.
        end: When it said that it exits; None if it never did.
        files: Test files that it began.
        heap_limit: The ceiling in force; None for Python.
        asked: Bytes of old space that were asked for, by source: `flag`, `NODE_OPTIONS` and
            `resourceLimits` of itself, `main` and `configuration` for what was asked elsewhere.
        reaches: Whether the ceiling that was asked for is in force; None if none was, or it is not
            known.
        tree_limit: The limit of the tree, or None.
        heap_peak: The highest used heap that was read, or None.
        external_peak: The highest external memory that was read, or None.
        contexts: Most native contexts at one time, or None.
        collections: Its garbage collections, or None if not told.
        stalls: How often a reading had to wait for it.
        own_cost: Private bytes that watching it cost, or None.
    """

    isolate: str
    process: int | None
    thread: int
    runtime: str
    version: str
    runner: str | None
    worker: str | None
    start: float
    end: float | None
    files: int
    heap_limit: int | None
    asked: Mapping[str, int] = field(default_factory=dict)
    reaches: bool | None = None
    tree_limit: int | None = None
    heap_peak: int | None = None
    external_peak: int | None = None
    contexts: int | None = None
    collections: Collections | None = None
    stalls: int = 0
    own_cost: int | None = None


@dataclass(frozen=True, slots=True)
class Interior:
    """Everything that was seen from inside, as reports list it.

    Attributes:
        files: Test files, by start.
        phases: Phases, by start.
        isolates: Isolates, by start.
        ceilings: The ceilings that were in force and what asked for them, the doubtful ones first.
        unfinished: Whether the command ended by itself and its tests had not all been run.
    """

    files: tuple[FileRow, ...] = ()
    phases: tuple[PhaseRow, ...] = ()
    isolates: tuple[IsolateRow, ...] = ()
    ceilings: tuple[str, ...] = ()
    unfinished: bool = False
