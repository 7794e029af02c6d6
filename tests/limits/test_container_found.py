"""A container's own cgroup, found by its id in trees that look like the kernel's."""

from pathlib import Path

import pytest

from memfit.limits.container_found import FoundGroup
from memfit.limits.container_parent import can_surround
from memfit.model.recording import How
from tests.limits.trees import Tree

ID = "3f4e" * 16
V1 = ("cgroup", "memory.usage_in_bytes", "memory.max_usage_in_bytes", "memory.oom_control")
V2 = ("cgroup2", "memory.current", "memory.peak", "memory.events")
MOUNT = "/sys/fs/cgroup"


class Host:
    """A machine with one hierarchy, in which containers come and go; its clock is set by hand."""

    def __init__(self, machine: Tree, version: int) -> None:
        kind, *self.counters = V1 if version == 1 else V2
        machine.mount(MOUNT, kind, "memory" if version == 1 else "")
        machine.member("4:memory:/" if version == 1 else "0::/")
        self.machine = machine
        self.now = 0.0
        self.id_file = machine.group("/made") / "id"
        self.asked = 0
        self.answer: bool | None = None

    def start(self, path: str, usage: int, peak: int, kills: int = 0) -> Path:
        texts = (f"{usage}", f"{peak}", f"under_oom 0\noom_kill {kills}\n")
        files = dict(zip(self.counters, texts, strict=True))
        return self.machine.group(f"{MOUNT}/{path}", {**files, "cgroup.procs": "41\n42\n"})

    @staticmethod
    def end(directory: Path) -> None:
        # A cgroup that has gone says nothing more to those who have its files open, either.
        for path in directory.iterdir():
            path.write_text("")
            path.unlink()
        directory.rmdir()

    def ask(self) -> bool | None:
        self.asked += 1
        return self.answer

    def group(self) -> FoundGroup:
        roots = self.machine.roots
        return FoundGroup(self.id_file, lambda: True, self.ask, roots, lambda: self.now)


@pytest.fixture(params=[1, 2])
def host(request, machine):
    return Host(machine, request.param)


@pytest.mark.parametrize(
    "path",
    [
        f"docker/{ID}",
        f"system.slice/docker-{ID}.scope",
        f"user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{ID}.scope",
        f"host.slice/libpod-{ID}.scope",
    ],
)
def test_a_container_is_found_wherever_its_engine_puts_it(host, path):
    host.start(path, usage=10, peak=30, kills=2)
    host.id_file.write_text(ID)
    group = host.group()
    assert group.usage() == 10
    assert (group.peak().bytes, group.peak().how) == (30, How.EXACT)
    assert group.oom_kills() == 2
    assert group.pids() == [41, 42]


def test_podmans_monitor_is_not_taken_for_the_container(host):
    host.start(f"machine.slice/libpod-conmon-{ID}.scope", usage=1, peak=1)
    host.id_file.write_text(ID)
    group = host.group()
    assert group.usage() is None
    host.start(f"machine.slice/libpod-{ID}.scope", usage=10, peak=30)
    host.now = 1.0
    assert group.usage() == 10


def test_before_the_container_exists_nothing_is_known(host):
    group = host.group()
    assert (group.usage(), group.peak(), group.oom_kills(), group.pids()) == (None,) * 4
    assert (group.detail(), group.pressure(), host.asked) == (None, None, 0)


def test_it_is_looked_for_again_but_not_at_every_reading(host):
    group = host.group()
    host.id_file.write_text(ID)
    assert group.usage() is None
    host.start(f"docker/{ID}", usage=10, peak=30)
    host.now = 0.05
    assert group.usage() is None
    host.now = 0.2
    assert group.usage() == 10


def test_the_search_ends_if_the_engine_is_on_another_machine(host):
    group = host.group()
    host.id_file.write_text(ID)
    for tick in range(1000):
        host.now = float(tick)
        assert group.usage() is None
    host.start(f"docker/{ID}", usage=10, peak=30)
    host.now += 1
    assert group.usage() is None


def test_the_peak_of_a_container_that_has_gone_is_a_lower_bound(host):
    directory = host.start(f"docker/{ID}", usage=10, peak=30)
    host.id_file.write_text(ID)
    group = host.group()
    group.usage()
    host.end(directory)
    assert (group.peak().bytes, group.peak().how) == (30, How.SAMPLED)
    assert group.peak() == group.peak()
    assert (group.usage(), group.pids()) == (None, [])


@pytest.mark.parametrize(("answer", "kills"), [(True, 1), (False, 0), (None, 0)])
def test_the_engine_is_asked_once_about_a_container_that_has_gone(host, answer, kills):
    directory = host.start(f"docker/{ID}", usage=10, peak=30)
    host.id_file.write_text(ID)
    host.answer = answer
    group = host.group()
    group.usage()
    host.end(directory)
    assert [group.oom_kills(), group.oom_kills()] == [kills, kills]
    assert host.asked == 1


def test_kills_that_were_counted_are_not_lost_to_the_engines_yes_or_no(host):
    directory = host.start(f"docker/{ID}", usage=10, peak=30, kills=3)
    host.id_file.write_text(ID)
    host.answer = True
    group = host.group()
    group.usage()
    host.end(directory)
    assert group.oom_kills() == 3


def test_a_container_too_short_to_be_found_is_asked_about_at_the_end(host):
    host.answer = True
    group = host.group()
    assert group.oom_kills() is None
    group.settle()
    group.close()
    assert group.oom_kills() == 1


def test_closing_removes_the_file_and_its_directory(host):
    host.id_file.write_text(ID)
    host.group().close()
    assert not host.id_file.parent.exists()


def test_a_cgroup_around_it_needs_the_memory_controller_at_the_root_of_v2(machine):
    machine.mount(MOUNT, "cgroup2")
    root = machine.group(MOUNT, {"cgroup.subtree_control": "cpu pids"})
    assert not can_surround(machine.roots)
    (root / "cgroup.subtree_control").write_text("cpu memory pids")
    assert can_surround(machine.roots)


@pytest.mark.parametrize(("options", "possible"), [("rw", True), ("ro", False)])
def test_a_cgroup_around_it_is_not_made_in_a_read_only_hierarchy(machine, options, possible):
    machine.mount(MOUNT, "cgroup", "memory", options=options)
    assert can_surround(machine.roots) is possible
