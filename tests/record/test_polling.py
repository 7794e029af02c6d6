"""What is made of looks at /proc, whatever was missed between them."""

import os
from dataclasses import replace

import pytest

from memfit.record import procfs
from memfit.record.lifecycle import polling
from memfit.record.lifecycle.contract import Dying, Event, Executed, Exited, Forked
from memfit.record.lifecycle.polling import Polling
from memfit.record.procfs import Stat, Status

ROOT, CHILD, GRANDCHILD, STRANGER = 9_000_100, 9_000_200, 9_000_300, 9_000_900


class Machine:
    """A /proc of the test's own, and a Polling that looks at it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stats: dict[int, Stat] = {}
        self.executables: dict[int, str | None] = {}
        self.commands: dict[int, tuple[str, ...]] = {}
        self.status = Status(0, 10, 20, 1)
        self.clock = 0
        monkeypatch.setattr(procfs, "stat", self.stats.get)
        monkeypatch.setattr(procfs, "executable", self.executables.get)
        monkeypatch.setattr(procfs, "command_line", lambda pid: self.commands.get(pid, ()))
        monkeypatch.setattr(procfs, "status", lambda pid: self.stats.get(pid) and self.status)
        monkeypatch.setattr(
            procfs, "parents", lambda: {pid: stat.parent for pid, stat in self.stats.items()}
        )
        monkeypatch.setattr(polling, "_readable", lambda _pid: self.readable)
        self.readable = True
        self.appear(STRANGER, 1, "/bin/stranger")
        self.appear(ROOT, 1, "/bin/root")
        self.way = Polling(lambda _pid, _status: None, lambda: None, reap=False)
        self.way.attach(ROOT)

    def appear(self, pid: int, parent: int, executable: str | None, state: str = "S") -> None:
        self.clock += 1
        self.stats[pid] = Stat(parent, state, 1, self.clock, self.clock, 0)
        self.executables[pid] = executable
        self.commands[pid] = (executable or "hidden",)

    def change(self, pid: int, **facts: object) -> None:
        self.stats[pid] = replace(self.stats[pid], **facts)  # type: ignore[arg-type]

    def look(self) -> list[Event]:
        return self.way.events(tick=True)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def kinds(events: list[Event]) -> list[tuple[type, int]]:
    return [(type(event), event.pid) for event in events]


def test_descendants_are_found_and_strangers_are_not(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.appear(GRANDCHILD, CHILD, "/bin/b")

    events = machine.look()

    assert [event for event in events if isinstance(event, Forked)] == [
        Forked(CHILD, ROOT), Forked(GRANDCHILD, CHILD),
    ]  # fmt: skip
    assert {pid for _, pid in kinds(events)} == {CHILD, GRANDCHILD}
    assert machine.look() == []


def test_a_fork_is_no_program_until_the_kernel_draws_it_a_stack_of_its_own(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/root")
    machine.change(CHILD, stack=machine.stats[ROOT].stack)
    assert kinds(machine.look()) == [(Forked, CHILD)]

    # It runs the same program with the same words, as a cluster of servers does.
    machine.change(CHILD, stack=77)

    assert kinds(machine.look()) == [(Executed, CHILD)]
    assert machine.look() == []


def test_an_exec_between_two_readings_of_a_look_is_told_once(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.look()

    def executable(pid: int) -> str | None:
        if pid == CHILD and machine.executables[CHILD] == "/bin/a":
            machine.executables[CHILD] = "/bin/b"
            machine.change(CHILD, stack=77)
        return machine.executables[pid]

    monkeypatch.setattr(procfs, "executable", executable)

    assert kinds(machine.look()) == [(Executed, CHILD)]
    assert machine.look() == []


def test_a_program_that_has_no_stack_yet_is_told_once(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.look()
    machine.executables[CHILD] = "/bin/b"
    machine.change(CHILD, stack=0)

    assert kinds(machine.look()) == [(Executed, CHILD)]
    machine.change(CHILD, stack=88)
    assert machine.look() == []


def test_where_stacks_are_hidden_every_process_has_run_a_program(machine: Machine):
    machine.change(ROOT, stack=0)
    machine.look()
    machine.appear(CHILD, ROOT, "/bin/root")
    machine.change(CHILD, stack=0)

    assert kinds(machine.look()) == [(Forked, CHILD), (Executed, CHILD)]


def test_between_ticks_nothing_is_looked_at(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")

    assert machine.way.events(tick=False) == []


def test_a_process_that_has_gone_has_the_peak_of_the_last_look(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.status = Status(0, 1000, 2000, 3)
    machine.look()
    del machine.stats[CHILD]

    dying, exited = machine.look()

    assert isinstance(dying, Dying)
    assert (dying.peak, dying.rss, dying.threads) == (2000, 1000, 3)
    assert exited == Exited(CHILD, None)


def test_a_zombie_has_gone_and_tells_how(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.look()
    machine.change(CHILD, state="Z", status=7 << 8)

    assert machine.look()[-1] == Exited(CHILD, 7 << 8)
    assert machine.look() == []


def test_the_status_of_a_zombie_that_may_not_be_read_is_not_believed(machine: Machine):
    machine.appear(CHILD, ROOT, None)
    machine.look()
    machine.change(CHILD, state="Z")
    machine.readable = False

    assert machine.look()[-1] == Exited(CHILD, None)


def test_a_first_thread_that_has_ended_is_not_the_end(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.look()
    machine.change(CHILD, state="Z", threads=2)
    assert machine.look() == []

    machine.change(CHILD, threads=1, status=5 << 8)
    assert machine.look()[-1] == Exited(CHILD, 5 << 8)


def test_a_process_that_was_a_zombie_at_first_sight_is_not_told_of(machine: Machine):
    machine.appear(CHILD, ROOT, None, state="Z")

    assert machine.look() == []


def test_a_pid_that_is_used_again_is_another_process(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.look()
    machine.appear(CHILD, ROOT, "/bin/b")
    machine.change(CHILD, state="Z", status=9)

    # The second one's status is not the first one's.
    assert machine.look()[-1] == Exited(CHILD, None)
    machine.change(CHILD, state="S")
    assert kinds(machine.look()) == [(Forked, CHILD), (Executed, CHILD)]


def test_a_pid_that_a_stranger_uses_again_is_let_be(machine: Machine):
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.look()
    machine.appear(CHILD, STRANGER, "/bin/b")

    assert kinds(machine.look()) == [(Dying, CHILD), (Exited, CHILD)]
    assert machine.look() == []


def test_an_exec_is_seen_by_its_program(machine: Machine):
    machine.executables[ROOT] = "/bin/other"
    machine.commands[ROOT] = ("other", "x")

    assert machine.look() == [Executed(ROOT, ("other", "x"), "/bin/other", None)]
    assert machine.look() == []


def test_in_the_middle_of_an_exec_there_is_no_command_line(machine: Machine):
    machine.executables[ROOT] = "/bin/other"
    machine.commands[ROOT] = ()
    assert machine.look() == []

    machine.commands[ROOT] = ("other",)
    assert machine.look() == [Executed(ROOT, ("other",), "/bin/other", None)]


def test_another_user_s_program_is_known_by_its_command_line(machine: Machine):
    machine.appear(CHILD, ROOT, None)
    machine.commands[CHILD] = ("sudo", "x")
    assert machine.look()[1:] == [Executed(CHILD, ("sudo", "x"), "", None)]
    assert machine.look() == []

    machine.commands[CHILD] = ("x",)
    assert machine.look() == [Executed(CHILD, ("x",), "", None)]


def test_an_orphan_that_comes_to_memfit_is_still_of_the_tree(machine: Machine):
    own = os.getpid()
    machine.appear(CHILD, ROOT, "/bin/a")
    machine.appear(GRANDCHILD, CHILD, "/bin/b")
    machine.look()
    del machine.stats[CHILD]
    machine.change(GRANDCHILD, parent=own)
    machine.appear(GRANDCHILD + 1, GRANDCHILD, "/bin/c")

    events = machine.look()

    assert (Exited, CHILD) in kinds(events)
    assert (Exited, GRANDCHILD) not in kinds(events)
    assert Forked(GRANDCHILD + 1, GRANDCHILD) in events


def test_a_ring_of_parents_is_survived(machine: Machine):
    machine.appear(CHILD, GRANDCHILD, "/bin/a")
    machine.appear(GRANDCHILD, CHILD, "/bin/b")

    assert machine.look() == []


def test_the_root_must_be_there(machine: Machine):
    with pytest.raises(ProcessLookupError):
        machine.way.attach(1_000_000_000)


def test_letting_go_forgets(machine: Machine):
    assert machine.way.watched()
    machine.way.detach()
    assert not machine.way.watched()
