"""What a way of watching processes reports, and how it is driven.

The recorder attaches the root before it runs its first instruction, then asks for events as
often as it can. Everything that must be read while a process is held at a stop (its peak, its
new command line) is read by the watcher and comes with the event.
"""

from dataclasses import dataclass
from typing import Protocol

from memfit.model.recording import How


@dataclass(frozen=True, slots=True)
class Forked:
    """A process exists.

    Attributes:
        pid: Its pid.
        parent: Pid of the process that made it, or None if it cannot be told.
        borrows: Whether it uses its parent's memory until it runs a program, as after vfork(2).
    """

    pid: int
    parent: int | None
    borrows: bool = False


@dataclass(frozen=True, slots=True)
class Executed:
    """A process became another program.

    Attributes:
        pid: Its pid.
        command: Its command line.
        executable: Path of the program, or an empty string.
        node_options: NODE_OPTIONS in its environment, for Node; else None.
    """

    pid: int
    command: tuple[str, ...]
    executable: str
    node_options: str | None


@dataclass(frozen=True, slots=True)
class Dying:
    """A process is about to give its memory back; None where it could not be read.

    Attributes:
        pid: Its pid.
        peak: Its largest resident set since its last exec, bytes.
        rss: Its resident set now, bytes.
        threads: Threads that it has now.
        how: exact, or sampled if the peak is a lower bound.
        source: Where the peak comes from.
    """

    pid: int
    peak: int | None
    rss: int | None
    threads: int | None
    how: How
    source: str


@dataclass(frozen=True, slots=True)
class Aborting:
    """A process is held before a signal that will abort it; its memory can still be read.

    Attributes:
        pid: Its pid.
        signal: The signal.
    """

    pid: int
    signal: int


@dataclass(frozen=True, slots=True)
class Exited:
    """A process has ended.

    Attributes:
        pid: Its pid.
        status: Wait status as of waitpid(2), or None if it was not seen.
    """

    pid: int
    status: int | None


@dataclass(frozen=True, slots=True)
class Released:
    """A process is no longer watched by this way and must be polled.

    Attributes:
        pid: Its pid.
        reason: Why, one sentence.
    """

    pid: int
    reason: str


Event = Forked | Executed | Dying | Exited | Released


class Lifecycle(Protocol):
    """One way to watch a tree of processes.

    Attributes:
        name: As `memfit doctor` and `--watch` name it.
        misses: What it cannot see, one sentence; empty if nothing.
        more: Whether the last call of `events` left some for the next, so that ticks are kept.
    """

    name: str
    misses: str
    more: bool

    def attach(self, root: int) -> None:
        """Watch this process, which the recorder knows already, and all that descend from it.

        Raises:
            OSError: If the kernel refuses; the recorder then takes the next way.
        """

    def events(self, *, tick: bool) -> list[Event]:
        """Everything that happened since the last call, oldest first. Never blocks.

        Args:
            tick: Whether this is a tick: the time for reads that cost.
        """

    def detach(self) -> None:
        """Let go of everything; the processes go on."""
