"""What experiments find: several runs of one command, two sets of runs, the least that is needed.

Units as in `memfit.model.recording`. docs/reference/experiment-format.md specifies the documents
that are made of these classes.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from memfit.classes import dataclass
from memfit.model.finding import EndingKind
from memfit.model.recording import How, Measured, Role

SCHEMA: Final = 1
"""Version of the documents that `--json` of experiments prints. 1: first published."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened.

    Attributes:
        count: How often.
        runs: Out of how many.
        low: Lower bound of the true rate (two-sided, Clopper-Pearson).
        high: Upper bound.
    """

    count: int
    runs: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """How two sets of numbers compare.

    Attributes:
        value: Median of the second by the median of the first.
        low: Lower end of its 95 % interval; None with fewer than three on a side.
        high: Upper end.
        decided: Whether the interval leaves out 1, and ranks tell the sides apart as well.
    """

    value: float
    low: float | None
    high: float | None
    decided: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """A set of numbers in short.

    Attributes:
        count: How many.
        low: The least.
        middle: The median.
        high: The most.
    """

    count: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Death:
    """Where a run was when memory, a signal or a limit ended it.

    Attributes:
        at: When; None if it is not known.
        process: What died was to the run, or None.
        phase: The phase that was under way, or None.
        file: The test file, relative to the working directory if it lies below; or None.
        test: The test that ran, else the last that had run in that file, or None.
    """

    at: float | None
    process: Role | None
    phase: str | None
    file: str | None
    test: str | None


@dataclass(frozen=True, slots=True)
class Repeats:
    """Passes over the same files within one process, by what it held after each.

    Attributes:
        isolate: Which heap it is, without the number of the session.
        file: The file by which passes are counted.
        floors: The least that was in use in each pass, bytes, oldest first; after a forced
            collection where there was one.
    """

    isolate: str
    file: str
    floors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Iteration:
    """One run of several of the same command.

    Attributes:
        number: From 1.
        recording: Its directory.
        ending: How it ended.
        sentence: What happened, for a person.
        returned: What `memfit run` exited with; None if it died.
        seconds: How long it took, or None.
        peak: The tree's peak, or None.
        floor: The least that the tree held in the middle third of the run, page cache left out
            where the kernel tells; None if not read.
        death: Where it was; None if it ended by itself.
        repeats: The longest row of passes within one process, or None.
    """

    number: int
    recording: str
    ending: EndingKind
    sentence: str
    returned: int | None
    seconds: float | None
    peak: Measured | None
    floor: int | None
    death: Death | None
    repeats: Repeats | None


class LeakKind(StrEnum):
    """Whether memory is kept from one iteration to the next."""

    LEAK = "leak"
    NONE = "none"
    UNDECIDED = "undecided"  # no trend was seen, and a small one could not have been
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class Leak:
    """What the floors of iterations tell, the warm-up left out.

    Attributes:
        kind: Whether memory is kept.
        within: Whether the iterations are passes within one process; else they are runs.
        iterations: How many there were.
        dropped: How many of the first were left out as warm-up.
        rate: Bytes an iteration (Theil-Sen); None with too few.
        chance: How probable such a trend is by chance (Mann-Kendall); None with too few.
        sentence: The same for a person.
    """

    kind: LeakKind
    within: bool
    iterations: int
    dropped: int
    rate: float | None
    chance: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Repro:
    """What the same run again and again shows.

    Attributes:
        command: The command, secrets masked.
        wanted: How many runs were asked for.
        iterations: The runs that were made.
        passed: How often it passed.
        died: How often memory ended it.
        endings: How often it ended in each way, the most frequent first.
        peaks: Spread of the tree's peaks, bytes; None if none was read.
        seconds: Spread of the times; None if none is known.
        outliers: Numbers of the iterations whose peak lies far off.
        leak: Whether memory is kept from one iteration to the next.
        decided: Why no more runs were needed; empty if all were made.
    """

    command: tuple[str, ...]
    wanted: int
    iterations: tuple[Iteration, ...]
    passed: Rate
    died: Rate
    endings: Mapping[str, int]
    peaks: Spread | None
    seconds: Spread | None
    outliers: tuple[int, ...]
    leak: Leak
    decided: str


class Group(StrEnum):
    """What a row of a comparison is about."""

    TREE = "tree"
    ROLE = "role"
    PHASE = "phase"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity on both sides of a comparison.

    Attributes:
        group: What it is about.
        name: `peak`, `elapsed`, a role, a phase or a test file.
        unit: `bytes` or `seconds`.
        how: How it was obtained: the weakest of all readings.
        first: The first side.
        second: The second side.
        ratio: How they compare; `decided` allows for the number of rows.
        chance: How probable such a difference is by chance (Mann-Whitney).
    """

    group: Group
    name: str
    unit: str
    how: How
    first: Spread
    second: Spread
    ratio: Ratio
    chance: float


class Change(StrEnum):
    """What became of a cause from the first side to the second."""

    CAME = "came"
    WENT = "went"
    STAYED = "stayed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class CauseRow:
    """In how many recordings of each side a cause was found.

    Attributes:
        cause: Its slug.
        first: Recordings of the first side with it.
        second: Recordings of the second side with it.
        change: `came` or `went` where it is in all of one side and none of the other.
    """

    cause: str
    first: int
    second: int
    change: Change


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison.

    Attributes:
        recordings: Their directories.
        endings: How often they ended in each way, the most frequent first.
    """

    recordings: tuple[str, ...]
    endings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two recordings, or two sets of them, side by side.

    Attributes:
        first: The side that is compared with.
        second: The side that is compared.
        rows: What both sides have: the tree, roles, phases, then files, the largest change first.
        causes: Causes that either side has at level error or warning.
        only_first: Test files that only the first side has.
        only_second: Test files that only the second side has.
        notes: What makes the sides hard to compare, a sentence each.
    """

    first: Side
    second: Side
    rows: tuple[Row, ...]
    causes: tuple[CauseRow, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    notes: tuple[str, ...]


class Why(StrEnum):
    """What a probe was for."""

    BASELINE = "baseline"  # without a limit of memfit's
    START = "start"  # a size that should pass
    SEARCH = "search"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Probe:
    """One run under one limit.

    Attributes:
        why: What it was for.
        size: The limit or ceiling, bytes; None without.
        passed: Whether the command passed.
        ending: How it ended.
        seconds: How long it took.
        recording: Its directory.
    """

    why: Why
    size: int | None
    passed: bool
    ending: EndingKind
    seconds: float
    recording: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least that a command needs to pass reliably.

    Attributes:
        command: The command, secrets masked.
        of: `memory` (a limit for the whole tree) or `heap` (V8's ceiling of each process).
        recommended: What to set, bytes: 10 % above `confirmed`.
        confirmed: The least at which every run passed that was made to confirm it.
        failed: The largest size below `confirmed` at which a run did not pass; None if all did.
        rate: Those runs.
        setting: What to type or set.
        runs: Runs that it took.
        probes: All of them, in order.
        notes: What was seen beside, a sentence each.
    """

    command: tuple[str, ...]
    of: str
    recommended: int
    confirmed: int
    failed: int | None
    rate: Rate
    setting: str
    runs: int
    probes: tuple[Probe, ...]
    notes: tuple[str, ...]
