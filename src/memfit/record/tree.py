"""The processes of the run as they come and go, and the lines that they leave.

`processes.jsonl` is written from here: one line for every fork, exec and exit.
"""

import json
import os
import resource
from typing import Any, Final

from memfit.classes import dataclass
from memfit.model.recording import Role
from memfit.record import privacy, procfs
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked
from memfit.record.live import Live
from memfit.runners import roles
from memfit.runners.command import heap_ceiling, is_node

_SPARE_FILES: Final = 16  # for what is read at exits and written at any time
_MOST_MAINS: Final = 200
_LONGEST_COMMAND: Final = 4000  # characters kept of a command line

_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Main:
    """A runner or builder that was started.

    Attributes:
        process: Its number in the recording.
        command: Its command line, not masked: it never leaves memory.
        directory: Where it was started; empty if that could not be read.
    """

    process: int
    command: tuple[str, ...]
    directory: str


class Tree:
    """The processes of one run.

    Attributes:
        live: The processes that run, by pid.
        lines: Lines for `processes.jsonl` that were not written yet.
        runner: Name of the runner or builder, once one was seen.
        main: The command line of that process.
        mains: Every runner and builder that was started, the first ones if there are very many.
        node: Path of the Node that was seen first, or None.
        pids: Every pid that the run has had.
        killed: Keys of the processes that ended by SIGKILL.
        version: Another number whenever other processes are to be read at a tick, or one of them
            has become another program.
    """

    def __init__(self) -> None:
        self.live: dict[int, Live] = {}
        self.lines: list[str] = []
        self.runner: str | None = None
        self.main: tuple[str, ...] = ()
        self.mains: list[Main] = []
        self.node: str | None = None
        self.pids: set[int] = set()
        self.killed: list[int] = []
        self.version = 0
        self._next = 0
        self._unread = 0
        self._unopened: list[Live] = []
        self._found_main = False

    def begin(self, pid: int, command: list[str], at: float) -> Live:
        """Take in the root, which waits to be let go."""
        root = self._add(
            pid, None, privacy.command(command), roles.role(tuple(command), None, found=False), at
        )
        root.copy = True
        return root

    def started(self, pid: int) -> None:
        """Note that the root runs the command, and is worth reading from now on."""
        process = self.live.get(pid)
        if process is not None and process.copy:
            process.copy = False
            self._unopened.append(process)

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
            self.version += 1
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

    def open(self) -> None:
        """Open what is read at every tick, of processes that are new; most never live so long."""
        if not self._unopened:
            return
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        for process in self._unopened:
            if not process.copy and self.live.get(process.pid) is process:
                self._unread += not process.open(soft - _SPARE_FILES)
        self._unopened.clear()
        self.version += 1

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
        self._unopened.append(process)
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
        process.node = is_node(event.executable)
        if process.node and self.node is None:
            self.node = event.executable
        if process.role is Role.MAIN and not self._found_main:
            self.runner = roles.runner(event.command)
            self._found_main = self.runner is not None
            self.main = event.command
        if process.role is Role.MAIN and len(self.mains) < _MOST_MAINS:
            self.mains.append(Main(process.key, event.command, procfs.directory(process.pid)))
        self.started(process.pid)
        process.command = privacy.command(_shortened(event.command))
        process.renew()
        self.version += 1
        ceiling = heap_ceiling(event.command, event.node_options) if process.node else None
        self._line(
            at=at,
            event="exec",
            process=process.key,
            pid=process.pid,
            role=str(process.role),
            command=list(process.command),
            node=process.node or None,
            heap_limit=ceiling,
            inner=self._inner(process) if process.node else None,
        )

    def _inner(self, process: Live) -> int | None:
        """The pid by which a process in a container knows itself; None if it is the same."""
        pid = procfs.inner_pid(process.pid)
        return None if pid == process.pid else pid

    def _parent_role(self, process: Live) -> Role | None:
        if process.key == 0:
            return None
        parent = process.parent
        lives = parent is not None and self.live.get(parent.pid) is parent
        return parent.role if parent and lives else Role.HELPER

    def _exited(self, process: Live, event: Exited, at: float) -> None:
        del self.live[event.pid]
        self.version += 1
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
