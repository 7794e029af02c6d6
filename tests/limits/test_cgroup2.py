"""cgroup v2 over directory trees with a model of the kernel's rules (`trees.Kernel2`)."""

import errno
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from memfit.errors import LimitError
from memfit.limits.cgroup2 import CgroupV2
from memfit.limits.contract import Request
from tests.limits.conftest import NOBODY
from tests.limits.trees import GIGABYTE, Kernel2, Tree, v2

ME = os.getpid()
OTHER = 999_999
REQUEST = Request("suite", memory=GIGABYTE)
MINE = f"memfit-{ME}-1000"


def mounted(machine: Tree, path: str = "/", options: str = "rw") -> Path:
    machine.member(f"0::{path}")
    return machine.mount("/sys/fs/cgroup", "cgroup2", options=options)


def at_the_root(machine: Tree, enabled: str = "") -> Path:
    """Let memfit and everybody else run in the real root, which is exempt from the rule."""
    mount = mounted(machine)
    machine.group("/sys/fs/cgroup", v2("cpu memory", enabled, (1, ME, OTHER), root=True))
    return mount


def alone_in_a_scope(machine: Tree) -> Path:
    """Let memfit run by itself in a scope, as systemd-run does."""
    mount = mounted(machine, "/a.slice/b.scope")
    machine.group("/sys/fs/cgroup", v2("cpu memory", "cpu memory", root=True))
    machine.group("/sys/fs/cgroup/a.slice", v2("cpu memory", "cpu memory"))
    machine.group("/sys/fs/cgroup/a.slice/b.scope", v2("cpu memory", "", (ME,)))
    return mount


def with_a_shell(machine: Tree, parent: tuple[int, ...] = (), limit: str = "max") -> Path:
    """Let memfit and its shell run in a leaf of a container without systemd."""
    mount = mounted(machine, "/leaf")
    machine.group("/sys/fs/cgroup", v2("cpu memory", "memory", parent))
    leaf = v2("memory", "", (ME, OTHER)) | {"memory.max": limit}
    machine.group("/sys/fs/cgroup/leaf", leaf)
    return mount


def systemd(machine: Tree) -> None:
    machine.at("/run/systemd/system").mkdir(parents=True)


