"""What a way of watching processes reports, and how it is driven.

The recorder attaches the root before it runs its first instruction, then asks for events as
often as it can. Everything that must be read while a process is held at a stop (its peak, its
new command line) is read by the watcher and comes with the event.

Events are named tuples: thousands of them are made in a run, and a frozen dataclass takes three
times as long. Every event has `at`, its instant on the monotonic clock; None means just now.
"""

from collections.abc import Set as AbstractSet
from typing import NamedTuple, Protocol

from memfit.model.recording import How


class Forked(NamedTuple):
    """A process exists.

    Attributes:
        pid: Its pid.
        parent: Pid of the process that made it, or None if it cannot be told.
        borrows: Whether it uses its parent's memory until it runs a program, as after vfork(2).
    """

    pid: int
    parent: int | None
    borrows: bool = False
    at: float | None = None


class Executed(NamedTuple):
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
    at: float | None = None


class Dying(NamedTuple):
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
    at: float | None = None


class Aborting(NamedTuple):
    """A process is held before a signal that will abort it; its memory can still be read.

    Attributes:
        pid: Its pid.
        signal: The signal.
    """

    pid: int
    signal: int
    at: float | None = None


class Exited(NamedTuple):
    """A process has ended.

    Attributes:
        pid: Its pid.
        status: Wait status as of waitpid(2), or None if it was not seen.
    """

    pid: int
    status: int | None
    at: float | None = None


class Released(NamedTuple):
    """A process is no longer watched by this way and must be polled.

    Attributes:
        pid: Its pid.
        reason: Why, one sentence.
    """

    pid: int
    reason: str
    at: float | None = None


class Signal(Protocol):
    """A signal as sigtimedwait(2) tells it; `signal.struct_siginfo` is one."""

    @property
    def si_signo(self) -> int:
        """Its number."""

    @property
    def si_code(self) -> int:
        """How it was sent."""

    @property
    def si_pid(self) -> int:
        """Who sent it."""


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

    def wait(self, signals: AbstractSet[int], seconds: float) -> Signal | None:
        """Sleep until one of the signals, all of them blocked, arrives; None after the time.

        SIGCHLD wakes as any other. A way that handles what happened by itself meanwhile returns
        None when the recorder must hear of it at once: the root has ended, for example.
        """

    def detach(self) -> None:
        """Let go of everything; the processes go on."""
