"""A recording: what one run of one command did to memory, and when.

Units are the same everywhere: bytes (int) and seconds since the recording started (float,
monotonic clock). Absent means not measured and is None, never 0. The files behind these
classes are specified in docs/reference/recording-format.md.
"""

from array import array
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from memfit.classes import dataclass

if TYPE_CHECKING:
    from memfit.model.isolate import Isolate, PeakWindow
    from memfit.model.suite import FileRun, Suite

SCHEMA = 1
"""Version of the recording format. 1: first published."""


class How(StrEnum):
    """How a number was obtained."""

    EXACT = "exact"  # a counter of the kernel or of V8 that cannot miss a peak
    SAMPLED = "sampled"  # read at ticks: a lower bound
    ESTIMATE = "estimate"  # computed from numbers that measure something else


class Role(StrEnum):
    """What a process is to the run."""

    MAIN = "main"  # the test runner or the builder itself
    WORKER = "worker"  # a child of the runner that runs tests
    WRAPPER = "wrapper"  # npm, npx, sh -c, sudo: waits for the real thing
    HELPER = "helper"  # anything else: esbuild's service, a shell pipeline, a database


class EndedBy(StrEnum):
    """What memfit did to end the run; absent where the run ended by itself."""

    TIMEOUT = "timeout"
    WATCHDOG = "watchdog"  # memfit's own limit: the tree passed the budget
    INTERRUPT = "interrupt"  # Ctrl-C
    SIGNAL = "signal"  # memfit was sent a signal and passed it on


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of bytes, and where it comes from.

    Attributes:
        bytes: The number.
        how: How it was obtained.
        source: The counter, for example `memory.peak` or `VmHWM at exit`.
    """

    bytes: int
    how: How
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one quantity over time, as a step function.

    Attributes:
        at: n instants, seconds, not decreasing.
        value: n readings, bytes. A reading holds until the next one.
    """

    at: "array[float]" = field(default_factory=lambda: array("d"))
    value: "array[int]" = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True, slots=True)
class Exec:
    """A process became another program.

    Attributes:
        at: Seconds since the recording started.
        command: Its command line, secrets masked.
    """

    at: float
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Process:
    """One process, from its first sight to its exit.

    Attributes:
        key: Number of the process in the recording, from 0 (the root) in order of appearance.
            Unlike a pid it is never used twice.
        pid: The kernel's number.
        parent: Key of the process that forked it; None for the root and where unknown.
        command: Its last command line, secrets masked; that of its parent before any exec.
        role: What it is to the run.
        started: When it was forked or first seen.
        ended: When it exited; None if it was alive when the recording ended.
        exit_code: What it exited with; None if it was killed, alive, or not seen to exit.
        signal: The signal that ended it, else None.
        peak: Its largest resident set (pages that it shares with others count), or None.
        threads: Threads at its exit or last sight; None if unknown.
        execs: Every program that it became, in order.
        rss: Resident set over time.
        heap: V8's heap over time, read from its mappings; empty unless it is a Node process.
        pss: Proportional set size, only read when the tree reached a new maximum.
        heap_limit: The V8 old-space ceiling that its flags or NODE_OPTIONS ask for; None if none.
        windows: Exact peaks of stretches of its life, oldest first; empty unless what runs in it
            told of test files. `peak` is the largest of them and of the one at its exit.
    """

    key: int
    pid: int
    parent: int | None
    command: tuple[str, ...]
    role: Role
    started: float
    ended: float | None = None
    exit_code: int | None = None
    signal: int | None = None
    peak: Measured | None = None
    threads: int | None = None
    execs: tuple[Exec, ...] = ()
    rss: Series = field(default_factory=Series)
    heap: Series = field(default_factory=Series)
    pss: Series = field(default_factory=Series)
    heap_limit: int | None = None
    windows: "tuple[PeakWindow, ...]" = ()


@dataclass(frozen=True, slots=True)
class OomKills:
    """The kernel's counters of out-of-memory kills when they changed, and at start and end.

    Attributes:
        at: Seconds since the recording started.
        group: Kills in the run's own cgroup since it was made; None without one.
        around: Kills in the cgroup around memfit (a CI container's) since the run started.
        machine: Kills on the whole machine since the run started (`oom_kill` of /proc/vmstat).
    """

    at: float
    group: int | None
    around: int | None
    machine: int | None


