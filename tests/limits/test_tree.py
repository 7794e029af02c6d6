from pathlib import Path

from memfit.limits import tree


def group(directory: Path, *pids: int) -> Path:
    directory.mkdir()
    (directory / "cgroup.procs").write_text("".join(f"{pid}\n" for pid in pids))
    return directory


def test_pids_of_nested_groups_are_found(tmp_path: Path):
    outer = group(tmp_path / "outer", 5, 3)
    group(outer / "a", 7)
    group(outer / "b")
    group(outer / "a" / "c", 1)

    assert tree.pids(outer) == [1, 3, 5, 7]


def test_processes_of_another_pid_namespace_have_no_pid(tmp_path: Path):
    assert tree.pids(group(tmp_path / "outer", 0, 0, 4)) == [4]


def test_parents_come_before_their_children(tmp_path: Path):
    outer = group(tmp_path / "outer")
    inner = group(group(outer / "a") / "b")

    assert list(tree.subgroups(outer)) == [inner.parent, inner]


def test_a_group_that_has_gone_is_empty(tmp_path: Path):
    assert tree.pids(tmp_path / "gone") == []
    assert list(tree.subgroups(tmp_path / "gone")) == []
    assert tree.remove(tmp_path / "gone")


def test_a_group_with_processes_is_not_removed(tmp_path: Path):
    outer = group(tmp_path / "outer")
    inner = group(outer / "inner", 4)

    assert not tree.remove(outer)
    assert inner.is_dir()
