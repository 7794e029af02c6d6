"""The processes of the run as they come and go, and the lines that they leave.

`processes.jsonl` is written from here: one line for every fork, exec and exit.
"""

import errno
import json
import os
import resource
from dataclasses import dataclass
from typing import Any, Final

from memfit.model.recording import Role
from memfit.record import privacy, procfs
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked
from memfit.runners import roles

_SPARE_FILES: Final = 16  # for what is read at exits and written at any time
_LONGEST_COMMAND: Final = 4000  # characters kept of a command line

_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(slots=True, eq=False)
class Live:
    """A process that runs.

    Attributes:
        key: Its number in the recording.
        pid: Its pid.
        role: What it is to the run.
        command: Its command line, masked.
        parent: The process that made it, if it is known.
        node: Whether it has a V8 heap.
        statm: Open descriptor of its statm, or -1.
        seen: The bytes of the last statm, to skip what has not changed.
        rss: Resident set at the last reading.
        written: Resident set as last written to the recording.
        discount: Pages of its resident set that others hold as well, bytes.
        shared: The part of `discount` that is files, which the tree holds once.
        discounted: Whether `discount` was measured, by PSS.
        heap: V8's heap at the last reading; None if it was never read.
        heap_rss: Resident set when the heap was read.
        heap_at: When the heap was read.
        copy: Whether it is still a copy of memfit, which is not of interest.
        borrowed: Whether its memory is still its parent's own (vfork), so that none is its.
        programs: Programs that it has become so far.
        highest: Largest resident set read since the last of them, bytes.
        earlier: Largest resident set read of those before, bytes.
        dying: What is known of its end, once it stands at it.
    """

    key: int
    pid: int
    role: Role
    command: tuple[str, ...]
    parent: "Live | None" = None
    node: bool = False
    statm: int = -1
    seen: bytes = b""
    rss: int = 0
    written: int = 0
    discount: int = 0
    shared: int = 0
    discounted: bool = False
    heap: int | None = None
    heap_rss: int = 0
    heap_at: float = -1.0
    copy: bool = False
    borrowed: bool = False
    programs: int = 0
    highest: int = 0
    earlier: int = 0
    dying: Dying | None = None

    def open(self, most: int) -> bool:
        """Open what is read at every tick; a process that has gone has none.

        Args:
            most: Descriptors from this one on are left to others.

        Returns:
            False if there is no descriptor left for it.
        """
        try:
            descriptor = os.open(f"/proc/{self.pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            return error.errno not in {errno.EMFILE, errno.ENFILE}
        if descriptor >= most:
            os.close(descriptor)
            return False
        self.statm = descriptor
        return True

    def renew(self) -> None:
        """Forget what was read of the program that it was; exec gave it new memory."""
        if self.programs:  # before the first, a forked process holds its parent's pages
            self.earlier = max(self.earlier, self.highest)
        self.programs += 1
        self.highest, self.seen, self.dying, self.borrowed = 0, b"", None, False
        self.discount, self.shared, self.discounted = 0, 0, False
        self.heap, self.heap_rss, self.heap_at = None, 0, -1.0

    def close(self) -> None:
        """Give the descriptor back."""
        if self.statm >= 0:
            os.close(self.statm)
            self.statm = -1


class Tree:
    """The processes of one run.

    Attributes:
        live: The processes that run, by pid.
        lines: Lines for `processes.jsonl` that were not written yet.
        runner: Name of the runner or builder, once one was seen.
        main: The command line of that process.
        node: Path of the Node that was seen first, or None.
        pids: Every pid that the run has had.
        killed: Keys of the processes that ended by SIGKILL.
    """

    def __init__(self) -> None:
        self.live: dict[int, Live] = {}
        self.lines: list[str] = []
        self.runner: str | None = None
        self.main: tuple[str, ...] = ()
        self.node: str | None = None
        self.pids: set[int] = set()
        self.killed: list[int] = []
        self._next = 0
        self._unread = 0
        self._found_main = False

    def begin(self, pid: int, command: list[str], at: float) -> Live:
        """Take in the root, which waits to be let go."""
        root = self._add(
            pid, None, privacy.command(command), roles.role(command, None, found=False), at
        )
        root.copy = True
        root.close()
        return root

    def started(self, pid: int) -> None:
        """Note that the root runs the command, and is worth reading from now on."""
        process = self.live.get(pid)
        if process is not None and process.copy:
            process.copy = False
            self._open(process)

    def apply(self, event: Event, at: float) -> Live | None:
        """Take in what happened; returns the process that it happened to, if it is known."""
        if isinstance(event, Forked):
            return self._forked(event, at)
        process = self.live.get(event.pid)
        if process is None:
            return None
        if isinstance(event, Executed):
            self._executed(process, event, at)
        elif isinstance(event, Dying):
            if process.copy or process.borrowed:
                return process
            process.dying = event
            if event.rss is not None:
                process.rss = event.rss
        elif isinstance(event, Exited):
            self._exited(process, event, at)
        return process

    def finish(self, at: float) -> list[int]:
        """Write what is known of those that are still there; returns their keys."""
        for process in self.live.values():
            status = procfs.status(process.pid)
            peak = status.peak if status else None
            self._line(
                at=at,
                event="alive",
                process=process.key,
                pid=process.pid,
                peak=peak,
                how="exact" if peak is not None else None,
                source="VmHWM at the end of the recording" if peak is not None else None,
                threads=status.threads if status else None,
            )
            process.close()
        return [process.key for process in self.live.values()]

    def notes(self) -> list[str]:
        """Sentences about what could not be read."""
        if not self._unread:
            return []
        why = "memfit may not open more files (ulimit -Hn)"
        return [f"{self._unread} processes were not read at ticks: {why}"]

    def _open(self, process: Live) -> None:
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self._unread += not process.open(soft - _SPARE_FILES)

    def _forked(self, event: Forked, at: float) -> Live | None:
        if event.pid in self.live:
            return self.live[event.pid]
        parent = self.live.get(event.parent) if event.parent is not None else None
        role = Role.WORKER if parent and parent.role is Role.MAIN else Role.HELPER
        if parent and parent.role is Role.WRAPPER:
            role = Role.WRAPPER
        command = parent.command if parent else ()
        child = self._add(event.pid, parent, command, role, at)
        child.node = parent.node if parent else False
        child.borrowed = event.borrows
        return child

    def _add(
        self, pid: int, parent: Live | None, command: tuple[str, ...], role: Role, at: float
    ) -> Live:
        process = Live(self._next, pid, role, command, parent)
        self._next += 1
        self.live[pid] = process
        self.pids.add(pid)
        self._open(process)
        # Until it runs a program of its own, all that a forked process holds is its parent's.
        process.discount = parent.rss if parent else 0
        self._line(
            at=at,
            event="fork",
            process=process.key,
            pid=pid,
            parent=parent.key if parent else None,
            role=str(role),
            command=list(command) if parent is None else None,
        )
        return process

    def _executed(self, process: Live, event: Executed, at: float) -> None:
        parent = self._parent_role(process)
        process.role = roles.role(event.command, parent, self._found_main)
        process.node = roles.is_node(event.executable)
        if process.node and self.node is None:
            self.node = event.executable
        if process.role is Role.MAIN and not self._found_main:
            self.runner = roles.runner(event.command)
            self._found_main = self.runner is not None
            self.main = event.command
        self.started(process.pid)
        process.command = privacy.command(_shortened(event.command))
        process.renew()
        ceiling = roles.heap_ceiling(event.command, event.node_options) if process.node else None
        self._line(
            at=at,
            event="exec",
            process=process.key,
            pid=process.pid,
            role=str(process.role),
            command=list(process.command),
            node=process.node or None,
            heap_limit=ceiling,
        )

    def _parent_role(self, process: Live) -> Role | None:
        if process.key == 0:
            return None
        parent = process.parent
        lives = parent is not None and self.live.get(parent.pid) is parent
        return parent.role if parent and lives else Role.HELPER

    def _exited(self, process: Live, event: Exited, at: float) -> None:
        del self.live[event.pid]
        process.close()
        code = signal = None
        if event.status is not None:
            if os.WIFSIGNALED(event.status):
                signal = os.WTERMSIG(event.status)
            elif os.WIFEXITED(event.status):
                code = os.WEXITSTATUS(event.status)
        if signal == 9:
            self.killed.append(process.key)
        peak, how, source = _peak(process)
        self._line(
            at=at,
            event="exit",
            process=process.key,
            pid=process.pid,
            code=code,
            signal=signal,
            peak=peak,
            how=how,
            source=source,
            threads=process.dying.threads if process.dying else None,
        )

    def _line(self, *, at: float, **fields: Any) -> None:
        kept = {name: value for name, value in fields.items() if value is not None}
        self.lines.append(_encode({"at": round(at, 4), **kept}))


def _peak(process: Live) -> tuple[int | None, str | None, str | None]:
    """The peak of all programs that a process was, how it was obtained, and its source."""
    dying = process.dying
    peak = dying.peak if dying else None
    # The counter starts again at exec. What the programs before held is known from ticks only.
    if process.earlier > (peak or 0):
        return process.earlier, "sampled", "statm at ticks, before its last exec"
    return (peak, str(dying.how), dying.source) if dying and peak is not None else (None,) * 3


def _shortened(command: tuple[str, ...]) -> tuple[str, ...]:
    """Cut a command line of megabytes: enough remains to recognise it."""
    kept: list[str] = []
    room = _LONGEST_COMMAND
    for word in command:
        kept.append(word if len(word) <= room else word[: max(room, 0)] + "…")
        room -= len(word)
        if room <= 0:
            break
    return tuple(kept)
