"""Watch a tree through ptrace with the stops handled in C: the same as `ptrace.py`, and cheaper.

Go programs stop a thousand times a second (SIGURG moves their goroutines), and a build starts a
hundred processes a second. `_watcher.c` lets them go on without waking Python. It leaves records,
which become events at the next tick; what needs judgement stays held until Python has judged.
"""

import os
import struct
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from ctypes import addressof, c_int32
from typing import Any, Final, NamedTuple

from memfit.model.recording import How
from memfit.record import procfs
from memfit.record.lifecycle import programs, ptrace
from memfit.record.lifecycle.contract import (
    Aborting,
    Dying,
    Event,
    Executed,
    Exited,
    Forked,
    Released,
    Signal,
)
from memfit.record.watcher import Talk

# What memfit_watch returns.
_SIGNAL: Final = 1
_HELD: Final = 2

# struct record, and its kinds.
_RECORD: Final = struct.Struct("=iiqqqqii")
_FORKED: Final = 1
_EXECUTED: Final = 2
_DYING: Final = 3
_EXITED: Final = 4
_UNTRACED: Final = 5
_SECOND: Final = 1_000_000_000


class _Arrived(NamedTuple):
    """A signal; see `contract.Signal`."""

    si_signo: int
    si_code: int
    si_pid: int


class CompiledPtrace:
    """The tree is traced; see `ptrace.Ptrace`.

    Args:
        unreaped: As there.
        aborting: As there.
        library: What `watcher.load` returned.
        proc: Where /proc is.

    Raises:
        MemoryError: If there is none left.
    """

    name = "ptrace"
    misses = ""
    more = False

    def __init__(
        self,
        unreaped: Callable[[int, int], None],
        aborting: Callable[[Aborting], None],
        library: Any,
        proc: str = "/proc",
    ) -> None:
        self._unreaped = unreaped
        self._aborting = aborting
        self._library = library
        self._talk = Talk()
        self._records = memoryview(self._talk).cast("B")[Talk.records.offset :]
        self._watch = library.memfit_new(addressof(self._talk), proc.encode())
        if not self._watch:
            raise MemoryError
        self._happened: list[Event] = []
        self._held: tuple[int, Aborting] | None = None
        self._waited = False  # what there was is handled
        self._signals: AbstractSet[int] = frozenset()
        self._bits = 0

    def __del__(self) -> None:
        self._library.memfit_free(self._watch)

    def attach(self, root: int) -> None:
        """Seize the root."""
        ptrace.request(ptrace.SEIZE, root, ptrace.OPTIONS)
        self._library.memfit_trace(self._watch, root, root)

    def wait(self, signals: AbstractSet[int], seconds: float) -> Signal | None:
        """Handle stops until a signal arrives, or what cannot wait."""
        if signals is not self._signals:
            self._signals, self._bits = signals, sum(1 << number for number in signals)
        self._waited = True
        if self._handle(time.monotonic_ns() + int(seconds * _SECOND)) != _SIGNAL:
            return None
        return _Arrived(self._talk.number, self._talk.code, self._talk.sender)

    def events(self, *, tick: bool = False) -> list[Event]:  # noqa: ARG002 (stops cost alike)
        """Everything that happened since the last call."""
        # What came before a task that is held is to be taken in first.
        if not self._waited and (self._held is None or not self._happened):
            self._handle(0)
        self._waited = False
        self._take()
        self.more = self._held is not None or bool(self._talk.more)
        happened, self._happened = self._happened, []
        return happened

    def detach(self) -> None:
        """Stop every task for an instant and let it go."""
        self._let_go()
        self._library.memfit_detach(self._watch)
        self._take()

    def _handle(self, until: int) -> int:
        """Handle stops, and judge what is held; returns what the library does."""
        self._let_go()
        while True:
            reason = int(self._library.memfit_watch(self._watch, until, self._bits))
            if reason != _HELD:
                return reason
            last = self._take()
            if not isinstance(last, Executed) or not self._judge(last):
                return reason

    def _let_go(self) -> None:
        """Let a task go on that was held before a signal that aborts it."""
        if self._held is not None:
            (task, event), self._held = self._held, None
            self._aborting(event)
            self._library.memfit_go_on(self._watch, task, event.signal)

    def _judge(self, event: Executed) -> bool:
        """Decide about a program that is held before its first instruction.

        Returns:
            Whether it is still traced; else it must be polled from now on.
        """
        task, path, command = event.pid, event.executable, event.command
        self._happened[-1] = programs.executed(task, path, command, event.at)
        reason = programs.reason_to_release(task, path)
        if reason is None:
            # What could not be read, because the task was killed, says nothing about the program.
            if not programs.is_node(path) and procfs.executable(task) == path:
                self._library.memfit_remember(self._watch)
            self._library.memfit_go_on(self._watch, task, 0)
            return True
        self._library.memfit_release(self._watch, task)
        self._happened.append(Released(task, reason))
        reason = programs.reason_to_release_all(path, command)
        if reason is not None:
            others = self._processes()
            self.detach()
            self._happened.extend(Released(process, reason) for process in sorted(others))
        return False

    def _processes(self) -> set[int]:
        count = self._library.memfit_processes(self._watch, None, 0)
        pids = (c_int32 * count)()
        self._library.memfit_processes(self._watch, pids, count)
        return set(pids)

    def _take(self) -> Event | None:
        """Turn records into events; returns the last one, None if that is no event of ours."""
        position, end = 0, self._talk.used
        records, happened = self._records, self._happened
        while position < end:
            kind, pid, at, first, second, third, path, command = _RECORD.unpack_from(
                records, position
            )
            position += _RECORD.size
            at *= 1e-9
            if kind == _FORKED:
                happened.append(Forked(pid, first, bool(second), at))
            elif kind == _EXECUTED:
                text = records[position : position + path + command].tobytes()
                position += (path + command + 7) & ~7
                program, words = os.fsdecode(text[:path]), procfs.words(text[path:])
                happened.append(Executed(pid, words, program, None, at))
            elif kind == _DYING:
                peak, rss, threads = (None if n < 0 else n for n in (first, second, third))
                happened.append(Dying(pid, peak, rss, threads, How.EXACT, "VmHWM at exit", at))
            elif kind == _EXITED:
                happened.append(Exited(pid, first, at))
            elif kind == _UNTRACED:
                self._unreaped(pid, first)
            else:
                self._held = (pid, Aborting(second, first, at))
        self._talk.used = 0
        return happened[-1] if happened and self._held is None else None
