"""Both ways to watch through ptrace, with a kernel that says what a test tells it to."""

import signal
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from memfit.record import procfs
from memfit.record.lifecycle import programs, ptrace
from memfit.record.lifecycle.compiled import CompiledPtrace
from memfit.record.lifecycle.ptrace import Ptrace
from memfit.record.procfs import Stat, Status
from tests.record.compiling import told_library

if TYPE_CHECKING:
    from memfit.record.lifecycle.contract import Aborting, Event

PARENT, CHILD, THREAD = 100, 200, 201
FORK, VFORK, CLONE, EXEC, EXIT, FIRST = 1, 2, 3, 4, 6, 128


def stopped(event: int, number: int = signal.SIGTRAP) -> int:
    """Wait status of a stop."""
    return event << 16 | number << 8 | 0x7F


class Told:
    """A way to watch, to which the test tells what waitpid(2) would."""

    way: Ptrace | CompiledPtrace

    def __init__(self) -> None:
        self.happened: list[Event] = []
        self.aborted: list[Aborting] = []
        self.unreaped: list[tuple[int, int]] = []
        self.is_thread = False

    def tell(self, task: int, status: int, message: int | None) -> None:
        raise NotImplementedError

    @property
    def processes(self) -> list[int]:
        """Processes that are traced."""
        raise NotImplementedError

    def stop(
        self, task: int, event: int, message: int | None = None, number: int = signal.SIGTRAP
    ) -> None:
        self.tell(task, stopped(event, number), message)

    def end(self, task: int, status: int = 0) -> None:
        self.tell(task, status, None)

    def look(self) -> None:
        """Let the recorder ask for events."""
        self.happened += self.way.events(tick=False)

    @property
    def kinds(self) -> list[tuple[type, int]]:
        """What happened to whom, after as many looks as it takes."""
        for _ in range(3):
            self.look()
        return [(type(event), event.pid) for event in self.happened]


class ToldPython(Told):
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.waiting: list[tuple[int, int]] = []
        self.messages: defaultdict[int, list[int]] = defaultdict(list)
        self.way = Ptrace(lambda *ended: self.unreaped.append(ended), self.aborted.append)
        self.way._process_of[PARENT] = PARENT
        monkeypatch.setattr(ptrace.os, "waitpid", self.waitpid)
        monkeypatch.setattr(ptrace.os, "access", self.access)
        monkeypatch.setattr(Ptrace, "_quietly", staticmethod(lambda *_: True))
        monkeypatch.setattr(Ptrace, "_event_message", lambda _way, task: self.messages[task].pop(0))
        monkeypatch.setattr(
            procfs, "status", lambda task: Status(CHILD if task == THREAD else task, 10, 20, 1)
        )
        monkeypatch.setattr(procfs, "stat", lambda _pid: Stat(PARENT, "t", 1, 1, 0, 0))
        monkeypatch.setattr(procfs, "executable", lambda _pid: "/bin/x")
        monkeypatch.setattr(procfs, "command_line", lambda _pid: ("x",))
        monkeypatch.setattr(programs, "reason_to_release", lambda _task, _path: None)

    def waitpid(self, _pid: int, _flags: int) -> tuple[int, int]:
        return self.waiting.pop(0) if self.waiting else (0, 0)

    def access(self, path: str, _mode: int) -> bool:
        return self.is_thread and path.endswith(f"/{THREAD}")

    def tell(self, task: int, status: int, message: int | None) -> None:
        self.waiting.append((task, status))
        if message is not None:
            self.messages[task].append(message)

    @property
    def processes(self) -> list[int]:
        assert isinstance(self.way, Ptrace)
        return sorted(set(self.way._process_of.values()))


class ToldCompiled(Told):
    def __init__(self, monkeypatch: pytest.MonkeyPatch, proc: Path, library: Any = None) -> None:
        super().__init__()
        self.proc = proc
        for task, process in {PARENT: PARENT, CHILD: CHILD, THREAD: CHILD}.items():
            (proc / str(task) / "task").mkdir(parents=True)
            (proc / f"{task}/exe").symlink_to("/bin/x")
            (proc / f"{task}/cmdline").write_bytes(b"x\0")
            (proc / f"{task}/status").write_text(
                f"Name:\tx\nTgid:\t{process}\nPPid:\t{PARENT}\nVmHWM:\t  20 kB\nVmRSS:\t  10 kB\n"
                "Threads:\t1\n"
            )
        self.library = library or told_library()
        self.library.told_reset()
        self.way = CompiledPtrace(
            lambda *ended: self.unreaped.append(ended),
            self.aborted.append,
            self.library,
            str(proc),
        )
        self.library.memfit_trace(self.way._watch, PARENT, PARENT)
        monkeypatch.setattr(programs, "reason_to_release", lambda _task, _path: None)

    def tell(self, task: int, status: int, message: int | None) -> None:
        self.library.told_stop(task, status)
        if message is not None:
            self.library.told_message(task, message)

    def look(self) -> None:
        for process in (PARENT, CHILD, THREAD):
            thread = self.proc / f"{process}/task/{THREAD}"
            if self.is_thread:
                thread.touch()
            else:
                thread.unlink(missing_ok=True)
        super().look()

    @property
    def processes(self) -> list[int]:
        assert isinstance(self.way, CompiledPtrace)
        return sorted(self.way._processes())


WAYS = ("python", "compiled")
Make = Callable[[str], Told]