@dataclass(frozen=True, slots=True)
class OutputChunk:
    """Bytes that the program printed.

    Attributes:
        at: When they were read.
        stream: `stdout`, `stderr` or `terminal` (one pseudo-terminal carries both).
        data: The bytes as printed.
        dropped: Bytes of this chunk that were passed on but not kept.
    """

    at: float
    stream: str
    data: bytes
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """A memory limit and what enforces it.

    Attributes:
        bytes: The limit.
        source: `--memory` or the file that holds it.
    """

    bytes: int
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What the run was allowed; None where nothing was asked for.

    Attributes:
        memory: Bytes for the whole tree.
        swap: Bytes of swap on top; 0 is none.
        cpus: Cores, may be a fraction.
        timeout: Seconds.
        how: The limiter that was chosen: a name of `memfit doctor`, or `none`.
        why: One sentence: why this one, and what it does not cover.
        image: The container image that the command ran in, or None.
    """

    memory: int | None = None
    swap: int | None = None
    cpus: float | None = None
    timeout: float | None = None
    how: str = "none"
    why: str = ""
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the run took place.

    Attributes:
        kernel: `uname -r`.
        architecture: `uname -m`.
        cores: Cores that memfit was allowed to use.
        memory: Physical memory, bytes.
        swap: Swap space, bytes.
        page_size: Bytes.
        around: The smallest memory limit in force around memfit itself, or None.
    """

    kernel: str
    architecture: str
    cores: int
    memory: int
    swap: int
    page_size: int
    around: Limit | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The facts of the run's end; what they mean is decided by `memfit.explain.ending`.

    Attributes:
        at: Seconds since the recording started.
        exit_code: What the command exited with; None if a signal ended it.
        signal: The signal that ended the command; None if it exited.
        returned: What `memfit run` itself exited with.
        ended_by: What memfit did to end the run, else None.
        sent: The signal that memfit passed on, when `ended_by` is `signal`; else None.
        peak: The tree's peak, or None if nothing could be read.
        survivors: Keys of the processes that outlived the command.
    """

    at: float
    exit_code: int | None
    signal: int | None
    returned: int
    ended_by: EndedBy | None = None
    sent: int | None = None
    peak: Measured | None = None
    survivors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything that one run left.

    Attributes:
        path: The directory.
        memfit: Version of memfit that wrote it.
        started: Wall-clock time of the start, ISO 8601 with its offset.
        command: The command, secrets masked.
        directory: Where it ran.
        environment: The variables that matter to memory, secrets masked.
        machine: Where it ran.
        limits: What it was allowed.
        lifecycle: How processes were watched: `ptrace`, `taskstats` or `polling`.
        lifecycle_why: One sentence: why this way, and what it misses; empty if nothing.
        runner: Name of the recognised runner or builder, or None.
        runner_version: Its version, or None.
        tools: Versions of the tools that took part, by name (`node`, `python`).
        interval: Seconds between ticks when the limit is far.
        end: The facts of the end; None if the recorder died before it.
        processes: All processes, by key.
        usage: What the tree uses, page cache included where `usage_how` is exact.
        usage_source: Where `usage` comes from.
        usage_how: `sampled` from a cgroup's counter, or `estimate` from the processes.
        anonymous: The part that cannot be dropped; empty where the kernel does not tell.
        page_cache: The part that the kernel can drop; empty where the kernel does not tell.
        pressure: Microseconds that some task stalled on memory, cumulative (PSI some): of the tree
            with cgroup v2, else of the whole machine.
        oom_kills: Counters of kills.
        output: What was printed, oldest first.
        isolates: V8 heaps, and Python processes, that told about themselves, by start.
        files: Test files that ran, once for each isolate that ran them, by start.
        suite: What the runner said of the run; None if nothing.
        notes: Sentences that the recorder left about what it could not do.
        damage: Sentences about what the loader could not read: torn tails, missing files.
    """

    path: Path
    memfit: str
    started: str
    command: tuple[str, ...]
    directory: str
    environment: Mapping[str, str]
    machine: Machine
    limits: Limits
    lifecycle: str
    lifecycle_why: str
    runner: str | None
    runner_version: str | None
    tools: Mapping[str, str]
    interval: float
    end: End | None
    processes: tuple[Process, ...]
    usage: Series = field(default_factory=Series)
    usage_source: str = ""
    usage_how: How = How.ESTIMATE
    anonymous: Series = field(default_factory=Series)
    page_cache: Series = field(default_factory=Series)
    pressure: Series = field(default_factory=Series)
    oom_kills: tuple[OomKills, ...] = ()
    output: tuple[OutputChunk, ...] = ()
    isolates: "tuple[Isolate, ...]" = ()
    files: "tuple[FileRun, ...]" = ()
    suite: "Suite | None" = None
    notes: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