class TestWhatIsWritten:
    def test_at_the_root_the_controller_is_enabled_before_the_group_is_made(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        kernel = Kernel2(at_the_root(machine), monkeypatch)

        CgroupV2(machine.roots).open(REQUEST)

        assert kernel.writes == [
            ("cgroup.subtree_control", "+memory"),
            (f"{MINE}-suite/memory.max", str(GIGABYTE)),
            (f"{MINE}-suite/memory.swap.max", "0"),
        ]

    def test_a_controller_that_is_enabled_is_left_alone(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        kernel = Kernel2(at_the_root(machine, enabled="memory"), monkeypatch)

        CgroupV2(machine.roots).open(REQUEST).close()

        assert [path for path, _ in kernel.writes] == [
            f"{MINE}-suite/memory.max",
            f"{MINE}-suite/memory.swap.max",
        ]

    def test_memfit_leaves_its_scope_before_it_enables_the_controller(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        kernel = Kernel2(alone_in_a_scope(machine), monkeypatch)

        CgroupV2(machine.roots).open(Request("suite", memory=GIGABYTE, swap=7, cpus=1.5))

        assert kernel.writes == [
            (f"a.slice/b.scope/{MINE}-itself/cgroup.procs", str(ME)),
            ("a.slice/b.scope/cgroup.subtree_control", "+memory"),
            ("a.slice/b.scope/cgroup.subtree_control", "+cpu"),
            (f"a.slice/b.scope/{MINE}-suite/memory.max", str(GIGABYTE)),
            (f"a.slice/b.scope/{MINE}-suite/memory.swap.max", "7"),
            (f"a.slice/b.scope/{MINE}-suite/cpu.max", "150000 100000"),
        ]

    def test_memfit_goes_back_when_the_run_is_over(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = alone_in_a_scope(machine)
        Kernel2(mount, monkeypatch)
        scope = mount / "a.slice" / "b.scope"

        CgroupV2(machine.roots).open(Request("suite", memory=GIGABYTE, cpus=1)).close()

        assert (scope / "cgroup.procs").read_text() == f"{ME}\n"
        assert (scope / "cgroup.subtree_control").read_text() == ""
        assert [path for path in scope.iterdir() if path.is_dir()] == []

    def test_what_memfit_started_goes_back_with_it(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = alone_in_a_scope(machine)
        Kernel2(mount, monkeypatch)
        scope = mount / "a.slice" / "b.scope"
        enclosure = CgroupV2(machine.roots).open(REQUEST)
        (scope / f"{MINE}-itself" / "cgroup.procs").write_text(f"{ME}\n{OTHER}\n")

        enclosure.close()

        assert (scope / "cgroup.procs").read_text() == f"{ME}\n{OTHER}\n"

    def test_a_kernel_without_swap_has_no_swap_to_limit(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = at_the_root(machine)
        kernel = Kernel2(mount, monkeypatch)
        kernel.absent.add("memory.swap.max")

        CgroupV2(machine.roots).open(REQUEST)

        assert (mount / f"{MINE}-suite" / "memory.max").read_text() == str(GIGABYTE)

    def test_memfit_stays_where_it_is_while_processes_survive(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = alone_in_a_scope(machine)
        Kernel2(mount, monkeypatch)
        scope = mount / "a.slice" / "b.scope"
        enclosure = CgroupV2(machine.roots).open(REQUEST)
        (scope / f"{MINE}-suite" / "cgroup.procs").write_text(f"{OTHER}\n")

        enclosure.close()

        assert (scope / f"{MINE}-suite").is_dir()
        assert (scope / f"{MINE}-itself" / "cgroup.procs").read_text() == f"{ME}\n"

    def test_at_the_root_the_controller_stays_enabled_for_others(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = at_the_root(machine)
        Kernel2(mount, monkeypatch)

        CgroupV2(machine.roots).open(REQUEST).close()

        assert (mount / "cgroup.subtree_control").read_text() == "memory"
        assert [path for path in mount.iterdir() if path.is_dir()] == []

    def test_without_a_limit_the_group_only_counts(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        kernel = Kernel2(at_the_root(machine), monkeypatch)

        enclosure = CgroupV2(machine.roots).open(Request("suite"))

        assert kernel.writes == [("cgroup.subtree_control", "+memory")]
        assert enclosure.usage() == 0
        assert enclosure.oom_kills() == 0
        assert enclosure.watchdog is None

    def test_the_kernel_chooses_the_victim_as_in_ci(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = at_the_root(machine)
        Kernel2(mount, monkeypatch)

        CgroupV2(machine.roots).open(REQUEST)

        assert (mount / f"{MINE}-suite" / "memory.oom.group").read_text() == "0"

    def test_a_refused_cpu_controller_does_not_spoil_the_limit(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = at_the_root(machine, enabled="memory")
        kernel = Kernel2(mount, monkeypatch)
        kernel.refuse["cgroup.subtree_control"] = errno.EINVAL

        CgroupV2(machine.roots).open(Request("suite", memory=GIGABYTE, cpus=1))

        assert (mount / f"{MINE}-suite" / "memory.max").read_text() == str(GIGABYTE)

    @pytest.mark.parametrize("file", ["cgroup.subtree_control", "memory.max"])
    def test_a_refusal_brings_everything_back(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch, file: str
    ):
        mount = alone_in_a_scope(machine)
        kernel = Kernel2(mount, monkeypatch)
        kernel.refuse[file] = errno.EBUSY
        scope = mount / "a.slice" / "b.scope"

        with pytest.raises(LimitError, match="the kernel refused"):
            CgroupV2(machine.roots).open(REQUEST)

        assert (scope / "cgroup.procs").read_text() == f"{ME}\n"
        assert [path for path in scope.iterdir() if path.is_dir()] == []

    def test_killing_uses_the_kernels_own_way_where_it_exists(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = at_the_root(machine)
        kernel = Kernel2(mount, monkeypatch)
        enclosure = CgroupV2(machine.roots).open(REQUEST)
        (mount / f"{MINE}-suite" / "cgroup.kill").write_text("")

        assert enclosure.kill()

        assert kernel.writes[-1] == (f"{MINE}-suite/cgroup.kill", "1")


class TestAParentWillDo:
    def test_beside_a_shell_in_a_leaf_the_group_becomes_a_sibling(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        mount = with_a_shell(machine)
        kernel = Kernel2(mount, monkeypatch)

        CgroupV2(machine.roots).open(REQUEST).close()

        assert (f"{MINE}-suite/memory.max", str(GIGABYTE)) in kernel.writes
        assert (mount / "leaf" / "cgroup.procs").read_text() == f"{ME}\n{OTHER}\n"

    def test_a_user_may_use_a_parent_that_is_his(
        self,
        machine: Tree,
        monkeypatch: pytest.MonkeyPatch,
        as_nobody: Callable[[], AbstractContextManager[None]],
    ):
        mount = mounted(machine, "/users/him/shell")
        machine.group("/sys/fs/cgroup", v2("memory", "memory", (1,), root=True))
        machine.group("/sys/fs/cgroup/users", v2("memory", "memory"))
        his = machine.group("/sys/fs/cgroup/users/him", v2("memory"))
        shell = machine.group("/sys/fs/cgroup/users/him/shell", v2("", "", (ME, OTHER)))
        for path in (his, *his.iterdir(), shell, *shell.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        kernel = Kernel2(mount, monkeypatch)

        with as_nobody():
            CgroupV2(machine.roots).open(REQUEST)

        assert kernel.writes[:2] == [
            ("users/him/cgroup.subtree_control", "+memory"),
            (f"users/him/{MINE}-suite/memory.max", str(GIGABYTE)),
        ]

    def test_a_parent_is_no_way_around_the_own_limit(self, machine: Tree):
        with_a_shell(machine, limit=str(GIGABYTE))

        assert CgroupV2(machine.roots).unusable(REQUEST) is not None

    def test_a_parent_that_holds_processes_will_not_do(self, machine: Tree):
        with_a_shell(machine, parent=(1,))

        assert CgroupV2(machine.roots).unusable(REQUEST) is not None

    def test_a_parent_that_systemd_manages_is_not_taken(self, machine: Tree):
        with_a_shell(machine)
        systemd(machine)

        why_not = CgroupV2(machine.roots).unusable(REQUEST)

        assert why_not is not None
        assert "Delegate=yes" in why_not.repair


class TestWhyNot:
    def reason(self, machine: Tree) -> tuple[str, str]:
        limiter = CgroupV2(machine.roots)
        why_not = limiter.unusable(REQUEST)
        assert why_not is not None
        assert not limiter.fractions()
        with pytest.raises(LimitError) as raised:
            limiter.open(REQUEST)
        assert (raised.value.message, raised.value.hint) == (why_not.reason, why_not.repair)
        return why_not.reason, why_not.repair

    def test_v2_is_not_mounted(self, machine: Tree):
        reason, repair = self.reason(machine)

        assert reason == "cgroup v2 is not mounted"
        assert repair == "sudo mount -t cgroup2 none /sys/fs/cgroup"

    def test_on_a_hybrid_machine_v1_has_the_controller(self, machine: Tree):
        machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
        machine.mount("/sys/fs/cgroup/unified", "cgroup2")
        machine.member("4:memory:/", "0::/")
        machine.group("/sys/fs/cgroup/unified", v2("hugetlb", root=True))

        reason, repair = self.reason(machine)

        assert reason.endswith("the memory controller is in use by v1")
        assert "--limit-by cgroup-v1" in repair

    def test_nobody_has_the_memory_controller(self, machine: Tree):
        mounted(machine)
        machine.group("/sys/fs/cgroup", v2("cpu", root=True))

        reason, repair = self.reason(machine)

        assert reason.endswith("offers no memory controller")
        assert "cgroup_enable=memory" in repair

    def test_the_mount_is_read_only(self, machine: Tree):
        mounted(machine, options="ro")
        machine.group("/sys/fs/cgroup", v2("memory", "", (ME,)))

        reason, repair = self.reason(machine)

        assert reason.endswith("is mounted read-only")
        assert "docker run --privileged" in repair

    def test_the_own_cgroup_is_out_of_sight(self, machine: Tree):
        mounted(machine, "/../..")
        machine.group("/sys/fs/cgroup", v2("memory", "", (ME,)))

        reason, repair = self.reason(machine)

        assert "is not visible" in reason
        assert "--cgroupns=private" in repair

    def test_the_parent_does_not_pass_the_controller_on(self, machine: Tree):
        mount = mounted(machine, "/a/b")
        machine.group("/sys/fs/cgroup", v2("cpu memory", "cpu memory", root=True))
        machine.group("/sys/fs/cgroup/a", v2("cpu memory", "cpu", (OTHER,)))
        machine.group("/sys/fs/cgroup/a/b", v2("cpu", "", (ME,)) | {"memory.max": "9"})

        reason, repair = self.reason(machine)

        assert f"the memory controller is not enabled for {mount}/a/b" in reason
        assert repair == f"echo +memory | sudo tee {mount}/a/cgroup.subtree_control"

    def test_the_user_may_not_write(
        self, machine: Tree, as_nobody: Callable[[], AbstractContextManager[None]]
    ):
        mount = alone_in_a_scope(machine)

        with as_nobody():
            reason, repair = self.reason(machine)

        assert reason == f"this user may not write to {mount}/a.slice/b.scope"
        assert f"sudo mkdir -p {mount}/memfit/shell" in repair

    def test_the_user_may_not_write_and_systemd_can_delegate(
        self, machine: Tree, as_nobody: Callable[[], AbstractContextManager[None]]
    ):
        alone_in_a_scope(machine)
        systemd(machine)

        with as_nobody():
            _, repair = self.reason(machine)

        assert repair == "systemd-run --user --scope -p Delegate=yes memfit run …"

    def test_a_directory_alone_is_not_delegation(
        self, machine: Tree, as_nobody: Callable[[], AbstractContextManager[None]]
    ):
        scope = alone_in_a_scope(machine) / "a.slice" / "b.scope"
        os.chown(scope, NOBODY, NOBODY)

        with as_nobody():
            reason, _ = self.reason(machine)

        assert reason == f"this user may not write to {scope}/cgroup.procs"

    def test_others_are_in_the_same_cgroup(self, machine: Tree):
        mount = mounted(machine)
        machine.group("/sys/fs/cgroup", v2("memory", "", (ME, OTHER)))

        reason, repair = self.reason(machine)

        assert reason.startswith(f"2 processes are in {mount},")
        assert repair.startswith(f"mkdir {mount}/others && for p in $(cat {mount}/cgroup.procs)")

    def test_others_are_in_the_same_cgroup_and_systemd_can_make_a_scope(self, machine: Tree):
        mounted(machine)
        machine.group("/sys/fs/cgroup", v2("memory", "", (ME, OTHER)))
        systemd(machine)

        _, repair = self.reason(machine)

        assert "--scope -p Delegate=yes memfit run" in repair


def test_fractions_need_the_cpu_controller(machine: Tree):
    at_the_root(machine)
    with_cpu = CgroupV2(machine.roots).fractions()

    (machine.at("/sys/fs/cgroup") / "cgroup.controllers").write_text("memory")

    assert with_cpu
    assert not CgroupV2(machine.roots).fractions()
