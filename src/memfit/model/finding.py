"""What memfit says about a recording: the ending, who held the memory, shapes, findings.

`memfit explain --format json` prints these classes; docs/reference/explanation-format.md is the
specification. Units as in `memfit.model.recording`.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from memfit.classes import dataclass
from memfit.model.inside import Interior
from memfit.model.recording import How, Limit, Measured, Role

SCHEMA = 1
"""Version of the document that `memfit explain --format json` prints. 1: first published."""


class EndingKind(StrEnum):
    """How a run ended."""

    PASSED = "passed"
    FAILED = "failed"  # nothing to do with memory
    HEAP_LIMIT = "heap-limit"  # V8 died at its own ceiling
    OOM_KILLED = "oom-killed"  # the kernel killed a process
    OVER_BUDGET = "over-budget"  # memfit's watchdog ended it
    TIMEOUT = "timeout"
    SIGNALED = "signaled"
    INTERRUPTED = "interrupted"
    INCOMPLETE = "incomplete"  # it looked fine, but something that started never ended

    @property
    def of_memory(self) -> bool:
        """Whether memory ended the run."""
        return self in {EndingKind.HEAP_LIMIT, EndingKind.OOM_KILLED, EndingKind.OVER_BUDGET}


class Level(StrEnum):
    """How bad a finding is; `error` makes judging commands exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Basis(StrEnum):
    """What a finding rests on."""

    MEASURED = "measured"  # an experiment or a counter proves it
    INFERRED = "inferred"  # the recording fits it and nothing else that was checked
    CONJECTURE = "conjecture"  # plausible, not tested


class ShapeKind(StrEnum):
    """How memory moved over time."""

    FLAT = "flat"
    GROWTH = "growth"
    SPIKE = "spike"


@dataclass(frozen=True, slots=True)
class Ending:
    """How the run ended, and which process that rests on.

    Attributes:
        kind: The ending.
        exit_code: What the command exited with as a shell sees it (128 + signal); None if unknown.
        process: Key of the process that died, or None.
        by: Whose limit ended it: `--memory`, `the limit around memfit`, `the machine`,
            `V8's heap limit`, `--timeout`; None where no limit did.
        sentence: What happened, for a person.
        evidence: The counters and lines that it rests on, each a sentence.
    """

    kind: EndingKind
    exit_code: int | None
    process: int | None
    by: str | None
    sentence: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """What one process held when the tree was at its peak.

    Attributes:
        process: Key of the process.
        rss: Its resident set then; None if it was not read near that instant.
        heap: V8's heap then; None for what is not Node.
        native: `rss - heap`; None where either is.
    """

    process: int
    rss: int | None
    heap: int | None
    native: int | None


@dataclass(frozen=True, slots=True)
class Shape:
    """How the memory of the tree or of one process moved.

    Attributes:
        process: Key of the process; None for the tree.
        kind: flat, growth or spike.
        sentence: The shape in words, with its numbers.
        rate: Growth in bytes per second; None unless growth.
        height: Bytes above the level before it; None unless spike.
        rise: Seconds from that level to the top; None unless spike.
        width: Seconds above half of the height; None unless spike.
        start: When the shape begins.
        end: When it ends.
    """

    process: int | None
    kind: ShapeKind
    sentence: str
    start: float
    end: float
    rate: float | None = None
    height: int | None = None
    rise: float | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One process as reports list it.

    Attributes:
        process: Key in the recording.
        pid: The kernel's number.
        parent: Key of its parent, or None.
        role: What it is to the run.
        command: Its command line, secrets masked.
        started: When it was first seen.
        ended: When it exited, or None.
        exit_code: What it exited with, or None.
        signal: The signal that ended it, or None.
        peak: Its largest resident set, or None.
        heap_peak: The largest V8 heap seen (sampled), or None for what is not Node.
        ending: `exited 0`, `killed by SIGKILL (out of memory)`, `outlived the run`, …
    """

    process: int
    pid: int
    parent: int | None
    role: Role
    command: tuple[str, ...]
    started: float
    ended: float | None
    exit_code: int | None
    signal: int | None
    peak: Measured | None
    heap_peak: int | None
    ending: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number from the recording that a finding rests on.

    Attributes:
        what: What the number says, in words.
        number: The number.
        how: How it was obtained.
        source: The stream of the recording that it comes from.
    """

    what: str
    number: float
    how: How
    source: str


@dataclass(frozen=True, slots=True)
class Culprit:
    """Who is to blame; fields that do not apply are None."""

    process: Role | None = None
    pid: int | None = None
    isolate: str | None = None
    file: str | None = None
    test: str | None = None
    phase: str | None = None
    module: str | None = None
    package: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something to do about a finding.

    Attributes:
        id: Slug.
        what: What it changes, one sentence.
        how: The exact configuration or command.
        tried: What an experiment measured, or None.
    """

    id: str
    what: str
    how: str
    tried: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause that the recording supports.

    Attributes:
        cause: Slug of the cause.
        level: How bad it is.
        basis: What it rests on.
        sentence: The finding in words.
        culprit: Who is to blame.
        evidence: The numbers that it rests on; never empty.
        remedies: What to do.
        explains: Bytes of the peak that the cause accounts for, by which causes are weighed.
        experiment: The experiment that would prove it, one sentence.
        confused_with: Slugs of the causes that look alike.
        page: Where the cause is described.
    """

    cause: str
    level: Level
    basis: Basis
    sentence: str
    culprit: Culprit
    evidence: tuple[Evidence, ...]
    remedies: tuple[Remedy, ...] = ()
    explains: int = 0
    experiment: str = ""
    confused_with: tuple[str, ...] = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cause that was considered and does not fit, or fits worse than the verdict.

    Attributes:
        cause: Slug of the cause.
        sentence: Why not, with its number.
    """

    cause: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is said about one recording.

    Attributes:
        ending: How it ended.
        complete: False if the recorder died before the end or the run was cut short.
        elapsed: Seconds from start to end.
        peak: The tree's peak, or None.
        peak_at: When the tree was seen at its highest; None if never sampled.
        limit: The limit that was in force, or None.
        headroom: `limit - peak`; None where either is.
        anonymous: At `peak_at`, what cannot be dropped; None if the kernel does not tell.
        page_cache: At `peak_at`, what the kernel could have dropped; None if it does not tell.
        holders: Who held memory at `peak_at`, largest first.
        biggest: Key of the process with the largest peak, or None.
        victim: Key of the process that an OOM kill ended, or None.
        shapes: The tree's shape first, then those of processes that matter.
        processes: Every process, largest peak first.
        findings: The verdict first.
        rejected: Causes that were considered and do not fit, nearest first.
        next_commands: What to type next, most useful first.
        notes: What could not be measured, or was cut.
        interior: What was seen from inside: test files, phases, isolates.
    """

    ending: Ending
    complete: bool
    elapsed: float | None
    peak: Measured | None
    peak_at: float | None
    limit: Limit | None
    headroom: int | None
    anonymous: int | None
    page_cache: int | None
    holders: tuple[Holder, ...]
    biggest: int | None
    victim: int | None
    shapes: tuple[Shape, ...]
    processes: tuple[ProcessRow, ...]
    findings: tuple[Finding, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    next_commands: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    interior: Interior = field(default_factory=Interior)
