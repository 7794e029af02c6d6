"""Watch a tree through ptrace: exact peaks of every process, without privileges.

The tree is seized with PTRACE_SEIZE and asked to stop only at fork, exec and exit; no system
call is traced. At the exit stop a process still has its memory, so VmHWM is its exact peak. If
the tracer dies, the kernel lets all tracees go on.

This is the way where nothing is compiled; `compiled.py` does the same with the stops handled in C.

Source: ptrace(2). All requests must come from the thread that seized.
"""

import ctypes
import os
import signal
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from memfit.model.recording import How
from memfit.record import procfs
from memfit.record.lifecycle import programs
from memfit.record.lifecycle.contract import (
    Aborting,
    Dying,
    Event,
    Exited,
    Forked,
    Released,
    Signal,
)

SEIZE: Final = 0x4206
_CONT: Final = 7
_DETACH: Final = 17
_GETEVENTMSG: Final = 0x4201
_INTERRUPT: Final = 0x4207
_LISTEN: Final = 0x4208

_EVENT_FORK: Final = 1
_EVENT_VFORK: Final = 2
_EVENT_CLONE: Final = 3
_EVENT_EXEC: Final = 4
_EVENT_EXIT: Final = 6
_EVENT_STOP: Final = 128

# PTRACE_O_TRACEFORK | VFORK | CLONE | EXEC | EXIT. Clone is needed because threads fork too.
OPTIONS: Final = 0x02 | 0x04 | 0x08 | 0x10 | 0x40
_WALL: Final = 0x40000000

_STOPPING: Final = frozenset({signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU})
_ABORTING: Final = frozenset({signal.SIGABRT, signal.SIGTRAP, signal.SIGILL, signal.SIGSEGV})

# Stops handled in one call: some milliseconds, so that a storm of processes keeps no tick away.
_BATCH: Final = 128

# How long `detach` waits for tasks to stop: 400 times half a millisecond.
_DETACH_POLLS: Final = 400
_DETACH_PAUSE: Final = 0.0005

_libc = ctypes.CDLL(None, use_errno=True)
_ptrace = _libc.ptrace
_ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_ptrace.restype = ctypes.c_long


def request(number: int, task: int, data: int | None = None) -> None:
    """Make a ptrace request.

    Raises:
        OSError: If the kernel refuses; ESRCH if the task has just been killed.
    """
    if _ptrace(number, task, None, data) < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


