"""The compiled part of the recorder says what Python says, and stays in its arrays."""

import mmap
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from memfit.model.recording import How
from memfit.record import watcher
from memfit.record.lifecycle.contract import Dying, Executed, Exited, Forked
from memfit.record.sizes import Sizes
from memfit.record.tree import Tree
from tests.platforms import require
from tests.record import fuzz_watcher
from tests.record.compiling import SOURCE, compile_library, told_library


def test_it_agrees_with_python_and_stays_in_its_arrays_whatever_the_kernel_says():
    require(fuzz_watcher.unusable())

    done = fuzz_watcher.run(times=400, seed=1_000_000)

    assert done.returncode == 0, done.stderr[-3000:]


def test_it_compiles_without_a_warning_with_all_optimisations(tmp_path: Path):
    library = watcher.load(compile_library(SOURCE, tmp_path / "watcher.so", "-O3"))

    assert library is not None


def test_what_is_no_library_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "text").write_text("text")
    for name in ("text", "absent"):
        monkeypatch.setenv("MEMFIT_WATCHER_LIBRARY", str(tmp_path / name))
        assert watcher.load() is None


def test_a_library_of_another_version_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = compile_library(SOURCE, tmp_path / "watcher.so")
    monkeypatch.setattr(watcher, "VERSION", watcher.VERSION + 1)

    assert watcher.load(place) is None


@pytest.fixture(params=["python", "compiled"])
def sizes(request: pytest.FixtureRequest) -> Sizes:
    return Sizes(told_library() if request.param == "compiled" else None)


@pytest.fixture
def tree() -> Iterator[Tree]:
    tree = Tree()
    tree.begin(1, ["x"], 0.0)  # memfit itself, as far as it matters here: never opened
    yield tree
    for process in tree.live.values():
        process.close()


def add(tree: Tree, pid: int) -> None:
    tree.apply(Forked(pid, 1), 0.0)
    tree.open()


def told(sizes: Sizes, tree: Tree) -> dict[int, tuple[int, int]]:
    return {process.pid: (rss, shared) for process, rss, shared in sizes.moved(tree, 0.0, 0.0)}


@pytest.fixture
def stopped() -> Iterator[int]:
    """A process that does not change."""
    with subprocess.Popen(["sleep", "60"]) as child:
        os.kill(child.pid, signal.SIGSTOP)
        os.waitpid(child.pid, os.WUNTRACED)
        yield child.pid
        child.kill()


def test_sizes_are_told_once_and_when_they_change(sizes: Sizes, tree: Tree, stopped: int):
    own = os.getpid()
    add(tree, own)
    add(tree, stopped)

    first = told(sizes, tree)
    assert first.keys() == {own, stopped}
    rss, shared = first[own]
    assert rss > shared > 0
    assert rss % 4096 == 0
    with mmap.mmap(-1, 8 << 20) as held:  # the heap may have room that is resident already
        held.write(b"x" * len(held))
        second = told(sizes, tree)
    assert second.keys() == {own}
    assert second[own][0] >= rss + (7 << 20)

    tree.apply(Executed(stopped, ("x",), "/bin/x", None), 1.0)
    assert stopped in told(sizes, tree)


def test_what_is_gone_or_dying_has_no_size(sizes: Sizes, tree: Tree):
    add(tree, os.getpid())
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        add(tree, child.pid)
    assert told(sizes, tree).keys() == {os.getpid()}

    tree.apply(Dying(os.getpid(), 1, 1, 1, How.EXACT, ""), 1.0)
    assert told(sizes, tree) == {}
    tree.apply(Exited(os.getpid(), 0), 1.0)
    tree.apply(Exited(child.pid, 0), 1.0)
    assert told(sizes, tree) == {}


def test_what_seems_to_sleep_is_left_out_for_a_while(sizes: Sizes, tree: Tree, stopped: int):
    add(tree, stopped)
    for at in range(4):
        list(sizes.moved(tree, at / 100, 0.0))
    # From here on its file says what memfit's own would: another size, if it is read.
    with Path("/proc/self/statm").open("rb") as own:
        os.dup2(own.fileno(), tree.live[stopped].statm)

    assert list(sizes.moved(tree, 0.04, 0.075)) == []
    assert [process.pid for process, _, _ in sizes.moved(tree, 0.11, 0.075)] == [stopped]
