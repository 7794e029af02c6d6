import pytest

from memfit.limits.mounts import find_group
from tests.limits.trees import Tree


def test_each_controller_of_v1_has_its_own_mount(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    machine.mount("/sys/fs/cgroup/cpu,cpuacct", "cgroup", "cpu,cpuacct")
    machine.member("4:memory:/jobs/7", "2:cpu,cpuacct:/", "1:name=systemd:/init.scope")
    machine.group("/sys/fs/cgroup/memory/jobs/7")

    memory, cpu = (find_group(name, machine.roots) for name in ("memory", "cpu"))

    assert memory is not None
    assert memory.version == 1
    assert memory.directory == machine.at("/sys/fs/cgroup/memory/jobs/7")
    assert memory.mount == machine.at("/sys/fs/cgroup/memory")
    assert memory.visible
    assert cpu is not None
    assert cpu.directory == machine.at("/sys/fs/cgroup/cpu,cpuacct")


def test_on_pure_v2_there_is_no_memory_hierarchy_of_v1(machine: Tree):
    machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/user.slice/session-1.scope")
    machine.group("/sys/fs/cgroup/user.slice/session-1.scope")

    unified = find_group("", machine.roots)

    assert find_group("memory", machine.roots) is None
    assert unified is not None
    assert unified.version == 2
    assert unified.directory == machine.at("/sys/fs/cgroup/user.slice/session-1.scope")


def test_on_a_hybrid_machine_both_versions_are_found(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    machine.mount("/sys/fs/cgroup/unified", "cgroup2")
    machine.member("4:memory:/jobs", "1:name=systemd:/x", "0::/")
    machine.group("/sys/fs/cgroup/memory/jobs")

    memory, unified = find_group("memory", machine.roots), find_group("", machine.roots)

    assert memory is not None
    assert memory.directory == machine.at("/sys/fs/cgroup/memory/jobs")
    assert unified is not None
    assert unified.directory == machine.at("/sys/fs/cgroup/unified")


def test_in_a_container_the_mount_shows_the_containers_cgroup_as_its_root(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory", root="/docker/abc")
    machine.member("4:memory:/docker/abc/step")
    machine.group("/sys/fs/cgroup/memory/step")

    group = find_group("memory", machine.roots)

    assert group is not None
    assert group.directory == machine.at("/sys/fs/cgroup/memory/step")
    assert group.visible


@pytest.mark.parametrize(
    ("root", "path"),
    [
        ("/", "/../.."),  # outside of the cgroup namespace
        ("/../..", "/"),  # mounted from outside of the cgroup namespace
        ("/", "/not/mounted/here"),
        ("/docker/abc", "/docker/abcdef"),
        ("/", "/gone (deleted)"),
    ],
)
def test_a_cgroup_that_cannot_be_seen_falls_back_to_the_root_of_the_mount(
    machine: Tree, root: str, path: str
):
    mount = machine.mount("/sys/fs/cgroup", "cgroup2", root=root)
    machine.member(f"0::{path}")

    group = find_group("", machine.roots)

    assert group is not None
    assert group.directory == group.mount == mount
    assert not group.visible


def test_of_two_mounts_the_one_that_shows_the_cgroup_is_taken(machine: Tree):
    machine.mount("/other", "cgroup2", root="/elsewhere")
    machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/here")
    machine.group("/sys/fs/cgroup/here")

    group = find_group("", machine.roots)

    assert group is not None
    assert group.directory == machine.at("/sys/fs/cgroup/here")


def test_a_mount_that_another_one_hides_does_not_count(machine: Tree):
    machine.mount("/sys/fs/cgroup", "cgroup2", options="rw")
    machine.mount("/sys/fs/cgroup", "cgroup2", options="ro")
    machine.member("0::/")

    group = find_group("", machine.roots)

    assert group is not None
    assert group.read_only


def test_a_mount_point_with_spaces_is_found(machine: Tree):
    mount = machine.mount("/my cgroups/all of them", "cgroup2")
    machine.member("0::/")

    group = find_group("", machine.roots)

    assert group is not None
    assert group.directory == mount
    assert group.visible


def test_a_path_with_colons_is_not_cut(machine: Tree):
    machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/a:b:c")
    machine.group("/sys/fs/cgroup/a:b:c")

    group = find_group("", machine.roots)

    assert group is not None
    assert group.directory.name == "a:b:c"


def test_without_cgroups_nothing_is_found(machine: Tree):
    assert find_group("memory", machine.roots) is None
    assert find_group("", machine.roots) is None


def test_broken_lines_are_passed_over(machine: Tree):
    (machine.proc / "self" / "mountinfo").write_text("rubbish\n\n1 2 - x\n")

    assert find_group("", machine.roots) is None


def test_the_way_up_ends_at_the_root_of_the_mount(machine: Tree):
    mount = machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/a/b")
    machine.group("/sys/fs/cgroup/a/b")

    group = find_group("", machine.roots)

    assert group is not None
    assert list(group.upwards()) == [mount / "a" / "b", mount / "a", mount]