class Ptrace:
    """The tree is traced; see the module.

    Args:
        unreaped: Called with (pid, wait status) of a child that is not a tracee.
        aborting: Called while a process is held before a signal that aborts it, when its
            memory can still be read.
    """

    name = "ptrace"
    misses = ""
    more = False

    def __init__(
        self, unreaped: Callable[[int, int], None], aborting: Callable[[Aborting], None]
    ) -> None:
        self._unreaped = unreaped
        self._aborting = aborting
        self._happened: list[Event] = []
        self._process_of: dict[int, int] = {}  # task -> process, for every traced task
        self._leaderless: set[int] = set()  # the first thread has exited, others go on
        self._unclaimed: dict[int, tuple[int, int]] = {}  # task -> its first stop
        self._waiting: dict[int, None] = {}  # those of them that wait since the last call
        self._early: set[int] = set()  # tasks seen before the event of the one that made them
        self._message = ctypes.c_ulong()

    def attach(self, root: int) -> None:
        """Seize the root."""
        request(SEIZE, root, OPTIONS)
        self._process_of[root] = root

    def events(self, *, tick: bool = False) -> list[Event]:  # noqa: ARG002 (stops cost alike)
        """Handle every stop that the kernel holds for us."""
        self.more = False
        self._waiting = dict.fromkeys(self._unclaimed)
        for _ in range(_BATCH):
            try:
                task, status = os.waitpid(-1, os.WNOHANG | _WALL)
            except ChildProcessError:
                break
            if task == 0:
                break
            if os.WIFSTOPPED(status):
                self._stopped(task, os.WSTOPSIG(status), status >> 16)
            else:
                self._ended(task, status)
        else:
            self.more = True
        for task in list(self._waiting):
            if task in self._waiting:
                # Nobody claims it: its parent was killed in between.
                self._adopt(task)
                self._go_on(task)
        happened, self._happened = self._happened, []
        return happened

    def wait(self, signals: AbstractSet[int], seconds: float) -> Signal | None:
        """Sleep until a signal arrives."""
        return signal.sigtimedwait(signals, seconds)

    def detach(self) -> None:
        """Stop every task for an instant and let it go.

        A task in uninterruptible sleep does not stop in time; it goes when memfit exits.
        """
        for task in self._unclaimed:
            self._quietly(_DETACH, task)
        self._unclaimed.clear()
        for task in self._process_of:
            self._quietly(_INTERRUPT, task)
        for _ in range(_DETACH_POLLS):
            if not self._process_of:
                return
            try:
                task, status = os.waitpid(-1, os.WNOHANG | _WALL)
            except ChildProcessError:
                return
            if task == 0:
                time.sleep(_DETACH_PAUSE)
            elif os.WIFSTOPPED(status):
                self._process_of.pop(task, None)
                plain = status >> 16 == 0
                self._quietly(_DETACH, task, os.WSTOPSIG(status) if plain else 0)
            else:
                self._ended(task, status)

    def _ended(self, task: int, status: int) -> None:
        self._unclaimed.pop(task, None)
        self._waiting.pop(task, None)
        process = self._process_of.pop(task, None)
        if process is None:
            self._early.add(task)
            self._unreaped(task, status)
        elif process == task:
            self._leaderless.discard(task)
            self._happened.append(Exited(task, status))

    def _stopped(self, task: int, number: int, event: int) -> None:
        if task not in self._process_of:
            # The child's first stop can arrive before its parent's event, which tells whose it
            # is; until then it waits, for one more call at the most.
            self._unclaimed[task] = (number, event)
            return
        if event == 0:
            if number in _ABORTING:
                self._aborting(Aborting(self._process_of[task], number))
            self._quietly(_CONT, task, number)
            return
        if event == _EVENT_STOP:
            self._quietly(_LISTEN if number in _STOPPING else _CONT, task)
            return
        if event == _EVENT_EXEC:
            self._executed(task)
            return
        if event in {_EVENT_FORK, _EVENT_VFORK, _EVENT_CLONE}:
            self._forked(task, event)
        elif event == _EVENT_EXIT:
            self._dying(task)
        self._quietly(_CONT, task)

    def _forked(self, task: int, event: int) -> None:
        new = self._event_message(task)
        if new is None:
            return
        if new in self._early:
            self._early.discard(new)  # it may even have ended: it is no second process
            return
        process = self._process_of[task]
        # Tasks made by clone() are threads, or processes with an unusual exit signal.
        if event == _EVENT_CLONE and os.access(f"/proc/{process}/task/{new}", os.F_OK):
            self._process_of[new] = process
        else:
            self._process_of[new] = new
            self._happened.append(Forked(new, process, borrows=event == _EVENT_VFORK))
        self._go_on(new)

    def _go_on(self, task: int) -> None:
        """Handle the stop of a task that had to wait until it was known."""
        self._waiting.pop(task, None)
        stop = self._unclaimed.pop(task, None)
        if stop is not None:
            self._stopped(task, *stop)

    def _adopt(self, task: int) -> None:
        self._early.add(task)
        status = procfs.status(task)
        process = status.tgid if status else task
        self._process_of[task] = process
        if process == task:
            stat = procfs.stat(task)
            self._happened.append(Forked(task, stat.parent if stat else None))

    def _dying(self, task: int) -> None:
        process = self._process_of[task]
        # Memory is freed when the last thread goes. That is the first thread's exit in nearly
        # every program; only after an early pthread_exit of it do the others count.
        if task != process and process not in self._leaderless:
            return
        if task == process:
            self._leaderless.add(task)
        status = procfs.status(task)
        self._happened.append(
            Dying(
                pid=process,
                peak=status.peak if status else None,
                rss=status.rss if status else None,
                threads=status.threads if status else None,
                how=How.EXACT,
                source="VmHWM at exit",
            )
        )

    def _executed(self, task: int) -> None:
        former = self._event_message(task)
        if former is not None and former != task:
            # A thread called exec: it took over the process's number, all others are gone.
            for other in [t for t, p in self._process_of.items() if p == task and t != task]:
                del self._process_of[other]
        self._leaderless.discard(task)
        path = procfs.executable(task) or ""
        command = procfs.command_line(task)
        self._happened.append(programs.executed(task, path, command))
        reason = programs.reason_to_release(task, path)
        if reason is None:
            self._quietly(_CONT, task)
            return
        self._release(task, reason)
        reason = programs.reason_to_release_all(path, command)
        if reason is not None:
            others = set(self._process_of.values())
            self.detach()
            self._happened.extend(Released(process, reason) for process in sorted(others))

    def _release(self, task: int, reason: str) -> None:
        self._process_of.pop(task, None)
        self._quietly(_DETACH, task)
        self._happened.append(Released(task, reason))

    def _event_message(self, task: int) -> int | None:
        address = ctypes.addressof(self._message)
        return self._message.value if self._quietly(_GETEVENTMSG, task, address) else None

    @staticmethod
    def _quietly(number: int, task: int, data: int | None = None) -> bool:
        """Make a request of a task that may have been killed meanwhile (ESRCH)."""
        return bool(_ptrace(number, task, None, data) >= 0)
