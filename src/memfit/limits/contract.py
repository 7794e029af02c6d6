"""The contract of a limiter: one way to enforce a memory limit on a run.

A limiter is chosen once, before the command starts. It opens an enclosure, the recorder starts
the command inside it, reads its counters at every tick, and closes it at the end.
"""

from typing import Protocol

from memfit.classes import dataclass
from memfit.model.recording import Measured


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        name: Name of this run, unique on the machine; enclosures are named after it.
        memory: Bytes for the whole tree, or None: then the enclosure only counts.
        swap: Bytes of swap on top of `memory`.
        cpus: Cores, may be a fraction, or None.
        directory: The working directory of the command, absolute.
        image: Container image, or None.
        mounts: Directories beside the project that a container has to see, absolute.
        variables: Names of variables beside the usual ones that a container is to be given.
    """

    name: str
    memory: int | None = None
    swap: int = 0
    cpus: float | None = None
    directory: str = "."
    image: str | None = None
    mounts: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a limiter cannot work here.

    Attributes:
        reason: One sentence.
        repair: The command that repairs it, or a sentence if no command can.
    """

    reason: str
    repair: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What usage consists of.

    Attributes:
        anonymous: Bytes that cannot be dropped (without swap).
        page_cache: Bytes of files that the kernel can drop; tmpfs is not among them.
    """

    anonymous: int
    page_cache: int


class Enclosure(Protocol):
    """A limit that is in force around one run.

    Methods that read return None where this way cannot know; they never raise for a counter that
    has vanished. Nothing here may take longer than some microseconds, except `close`.

    Attributes:
        watchdog: Bytes at which the recorder itself must end the run, or None.
    """

    watchdog: int | None

    def wrap(self, command: list[str]) -> list[str]:
        """Return the command line that runs `command` inside; the same list if none is needed."""

    def join(self) -> None:
        """Put the calling process inside. Called in the child, between fork and exec."""

    def usage(self) -> int | None:
        """Bytes in use by the whole tree, page cache included."""

    def detail(self) -> Detail | None:
        """What the usage consists of."""

    def peak(self) -> Measured | None:
        """The largest usage since the enclosure was opened."""

    def oom_kills(self) -> int | None:
        """Kills by this limit since the enclosure was opened."""

    def pressure(self) -> int | None:
        """Microseconds that some task stalled on memory since the enclosure was opened."""

    def pids(self) -> list[int] | None:
        """Pids of all processes inside, also those that left the tree."""

    def kill(self) -> bool:
        """Kill every process inside at once; False if this way cannot."""

    def close(self) -> None:
        """Remove the enclosure. Leaves it, for a later run to remove, if processes survive."""


class Limiter(Protocol):
    """One way to enforce limits.

    Attributes:
        name: As `memfit doctor` and `--limit-by` name it.
        covers: What it enforces and what it does not, one sentence.
    """

    name: str
    covers: str

    def unusable(self, request: Request) -> Unusable | None:
        """Say why this way cannot work here for this request, or None if it can.

        Cheap and without side effects that outlast the call.
        """

    def open(self, request: Request) -> Enclosure:
        """Put the limit in force.

        Raises:
            LimitError: If the kernel refuses what `unusable` thought possible.
        """
