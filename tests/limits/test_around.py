import os

import pytest

from memfit.limits.around import KillCounters, limit_around
from memfit.limits.counters import LongCounter
from memfit.limits.mounts import HERE
from tests.limits.trees import GIGABYTE, NO_LIMIT_V1, Tree, v1_memory


def unified(machine: Tree, *limits: str) -> None:
    """Put memfit into nested cgroups of v2 with these limits, outermost first."""
    machine.mount("/sys/fs/cgroup", "cgroup2")
    path = "".join(f"/{number}" for number in range(len(limits)))
    machine.member(f"0::{path}")
    for number, limit in enumerate(limits):
        inner = "".join(f"/{one}" for one in range(number + 1))
        machine.group(f"/sys/fs/cgroup{inner}", {"memory.max": f"{limit}\n"})


def test_the_limit_of_the_own_cgroup_is_found(machine: Tree):
    unified(machine, str(2 * GIGABYTE))

    limit = limit_around(machine.roots)

    assert limit is not None
    assert limit.bytes == 2 * GIGABYTE
    assert limit.source == str(machine.at("/sys/fs/cgroup/0/memory.max"))


def test_a_limit_of_a_parent_is_found(machine: Tree):
    unified(machine, str(3 * GIGABYTE), "max", "max")

    limit = limit_around(machine.roots)

    assert limit is not None
    assert limit.bytes == 3 * GIGABYTE
    assert limit.source.endswith("/0/memory.max")


def test_the_smallest_of_several_limits_holds(machine: Tree):
    unified(machine, str(4 * GIGABYTE), str(1 * GIGABYTE), str(2 * GIGABYTE))

    limit = limit_around(machine.roots)

    assert limit is not None
    assert limit.bytes == GIGABYTE


@pytest.mark.parametrize("value", ["max", str(8 * GIGABYTE), str(9 * GIGABYTE)])
def test_what_is_not_below_physical_memory_limits_nothing(machine: Tree, value: str):
    unified(machine, value)

    assert limit_around(machine.roots) is None


def test_v1_writes_no_limit_as_a_huge_number(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    machine.member("4:memory:/")
    machine.group("/sys/fs/cgroup/memory", v1_memory(NO_LIMIT_V1))

    assert limit_around(machine.roots) is None


def test_a_limit_of_v1_is_found_in_a_parent(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    machine.member("4:memory:/job/step")
    machine.group("/sys/fs/cgroup/memory/job", v1_memory(str(GIGABYTE)))
    machine.group("/sys/fs/cgroup/memory/job/step", v1_memory())

    limit = limit_around(machine.roots)

    assert limit is not None
    assert limit.bytes == GIGABYTE
    assert limit.source.endswith("/job/memory.limit_in_bytes")


def test_v1_tells_the_limit_of_a_parent_that_is_out_of_sight(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory", root="/docker/abc")
    machine.member("4:memory:/docker/abc")
    stat = f"cache 0\nhierarchical_memory_limit {GIGABYTE}\n"
    machine.group("/sys/fs/cgroup/memory", v1_memory(stat=stat))

    limit = limit_around(machine.roots)

    assert limit is not None
    assert limit.bytes == GIGABYTE
    assert limit.source.endswith("memory.stat hierarchical_memory_limit")


def test_a_cgroup_that_cannot_be_seen_is_judged_by_the_root_of_the_mount(machine: Tree):
    machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/../elsewhere")
    machine.group("/sys/fs/cgroup", {"memory.max": str(GIGABYTE)})

    limit = limit_around(machine.roots)

    assert limit is not None
    assert limit.bytes == GIGABYTE


def test_kills_are_counted_since_the_counters_were_made(machine: Tree):
    unified(machine, "max")
    events = machine.at("/sys/fs/cgroup/0/memory.events")
    events.write_text("oom 9\noom_kill 3\n")
    (machine.proc / "vmstat").write_text("nr_free_pages 1\noom_kill 5\nzone 0\n")
    counters = KillCounters(machine.roots)

    before = counters.around(), counters.machine()
    events.write_text("oom 9\noom_kill 5\n")
    (machine.proc / "vmstat").write_text("nr_free_pages 1\noom_kill 6\nzone 0\n")
    after = counters.around(), counters.machine()
    counters.close()

    assert before == (0, 0)
    assert after == (2, 1)
    assert (counters.around(), counters.machine()) == (None, None)


def test_kills_around_are_read_from_v1(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    machine.mount("/sys/fs/cgroup/unified", "cgroup2")
    machine.member("4:memory:/job", "0::/")
    place = machine.group("/sys/fs/cgroup/memory/job", v1_memory())
    counters = KillCounters(machine.roots)

    (place / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 1\n")

    assert counters.around() == 1
    counters.close()


def test_without_cgroups_and_vmstat_there_are_no_counts(machine: Tree):
    counters = KillCounters(machine.roots)

    assert (counters.around(), counters.machine()) == (None, None)
    counters.close()


def test_a_file_that_the_kernel_hands_out_in_pieces_is_read_to_its_end():
    # /proc/vmstat is one, but on small machines it fits into the first piece.
    path = HERE.proc / "self" / "maps"
    counter = LongCounter(path)

    text = counter.text()
    counter.close()

    assert len(path.read_bytes()) > os.sysconf("SC_PAGE_SIZE")
    assert b"[stack]" in text
