"""What was seen from inside a process: its V8 heap, or its Python interpreter.

An *isolate* is one V8 heap: the main thread of a Node process or one of its worker threads. A
Python process that the pytest plugin watches stands in the same place, with the fields that it
has. Units as in `memfit.model.recording`.
"""

from collections.abc import Mapping
from dataclasses import field

from memfit.classes import dataclass
from memfit.model.recording import Series


@dataclass(frozen=True, slots=True)
class Counters:
    """What an isolate told about its memory at one instant; absent is None.

    Attributes:
        used: V8's used heap, garbage that was not yet collected included.
        total: V8's committed heap.
        external: Memory outside the heap that objects of it own, array buffers included.
        array_buffers: The part of `external` that array buffers and Buffers hold.
        malloced: What V8 itself took from malloc.
        contexts: Native contexts (a number, not bytes): realms, such as those of vm and jsdom.
        detached: Detached contexts that are still there (a number).
        rss: Resident set of the whole process.
        uss: The part of it that no other process shares; Python only.
    """

    used: int | None = None
    total: int | None = None
    external: int | None = None
    array_buffers: int | None = None
    malloced: int | None = None
    contexts: int | None = None
    detached: int | None = None
    rss: int | None = None
    uss: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What ran from an instant on; empty strings where nothing did.

    Attributes:
        at: Seconds since the recording started.
        file: The test file.
        test: The test, with the names of its suites where the runner tells.
        hook: The hook (`beforeEach`, `afterAll`, …) or the part of a file that is no test
            (`collect`: the file is being imported; `suite`: between tests).
    """

    at: float
    file: str = ""
    test: str = ""
    hook: str = ""


@dataclass(frozen=True, slots=True)
class Collections:
    """Garbage collections of an isolate until it ended, or as far as it told.

    Attributes:
        count: All of them.
        seconds: Time in all of them.
        major: Mark-compacts.
        major_seconds: Time in those.
        longest: The longest one, seconds.
    """

    count: int
    seconds: float
    major: int
    major_seconds: float
    longest: float


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the sources that allocated what is alive.

    Attributes:
        function: Its name, or `(anonymous)`.
        file: The source file, through its source map where there is one; or a URL of Node's own.
        line: Line, from 1; None if unknown.
        bytes: Live bytes that it allocated (sampled).
    """

    function: str
    file: str
    line: int | None
    bytes: int


@dataclass(frozen=True, slots=True)
class AllocationProfile:
    """Where the live objects of a heap were allocated.

    Attributes:
        at: When the profile was read.
        used: The used heap then.
        sites: The largest, largest first.
    """

    at: float
    used: int
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """What JavaScript was running when the heap passed a mark on its way to the ceiling.

    Attributes:
        at: When it was looked at.
        used: The used heap then.
        frames: Function, file and line, innermost first; memfit's own are left out.
    """

    at: float
    used: int
    frames: tuple[tuple[str, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class HeapSnapshot:
    """A heap snapshot that was taken on request.

    Attributes:
        at: When it was begun.
        path: The file, relative to the recording.
        reason: `near-limit` or `at-file-end`.
        file: The test file that ran or ended, or None.
        complete: Whether it was written to its end.
        why: Why it is not there or not complete; empty if it is.
    """

    at: float
    path: str
    reason: str
    file: str | None
    complete: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Isolate:
    """One V8 heap, or one Python process that told about itself.

    Attributes:
        name: `<pid>-<thread>`; the main thread of Node is 0.
        process: Key of its process; None if the recording has no process of that pid then.
        thread: Node's threadId; 0 for the main thread and for Python.
        runtime: `node` or `python`.
        version: Of the runtime.
        runner: Whose worker or main it is (`vitest`, `jest`, …), or None.
        worker: The runner's own name for this worker (`1`, `gw0`), or None.
        started: When the preload ran.
        ended: When it said that it exits; None if it never did.
        heap_limit: V8's `heap_size_limit`: the ceiling really in force, young generation included.
        asked: What asked for a ceiling, by source (`flag`, `NODE_OPTIONS`, `resourceLimits`), bytes
            of old space.
        own_cost: Private bytes that watching it costs its process: subtracted nowhere in the
            recording, only where figures are reported.
        used: The used heap over time.
        total: The committed heap over time.
        external: External memory over time.
        array_buffers: Array buffers over time.
        rss: The process' resident set over time, as the isolate saw it.
        contexts: Native contexts over time (numbers).
        detached: Detached contexts over time (numbers).
        queued: What it had sent to the process that started it and the kernel had not taken yet,
            over time. Node holds it outside of V8's heap. Empty where there is no such channel.
        loads: When it was read to have loaded some hundred modules more or less than was told
            before, by the runner or by V8, and how many that source counts.
        stalls: How long a reading had to wait for the isolate, seconds, where that was longer than
            a quarter of a second: evidence of a long native call. Pairs of instant and seconds.
        labels: What ran, oldest first.
        collections: Garbage collections; None if not told.
        allocations: Allocation profiles that were asked for, oldest first.
        stacks: What was running when the heap passed marks on its way to the ceiling.
        snapshots: Heap snapshots that were asked for.
        notes: What could not be seen here, a sentence each.
    """

    name: str
    process: int | None
    thread: int
    runtime: str
    version: str
    runner: str | None
    worker: str | None
    started: float
    ended: float | None = None
    heap_limit: int | None = None
    asked: Mapping[str, int] = field(default_factory=dict)
    own_cost: int | None = None
    used: Series = field(default_factory=Series)
    total: Series = field(default_factory=Series)
    external: Series = field(default_factory=Series)
    array_buffers: Series = field(default_factory=Series)
    rss: Series = field(default_factory=Series)
    contexts: Series = field(default_factory=Series)
    detached: Series = field(default_factory=Series)
    queued: Series = field(default_factory=Series)
    loads: Series = field(default_factory=Series)
    stalls: tuple[tuple[float, float], ...] = ()
    labels: tuple[Label, ...] = ()
    collections: Collections | None = None
    allocations: tuple[AllocationProfile, ...] = ()
    stacks: tuple[Stack, ...] = ()
    snapshots: tuple[HeapSnapshot, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeakWindow:
    """The exact peak of one process within a stretch of time.

    The preload reads the kernel's high-water mark at the end of a test file and resets it
    (clear_refs), so a process has one window for each stretch between resets.

    Attributes:
        start: When the mark was reset, or the process began.
        end: When it was read.
        bytes: The mark.
    """

    start: float
    end: float
    bytes: int
