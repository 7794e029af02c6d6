"""What to record and what came of it: the two ends of `memfit.record.recorder.record`."""

from dataclasses import dataclass
from pathlib import Path


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
