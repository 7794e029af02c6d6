"""Limits on a real kernel of cgroup v2, as root and as a user with a delegated subtree.

`make test-v2` boots that kernel; pytest itself then sits in the cgroup that it was given.
"""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memfit.limits import files, tree
from memfit.limits.around import KillCounters, limit_around
from memfit.limits.cgroup2 import CgroupV2
from memfit.limits.contract import Enclosure, Request
from memfit.limits.leftovers import end_leftovers, find_leftovers
from memfit.limits.mounts import find_group
from memfit.model.recording import How
from tests.limits.real import MEGABYTE, in_fork, python, run

pytestmark = pytest.mark.v2

PAGE = os.sysconf("SC_PAGE_SIZE")
DISK = Path("/var/tmp")
HOLD = "held = bytearray(int(sys.argv[1]) << 20); print(flush=True); input()"


@pytest.fixture
def limiter() -> CgroupV2:
    limiter = CgroupV2()
    why_not = limiter.unusable(Request("v2"))
    if why_not and "MEMFIT_V2" in os.environ:
        pytest.fail(why_not.reason)
    if why_not or "MEMFIT_V2" not in os.environ:
        pytest.skip("runs in the kernel that `make test-v2` boots")
    return limiter


@pytest.fixture
def enclose(limiter: CgroupV2) -> Iterator[Callable[..., Enclosure]]:
    opened: list[Enclosure] = []

    def opening(**wanted: float) -> Enclosure:
        opened.append(limiter.open(Request(uuid.uuid4().hex[:8], **wanted)))
        return opened[-1]

    yield opening
    for enclosure in reversed(opened):
        enclosure.kill()
        enclosure.close()


@pytest.fixture
def as_root(limiter: CgroupV2) -> None:
    if os.geteuid() != 0:
        pytest.skip("is for root")


@pytest.fixture
def as_user(limiter: CgroupV2) -> None:
    if os.geteuid() == 0:
        pytest.skip("is for a user without root's rights")


def own_group() -> Path:
    group = find_group("")
    assert group is not None
    return group.directory


def group_of(process: "subprocess.Popen[str]") -> Path:
    group = find_group("", process=str(process.pid))
    assert group is not None
    return group.directory


def test_a_child_that_takes_too_much_is_killed_and_counted(enclose):
    enclosure = enclose(memory=60 * MEGABYTE)
    machine = KillCounters()

    code = run(enclosure, "bytearray(200 << 20)")

    assert code == -signal.SIGKILL
    assert enclosure.oom_kills() == 1
    assert machine.machine() == 1
    machine.close()


def test_the_peak_of_a_killed_run_is_the_limit_to_the_page(enclose):
    enclosure = enclose(memory=60 * MEGABYTE)

    run(enclosure, "bytearray(200 << 20)")

    peak = enclosure.peak()
    assert (peak.how, peak.source) == (How.EXACT, "memory.peak")
    assert abs(peak.bytes - 60 * MEGABYTE) <= PAGE


def test_the_peak_of_a_spike_is_exact_though_nobody_looked(enclose):
    enclosure = enclose()

    code = run(enclosure, "a = bytearray(80 << 20); a = None; b = bytearray(1 << 20)")

    assert code == 0
    assert 80 * MEGABYTE < enclosure.peak().bytes < 110 * MEGABYTE
    assert enclosure.usage() < 40 * MEGABYTE
    assert enclosure.oom_kills() == 0


def test_children_are_killed_one_by_one_and_the_parent_goes_on(enclose):
    enclosure = enclose(memory=60 * MEGABYTE)
    parent = (
        "import subprocess, sys\n"
        "child = [sys.executable, '-c', 'bytearray(200 << 20)']\n"
        "codes = [subprocess.run(child).returncode for _ in range(3)]\n"
        "sys.exit(codes != [-9, -9, -9])"
    )

    assert run(enclosure, parent) == 0
    assert enclosure.oom_kills() == 3


def test_the_kernel_kills_one_process_and_not_the_group(enclose):
    with python(enclose(memory=60 * MEGABYTE), "input()") as process:
        assert files.read(group_of(process) / "memory.oom.group") == "0"


