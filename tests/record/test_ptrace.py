"""The order in which the kernel tells of stops is not the order in which they happened."""

from pathlib import Path

import pytest

from memfit.record.lifecycle.contract import Dying, Executed, Exited, Forked
from tests.record.told import (
    CHILD,
    CLONE,
    EXEC,
    EXIT,
    FIRST,
    FORK,
    PARENT,
    THREAD,
    VFORK,
    WAYS,
    Told,
    ToldCompiled,
    ToldPython,
)


@pytest.fixture(params=WAYS)
def told(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Told:
    if request.param == "compiled":
        return ToldCompiled(monkeypatch, tmp_path)
    return ToldPython(monkeypatch)


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
    assert CHILD not in told.processes


def test_a_child_that_was_killed_before_its_first_stop_is_no_ghost(told: Told):
    told.end(CHILD, 9)
    told.stop(PARENT, FORK, CHILD)

    assert told.kinds in ([], [(Forked, CHILD), (Exited, CHILD)])
    assert CHILD not in told.processes


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
    assert told.processes == [PARENT]


def test_a_child_that_borrows_its_memory_is_told_apart(told: Told):
    told.stop(PARENT, VFORK, CHILD)
    told.look()

    [forked] = told.happened
    assert isinstance(forked, Forked)
    assert forked.borrows


def test_what_came_before_a_signal_that_aborts_is_told_before_it_is_passed_on(told: Told):
    told.stop(PARENT, FORK, CHILD)
    told.stop(CHILD, FIRST)
    told.stop(CHILD, 0, number=6)
    told.look()

    assert [type(event) for event in told.happened] == [Forked]
    told.look()
    assert [(event.pid, event.signal) for event in told.aborted] == [(CHILD, 6)]


def test_a_child_that_nobody_traces_is_handed_on(told: Told):
    told.end(777, 3 << 8)
    told.look()

    assert told.unreaped == [(777, 3 << 8)]
    assert told.happened == []


def test_a_storm_of_stops_is_handled_in_pieces(told: Told):
    for _ in range(300):
        told.stop(PARENT, 0, number=23)
    told.stop(PARENT, FORK, CHILD)

    told.look()
    assert told.way.more
    told.look()
    told.look()
    assert not told.way.more
    assert [type(event) for event in told.happened] == [Forked]
