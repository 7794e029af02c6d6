"""The order in which the kernel tells of stops is not the order in which they happened."""

import signal
from collections import defaultdict

import pytest

from memfit.record import procfs
from memfit.record.lifecycle import ptrace
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked
from memfit.record.lifecycle.ptrace import Ptrace
from memfit.record.procfs import Stat, Status

PARENT, CHILD, THREAD = 100, 200, 201
FORK, CLONE, EXEC, EXIT, FIRST = 1, 3, 4, 6, 128


class Told:
    """A Ptrace to which the test tells what waitpid(2) would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waiting: list[tuple[int, int]] = []
        self.messages: defaultdict[int, list[int]] = defaultdict(list)
        self.happened: list[Event] = []
        self.way = Ptrace(lambda _pid, _status: None, lambda _event: None)
        self.way._process_of[PARENT] = PARENT
        monkeypatch.setattr(ptrace.os, "waitpid", self.waitpid)
        monkeypatch.setattr(ptrace.os, "access", lambda _path, _mode: self.is_thread)
        monkeypatch.setattr(Ptrace, "_quietly", staticmethod(lambda *_: True))
        monkeypatch.setattr(Ptrace, "_event_message", lambda _way, task: self.messages[task].pop(0))
        monkeypatch.setattr(
            procfs, "status", lambda task: Status(CHILD if task == THREAD else task, 10, 20, 1)
        )
        monkeypatch.setattr(procfs, "stat", lambda _pid: Stat(PARENT, "t", 1, 1, 0))
        monkeypatch.setattr(procfs, "executable", lambda _pid: "/bin/x")
        monkeypatch.setattr(procfs, "command_line", lambda _pid: ("x",))
        monkeypatch.setattr(ptrace.reexec, "loses_privilege", lambda _task: False)
        self.is_thread = False

    def waitpid(self, _pid: int, _flags: int) -> tuple[int, int]:
        return self.waiting.pop(0) if self.waiting else (0, 0)

    def stop(self, task: int, event: int, message: int | None = None) -> None:
        self.waiting.append((task, event << 16 | signal.SIGTRAP << 8 | 0x7F))
        if message is not None:
            self.messages[task].append(message)

    def end(self, task: int, status: int = 0) -> None:
        self.waiting.append((task, status))

    def look(self) -> None:
        """Let the recorder ask for events."""
        self.happened += self.way.events(tick=False)

    @property
    def kinds(self) -> list[tuple[type, int]]:
        """What happened to whom, after as many looks as it takes."""
        for _ in range(3):
            self.look()
        return [(type(event), event.pid) for event in self.happened]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(monkeypatch)


LIFE = [(Forked, CHILD), (Dying, CHILD), (Exited, CHILD)]


def test_a_child_is_told_of_by_its_parent_and_then_by_itself(told: Told):
    told.stop(PARENT, FORK, CHILD)
    told.stop(CHILD, FIRST)
    told.stop(CHILD, EXIT)
    told.end(CHILD)

    assert told.kinds == LIFE
    assert isinstance(told.happened[0], Forked)
    assert told.happened[0].parent == PARENT


@pytest.mark.parametrize("looks", [0, 1, 2])
def test_a_child_that_is_told_of_first_by_itself_is_one_process(told: Told, looks: int):
    told.stop(CHILD, FIRST)
    for _ in range(looks):
        told.look()
    told.stop(PARENT, FORK, CHILD)
    told.look()
    told.stop(CHILD, EXIT)
    told.end(CHILD)

    assert told.kinds == LIFE


def test_a_child_that_ended_before_its_parent_is_heard_is_one_process(told: Told):
    told.stop(CHILD, FIRST)
    for _ in range(3):
        told.look()  # somebody killed the parent, as far as is known
    told.stop(CHILD, EXIT)
    told.end(CHILD)
    told.look()
    told.stop(PARENT, FORK, CHILD)

    assert told.kinds == LIFE
    assert CHILD not in told.way._process_of


def test_a_child_that_was_killed_before_its_first_stop_is_no_ghost(told: Told):
    told.end(CHILD, 9)
    told.stop(PARENT, FORK, CHILD)

    assert told.kinds in ([], [(Forked, CHILD), (Exited, CHILD)])
    assert CHILD not in told.way._process_of


def test_a_child_whose_parent_is_never_heard_is_told_of_all_the_same(told: Told):
    told.stop(CHILD, FIRST)
    for _ in range(3):
        told.look()
    told.stop(CHILD, EXIT)
    told.end(CHILD)

    assert told.kinds == LIFE


@pytest.mark.parametrize("order", ["parent first", "child first", "child only"])
def test_a_pid_that_is_used_again_is_told_of_again(told: Told, order: str):
    for _ in range(3):
        if order == "parent first":
            told.stop(PARENT, FORK, CHILD)
        told.stop(CHILD, FIRST)
        for _ in range(3):
            told.look()
        if order == "child first":
            told.stop(PARENT, FORK, CHILD)
        told.stop(CHILD, EXIT)
        told.end(CHILD)
        told.look()

    assert told.kinds == LIFE * 3


@pytest.mark.parametrize("first", ["process", "thread"])
def test_a_thread_is_no_process_whoever_tells_of_it(told: Told, first: str):
    told.stop(PARENT, FORK, CHILD)
    told.stop(CHILD, FIRST)
    told.look()
    told.is_thread = True
    if first == "thread":
        told.stop(THREAD, FIRST)
        for _ in range(3):
            told.look()
    told.stop(CHILD, CLONE, THREAD)
    if first == "process":
        told.stop(THREAD, FIRST)
    told.stop(THREAD, EXIT)
    told.end(THREAD)

    assert told.kinds == [(Forked, CHILD)]


def test_the_end_is_read_again_when_the_first_thread_went_early(told: Told):
    told.stop(PARENT, FORK, CHILD)
    told.stop(CHILD, FIRST)
    told.look()
    told.is_thread = True
    told.stop(CHILD, CLONE, THREAD)
    told.stop(THREAD, FIRST)
    told.stop(CHILD, EXIT)
    told.stop(THREAD, EXIT)
    told.end(THREAD)
    told.end(CHILD, 5 << 8)

    assert told.kinds == [(Forked, CHILD), (Dying, CHILD), (Dying, CHILD), (Exited, CHILD)]


def test_a_thread_that_becomes_a_program_is_the_process(told: Told):
    told.stop(PARENT, FORK, CHILD)
    told.stop(CHILD, FIRST)
    told.look()
    told.is_thread = True
    told.stop(CHILD, CLONE, THREAD)
    told.stop(THREAD, FIRST)
    told.stop(CHILD, EXEC, THREAD)
    told.stop(CHILD, EXIT)
    told.end(CHILD)

    assert told.kinds == [(Forked, CHILD), (Executed, CHILD), (Dying, CHILD), (Exited, CHILD)]
    assert list(told.way._process_of) == [PARENT]
