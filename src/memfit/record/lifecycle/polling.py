"""Watch a tree by looking again and again: the floor, where nothing better is allowed.

Processes that live between two looks are not seen; peaks are VmHWM at the last look, a lower
bound. Also used beside ptrace for processes that must not be traced.
"""

import ctypes
import os
import signal
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Final

from memfit.classes import dataclass
from memfit.model.recording import How
from memfit.record import procfs
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked, Signal

_PR_SET_CHILD_SUBREAPER: Final = 36
_NODE: Final = frozenset({"node", "nodejs"})


@dataclass(slots=True)
class _Seen:
    """What was read of a process at the last look.

    Attributes:
        started: See `procfs.Stat`.
        executable: Its program; None as long as it is not known.
        stack: See `procfs.Stat`: another one is another program, also where the name is the same.
    """

    started: int
    executable: str | None
    stack: int = 0
    command: tuple[str, ...] = ()
    peak: int | None = None
    rss: int | None = None
    threads: int | None = None


class Polling:
    """The tree is looked at; see the module.

    Args:
        unreaped: Called with (pid, wait status) of a child that is not watched.
        inside: Pids of a cgroup that holds the tree; returns None without one.
        reap: Whether children are waited for here (False beside ptrace, which waits for all).
    """

    name = "polling"
    misses = "processes that live less than a tick are not seen, and peaks are lower bounds"
    more = False

    def __init__(
        self,
        unreaped: Callable[[int, int], None],
        inside: Callable[[], list[int] | None],
        *,
        reap: bool = True,
    ) -> None:
        self._unreaped = unreaped
        self._inside = inside
        self._reap = reap
        self._seen: dict[int, _Seen] = {}
        self._keeper: int | None = None
        # The root, and its command line while it is still a copy of memfit.
        self._waiting: tuple[int, tuple[str, ...]] | None = None

    def attach(self, root: int) -> None:
        """Watch a process and its descendants; it is known to the recorder already."""
        stat = procfs.stat(root)
        if stat is None:
            raise ProcessLookupError(root)
        command = procfs.command_line(root)
        if self._reap:
            self._keeper = stat.parent
            _adopt_orphans()
            self._seen[root] = _Seen(stat.started, None, stat.stack)
            self._waiting = (root, command)
        else:
            # What watched it until now has told what it runs.
            self._seen[root] = _Seen(stat.started, procfs.executable(root), stat.stack, command)

    def events(self, *, tick: bool = True) -> list[Event]:
        """Reap what has ended; at a tick also look for what is new."""
        happened: list[Event] = []
        while self._reap:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            if pid in self._seen:
                self._gone(pid, status, happened)
            else:
                self._unreaped(pid, status)
        if tick:
            self._look(happened)
        return happened

    def wait(self, signals: AbstractSet[int], seconds: float) -> Signal | None:
        """Sleep until a signal arrives."""
        return signal.sigtimedwait(signals, seconds)

    def detach(self) -> None:
        """Nothing is held."""
        self._seen.clear()

    def watched(self) -> bool:
        """Whether any process is looked at."""
        return bool(self._seen)

    def _look(self, happened: list[Event]) -> None:
        for pid, parent in self._descendants():
            if pid not in self._seen:
                stat = procfs.stat(pid)
                if stat is not None and stat.state != "Z":
                    self._seen[pid] = self._new(stat)
                    happened.append(Forked(pid, parent if parent is not None else stat.parent))
        for pid in list(self._seen):
            self._refresh(pid, happened)

    def _new(self, stat: procfs.Stat) -> _Seen:
        """What is known of a process at first sight: until it runs a program, it is its parent."""
        maker = self._seen.get(stat.parent)
        if maker is None or stat.stack == 0 or stat.stack != maker.stack:
            return _Seen(stat.started, None, stat.stack)
        return _Seen(stat.started, maker.executable, stat.stack, maker.command)

    def _refresh(self, pid: int, happened: list[Event]) -> None:
        seen = self._seen[pid]
        stat = procfs.stat(pid)
        # A first thread that has ended is a zombie, too, while the others go on.
        if (
            stat is None
            or stat.started != seen.started
            or (stat.state in "ZX" and stat.threads <= 1)
        ):
            same = stat is not None and stat.started == seen.started
            self._gone(pid, stat.status if stat and same and _readable(pid) else None, happened)
            return
        if self._waiting == (pid, procfs.command_line(pid)):
            return
        self._waiting = None if self._waiting and self._waiting[0] == pid else self._waiting
        if stat.stack != seen.stack:
            # In the middle of an exec there is none yet: one that comes then is of the same program.
            seen.executable = None if seen.stack else seen.executable
            seen.stack = stat.stack
        self._note_program(pid, seen, happened)
        status = procfs.status(pid)
        if status is not None and status.peak is not None:
            seen.peak, seen.rss, seen.threads = status.peak, status.rss, status.threads

    @staticmethod
    def _note_program(pid: int, seen: _Seen, happened: list[Event]) -> None:
        executable = procfs.executable(pid)
        if executable is not None and executable == seen.executable:
            return
        command = procfs.command_line(pid)
        if not command:
            return  # in the middle of an exec; the next look sees more
        # The exec may have come after the stack was read.
        again = procfs.stat(pid)
        seen.stack = again.stack if again is not None else seen.stack
        if executable is None:
            # That of another user's process may not be read; its command line may.
            if command != seen.command:
                happened.append(Executed(pid, command, "", None))
        else:
            node = os.path.basename(executable) in _NODE
            options = procfs.variable(pid, "NODE_OPTIONS") if node else None
            happened.append(Executed(pid, command, executable, options))
            seen.executable = executable
        seen.command = command

    def _gone(self, pid: int, status: int | None, happened: list[Event]) -> None:
        seen = self._seen.pop(pid)
        happened.append(
            Dying(pid, seen.peak, seen.rss, seen.threads, How.SAMPLED, "VmHWM at the last tick")
        )
        happened.append(Exited(pid, status))

    def _descendants(self) -> Iterable[tuple[int, int | None]]:
        inside = self._inside()
        if inside is not None:
            return [(pid, None) for pid in inside]
        parents = procfs.parents()
        return [(pid, parent) for pid, parent in parents.items() if self._belongs(pid, parents)]

    def _belongs(self, pid: int, parents: dict[int, int]) -> bool:
        """Whether a process descends from one that is watched, or came to memfit as an orphan."""
        own, child, ancestor = os.getpid(), pid, parents[pid]
        # Read one after the other while pids are used again, parents may form a ring.
        for _ in parents:
            if ancestor in self._seen:
                return True
            if ancestor == own:
                return self._keeper is not None and child != self._keeper
            if ancestor not in parents:
                return False
            child, ancestor = ancestor, parents[ancestor]
        return False


def _readable(pid: int) -> bool:
    """Whether the kernel tells us how a zombie ended: it says 0 of what we may not look into."""
    try:
        return os.geteuid() in {0, os.stat(f"/proc/{pid}").st_uid}
    except OSError:
        return False


def _adopt_orphans() -> None:
    """Become the parent of processes whose own parent ends, so that daemons stay in sight."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
