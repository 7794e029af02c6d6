"""The processes of a run as they come and go."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from memfit.model.recording import How, Role
from memfit.record.lifecycle.contract import Dying, Executed, Exited, Forked
from memfit.record.tree import Tree

# Pids that no kernel gives: what is read of them in /proc is not there.
ROOT, CHILD, OTHER = 1 << 23, (1 << 23) + 1, (1 << 23) + 2


@pytest.fixture
def tree() -> Tree:
    made = Tree()
    made.begin(ROOT, ["npx", "vitest"], 0.0)
    return made


def lines(tree: Tree) -> list[dict[str, Any]]:
    return [json.loads(line) for line in tree.lines]


def descriptors() -> int:
    """How many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def runs(pid: int, *command: str, executable: str = "", options: str | None = None) -> Executed:
    return Executed(pid, command, executable, options)


def test_the_root_comes_first_and_has_no_parent(tree: Tree):
    assert lines(tree) == [
        {"at": 0.0, "event": "fork", "process": 0, "pid": ROOT, "role": "wrapper",
         "command": ["npx", "vitest"]},
    ]  # fmt: skip


def test_a_pid_that_is_used_again_is_a_new_process(tree: Tree):
    for at in (1.0, 2.0, 3.0):
        tree.apply(Forked(CHILD, ROOT), at)
        tree.apply(Dying(CHILD, int(at), 1, 1, How.EXACT, "x"), at)
        tree.apply(Exited(CHILD, 0), at)

    exits = [line for line in lines(tree) if line["event"] == "exit"]
    assert [(line["process"], line["pid"], line["peak"]) for line in exits] == [
        (1, CHILD, 1), (2, CHILD, 2), (3, CHILD, 3),
    ]  # fmt: skip
    assert list(tree.live) == [ROOT]


def test_a_fork_that_is_told_twice_is_one_process(tree: Tree):
    first = tree.apply(Forked(CHILD, ROOT), 1.0)

    assert tree.apply(Forked(CHILD, ROOT), 1.0) is first
    assert len(lines(tree)) == 2


@pytest.mark.parametrize(
    "event",
    [
        runs(OTHER, "x"),
        Dying(OTHER, 1, 1, 1, How.EXACT, "x"),
        Exited(OTHER, 0),
    ],
)
def test_what_happens_to_a_stranger_is_nothing(tree: Tree, event: Executed | Dying | Exited):
    before = list(tree.lines)

    assert tree.apply(event, 1.0) is None
    assert tree.lines == before


def test_a_process_whose_maker_is_unknown_has_no_parent(tree: Tree):
    tree.apply(Forked(CHILD, OTHER), 1.0)
    tree.apply(Forked(OTHER, None), 1.0)

    assert all("parent" not in line for line in lines(tree)[1:])


@pytest.mark.parametrize(
    ("status", "code", "number"),
    [(0, 0, None), (7 << 8, 7, None), (9, None, 9), (134, None, 6), (None, None, None)],
)
def test_a_wait_status_is_a_code_or_a_signal(
    tree: Tree, status: int | None, code: int | None, number: int | None
):
    tree.apply(Exited(ROOT, status), 1.0)

    line = lines(tree)[-1]
    assert (line.get("code"), line.get("signal")) == (code, number)
    assert tree.killed == ([0] if number == 9 else [])


def test_an_end_without_a_peak_says_nothing_of_one(tree: Tree):
    tree.apply(Dying(ROOT, None, None, None, How.EXACT, "VmHWM at exit"), 1.0)
    tree.apply(Exited(ROOT, 0), 1.0)

    assert not {"peak", "how", "source", "threads"} & set(lines(tree)[-1])


def test_roles_follow_the_programs(tree: Tree):
    tree.apply(runs(ROOT, "node", "/x/bin/npx-cli.js", "vitest", executable="/bin/node"), 0.1)
    tree.apply(Forked(CHILD, ROOT), 0.2)
    tree.apply(runs(CHILD, "node", "/x/node_modules/.bin/vitest", executable="/bin/node"), 0.3)
    tree.apply(Forked(OTHER, CHILD), 0.4)

    assert [process.role for process in tree.live.values()] == [
        Role.WRAPPER, Role.MAIN, Role.WORKER,
    ]  # fmt: skip
    assert (tree.runner, tree.node) == ("vitest", "/bin/node")
    assert tree.main[1] == "/x/node_modules/.bin/vitest"


def test_a_heap_limit_is_read_from_flags_and_options(tree: Tree):
    tree.apply(
        runs(ROOT, "node", "x.js", executable="/bin/node", options="--max-old-space-size=64"), 0.1
    )

    assert lines(tree)[-1]["heap_limit"] == 64 << 20
    assert lines(tree)[-1]["node"] is True


def test_secrets_are_masked_before_they_are_kept(tree: Tree):
    tree.apply(runs(ROOT, "deploy", "--token", "hunter2", "password=hunter2"), 0.1)

    assert "hunter2" not in "".join(tree.lines)
    assert tree.live[ROOT].command == ("deploy", "--token", "***", "password=***")


def test_a_command_line_of_megabytes_is_shortened(tree: Tree):
    tree.apply(runs(ROOT, "node", "-e", "x" * 2_000_000, *["y"] * 5000), 0.1)
    tree.apply(runs(ROOT, *["word"] * 100_000), 0.2)

    assert max(map(len, tree.lines)) < 12_000


def test_text_that_is_hostile_is_one_line_of_json(tree: Tree):
    hostile = ("a\nb", "\x1b[2J", "\udcff", "\u2028", '"}', "\0")

    tree.apply(runs(ROOT, *hostile), 0.1)

    assert "\n" not in tree.lines[-1]
    assert tuple(lines(tree)[-1]["command"]) == hostile


def test_those_that_are_left_are_written_as_alive_and_their_files_closed(tree: Tree):
    before = descriptors()
    pid = os.getpid()
    tree.apply(Forked(pid, ROOT), 1.0)
    tree.open()
    assert descriptors() == before + 1

    assert tree.finish(2.0) == [0, 1]

    alive = lines(tree)[-1]
    assert (alive["event"], alive["pid"], alive["how"]) == ("alive", pid, "exact")
    assert alive["peak"] > 1_000_000
    assert descriptors() == before


def test_every_descriptor_is_given_back_at_the_end_of_a_process(tree: Tree):
    before = descriptors()
    for _ in range(50):
        tree.apply(Forked(os.getpid(), ROOT), 1.0)
        tree.apply(runs(os.getpid(), "x"), 1.0)
        tree.open()
        assert descriptors() == before + 1
        tree.apply(Exited(os.getpid(), 0), 1.0)

    assert descriptors() == before


def test_a_process_that_ended_before_a_tick_is_never_opened(tree: Tree):
    before = descriptors()
    tree.apply(Forked(os.getpid(), ROOT), 1.0)
    tree.apply(Exited(os.getpid(), 0), 1.0)
    tree.open()

    assert descriptors() == before