def test_a_group_that_dies_as_a_whole_counts_all_of_it(enclose):
    enclosure = enclose(memory=60 * MEGABYTE)
    with python(enclosure, "input()") as bystander:
        files.write(group_of(bystander) / "memory.oom.group", "1")

        assert run(enclosure, "bytearray(200 << 20)") == -signal.SIGKILL

    assert bystander.returncode == -signal.SIGKILL
    # Linux 6.1 says 3: it counts the victim once as such and once as a member.
    assert enclosure.oom_kills() >= 2


def test_kills_in_sub_groups_are_counted(enclose):
    enclosure = enclose(memory=60 * MEGABYTE)
    with python(enclosure, "input(); bytearray(200 << 20)") as process:
        inner = group_of(process) / "inner"
        inner.mkdir()
        files.write(inner / "cgroup.procs", str(process.pid))

        assert enclosure.pids() == [process.pid]
        process.communicate("\n")

    assert process.returncode == -signal.SIGKILL
    assert enclosure.oom_kills() == 1


def test_what_left_the_session_is_seen_and_killed(enclose):
    enclosure = enclose()
    daemon = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    print(os.getpid(), flush=True)\n"
        "    os.close(1)\n"
        "    time.sleep(600)\n"
        "input()"
    )
    with python(enclosure, daemon) as process:
        escaped = int(process.stdout.readline())
        process.communicate("\n")
        assert enclosure.pids() == [escaped]

        assert enclosure.kill()

    enclosure.close()
    assert not Path(f"/proc/{escaped}/fd").exists()


def test_everything_dies_at_once_even_while_it_forks(enclose):
    enclosure = enclose(memory=200 * MEGABYTE)
    bomb = "import os\nprint(flush=True)\nwhile True:\n    if os.fork() == 0: os._exit(0)"
    with python(enclosure, bomb) as process:
        process.stdout.readline()
        assert (group_of(process) / "cgroup.kill").exists()

        enclosure.kill()
        enclosure.close()

    assert process.returncode == -signal.SIGKILL
    assert enclosure.pids() == []


def test_files_that_fill_the_group_kill_nobody(enclose):
    enclosure = enclose(memory=60 * MEGABYTE)
    big = DISK / f"big-{uuid.uuid4().hex}"
    write = (
        "import sys\n"
        "with open(sys.argv[1], 'wb') as file:\n"
        "    for _ in range(150): file.write(bytes(1 << 20))"
    )
    try:
        code = run(enclosure, write, str(big))
        detail = enclosure.detail()
    finally:
        big.unlink()

    assert code == 0
    assert enclosure.oom_kills() == 0
    assert 55 * MEGABYTE < enclosure.peak().bytes <= 60 * MEGABYTE
    assert detail.page_cache > 10 * MEGABYTE > detail.anonymous


def test_shared_memory_is_anonymous_and_counts(enclose):
    enclosure = enclose()
    hold = (
        "import mmap\n"
        "m = mmap.mmap(-1, 30 << 20); m.write(bytes(30 << 20)); print(flush=True); input()"
    )
    with python(enclosure, hold) as process:
        process.stdout.readline()
        detail = enclosure.detail()
        process.communicate("\n")

    assert detail.anonymous > 30 * MEGABYTE


def test_no_swap_is_used_that_nobody_asked_for(enclose):
    assert len(Path("/proc/swaps").read_text().splitlines()) > 1, "the kernel must have swap"
    enclosure = enclose(memory=60 * MEGABYTE)

    assert run(enclosure, "bytearray(100 << 20)") == -signal.SIGKILL


def test_swap_that_was_asked_for_comes_on_top(enclose):
    enclosure = enclose(memory=60 * MEGABYTE, swap=100 * MEGABYTE)

    assert run(enclosure, "bytearray(100 << 20)") == 0
    assert run(enclosure, "bytearray(300 << 20)") == -signal.SIGKILL
    assert enclosure.oom_kills() == 1


