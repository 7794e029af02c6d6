"""What to record and what came of it: the two ends of `memfit.record.recorder.record`."""

from pathlib import Path

from memfit.classes import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """What to record, and how.

    Attributes:
        command: The command line.
        memory: Limit for the whole tree, bytes, or None.
        swap: Swap on top of it, bytes.
        cpus: Cores, or None.
        timeout: Seconds, or None.
        recording: Directory of the recording, or None for a new one here.
        interval: Seconds between ticks when the limit is far.
        limit_by: Name of the limiter, or None for the best.
        watch: Name of the way to watch processes, or None for the best.
        image: Container image, or None.
        status: Whether a status line is shown on a terminal.
        agent: Whether the program is looked at from inside.
        gc: Whether to force a collection at the end of each test file.
        allocation_sites: Whether to keep where live objects were allocated.
        snapshot: When to take heap snapshots: `near-limit`, `at-file-end` or None.
        report_on_fatalerror: Whether Node writes a report when V8 dies.
    """

    command: list[str]
    memory: int | None = None
    swap: int = 0
    cpus: float | None = None
    timeout: float | None = None
    recording: Path | None = None
    interval: float = 0.05
    limit_by: str | None = None
    watch: str | None = None
    image: str | None = None
    status: bool = True
    agent: bool = True
    gc: bool = False
    allocation_sites: bool = False
    snapshot: str | None = None
    report_on_fatalerror: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        path: Directory of the recording.
        returned: What `memfit run` exits with.
        unstarted: Why the command could not be started, or an empty string.
        unwritten: Why the recording is not where it was wanted, or empty: each a sentence.
    """

    path: Path
    returned: int
    unstarted: str = ""
    unwritten: tuple[str, ...] = ()