def test_stalls_on_memory_are_counted(enclose):
    enclosure = enclose(memory=40 * MEGABYTE, swap=100 * MEGABYTE)
    before = enclosure.pressure()

    run(enclosure, "a = bytearray(70 << 20)\nfor i in range(0, len(a), 4096): a[i] = 1")

    assert enclosure.pressure() > before


def test_a_fraction_of_a_core_is_a_quota_on_one_core(enclose, limiter):
    assert limiter.fractions()
    with python(enclose(cpus=0.5), "import os; print(len(os.sched_getaffinity(0)))") as process:
        quota = files.read(group_of(process) / "cpu.max")
        cores, _ = process.communicate()

    assert (quota, cores) == ("50000 100000", "1\n")


def test_the_limit_around_is_found_with_its_file(enclose):
    outer = enclose(memory=100 * MEGABYTE)
    found: tuple[int, int] = os.pipe()

    def look() -> None:
        outer.join()
        limit = limit_around()
        os.write(found[1], f"{limit.bytes} {limit.source}".encode())

    assert in_fork(look)
    size, source = os.read(found[0], 4096).decode().split()
    for descriptor in found:
        os.close(descriptor)
    assert int(size) == 100 * MEGABYTE
    assert source.endswith("/memory.max")


def test_a_memfit_inside_makes_its_own_limit_and_the_outer_one_still_holds(enclose, limiter):
    outer = enclose(memory=100 * MEGABYTE)

    def inside() -> None:
        outer.join()
        inner = limiter.open(Request("inner", memory=30 * MEGABYTE))
        assert run(inner, "bytearray(60 << 20)") == -signal.SIGKILL
        assert inner.oom_kills() == 1
        inner.close()
        wide = limiter.open(Request("wide", memory=900 * MEGABYTE))
        assert run(wide, "bytearray(200 << 20)") == -signal.SIGKILL
        wide.close()

    assert in_fork(inside)
    assert outer.oom_kills() == 2


def test_memfit_leaves_its_cgroup_for_a_child_and_comes_back(limiter):
    before = own_group(), sorted(path.name for path in own_group().iterdir())

    enclosure = limiter.open(Request("run", memory=60 * MEGABYTE))
    during = own_group()
    enclosure.close()

    assert during.parent == before[0]
    assert "itself" in during.name
    assert (own_group(), sorted(path.name for path in own_group().iterdir())) == before
    assert files.words(own_group() / "cgroup.subtree_control") == frozenset()


def test_a_crowded_cgroup_of_a_user_is_refused_with_a_repair_that_works(as_user, limiter):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as neighbour:
        why_not = limiter.unusable(Request("run"))
        assert "processes are in" in why_not.reason
        # The repair is for a shell that starts memfit; here the neighbour is what is in the way.
        others = own_group() / "others"
        others.mkdir()
        files.write(others / "cgroup.procs", str(neighbour.pid))
        assert limiter.unusable(Request("run")) is None
        neighbour.communicate(b"\n")
    assert tree.remove(others, patience=2)


def test_root_passes_by_a_crowded_cgroup(as_root, limiter):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as neighbour:
        enclosure = limiter.open(Request("run", memory=60 * MEGABYTE))
        code = run(enclosure, "bytearray(200 << 20)")
        kills = enclosure.oom_kills()
        enclosure.close()
        neighbour.communicate(b"\n")

    assert (code, kills) == (-signal.SIGKILL, 1)


def test_a_memfit_that_is_killed_leaves_a_run_that_goes_on_until_it_is_ended(as_root):
    script = (
        "import os, signal, sys\n"
        "from memfit.limits.cgroup2 import CgroupV2\n"
        "from memfit.limits.contract import Request\n"
        "from tests.limits.real import python\n"
        "enclosure = CgroupV2().open(Request('killed', memory=1 << 28))\n"
        "run = python(enclosure, 'import time; time.sleep(600)')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -signal.SIGKILL

    left = [one for one in find_leftovers() if one.path.name.endswith("-killed")]
    staying = end_leftovers()

    assert [len(one.pids) for one in left] == [1]
    assert staying == []
    assert not left[0].path.exists()
