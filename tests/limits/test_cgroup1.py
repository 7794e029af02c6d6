import errno
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from memfit.errors import LimitError
from memfit.limits import files, tree
from memfit.limits.cgroup1 import CgroupV1
from memfit.limits.contract import Enclosure, Request
from memfit.limits.mounts import find_group
from tests.limits.conftest import NOBODY
from tests.limits.real import MEGABYTE, in_fork, python, run
from tests.limits.trees import GIGABYTE, Tree, kernel1, v1_cpu, v1_memory
from tests.platforms import require

REQUEST = Request("suite", memory=512 * MEGABYTE)


def v1(machine: Tree, memory: str = "/job", cpu: str | None = "/") -> Path:
    """Mount v1 with memfit in the given cgroups; returns that of memory."""
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    lines = [f"4:memory:{memory}"]
    if cpu is not None:
        machine.mount("/sys/fs/cgroup/cpu", "cgroup", "cpu")
        lines.append(f"1:cpu:{cpu}")
        machine.group(f"/sys/fs/cgroup/cpu{cpu}", v1_cpu())
    machine.member(*lines)
    return machine.group(f"/sys/fs/cgroup/memory{memory}", v1_memory())


def fill(machine: Tree, monkeypatch: pytest.MonkeyPatch, **memory: str) -> list[tuple[str, str]]:
    return kernel1(
        {
            str(machine.at("/sys/fs/cgroup/memory")): v1_memory(**memory),
            str(machine.at("/sys/fs/cgroup/cpu")): v1_cpu(),
        },
        monkeypatch,
    )


class TestWhyNot:
    def test_v1_is_not_mounted(self, machine: Tree):
        why_not = CgroupV1(machine.roots).unusable(REQUEST)

        assert why_not is not None
        assert why_not.reason == "the memory controller of cgroup v1 is not mounted"
        assert "mount -t cgroup -o memory" in why_not.repair

    def test_memory_belongs_to_v2(self, machine: Tree):
        machine.mount("/sys/fs/cgroup", "cgroup2")
        machine.member("0::/")
        machine.group("/sys/fs/cgroup", {"cgroup.controllers": "cpu memory"})

        why_not = CgroupV1(machine.roots).unusable(REQUEST)

        assert why_not is not None
        assert "belongs to cgroup v2" in why_not.reason
        assert "--limit-by cgroup-v2" in why_not.repair

    def test_the_mount_is_read_only(self, machine: Tree):
        machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory", options="ro")
        machine.member("4:memory:/")

        why_not = CgroupV1(machine.roots).unusable(REQUEST)

        assert why_not is not None
        assert why_not.reason.endswith("is mounted read-only")
        assert "docker run --privileged" in why_not.repair

    def test_the_own_cgroup_is_out_of_sight(self, machine: Tree):
        machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
        machine.member("4:memory:/../../elsewhere")

        why_not = CgroupV1(machine.roots).unusable(REQUEST)

        assert why_not is not None
        assert "is not visible" in why_not.reason

    def test_the_user_may_not_write(
        self, machine: Tree, as_nobody: Callable[[], AbstractContextManager[None]]
    ):
        own = v1(machine)

        with as_nobody():
            why_not = CgroupV1(machine.roots).unusable(REQUEST)

        assert why_not is not None
        assert why_not.reason == f"this user may not write to {own}"
        assert f"sudo mkdir -p {own}/memfit" in why_not.repair

    def test_nothing_is_wrong_in_a_cgroup_of_ones_own(
        self, machine: Tree, as_nobody: Callable[[], AbstractContextManager[None]]
    ):
        os.chown(v1(machine), NOBODY, NOBODY)

        with as_nobody():
            assert CgroupV1(machine.roots).unusable(REQUEST) is None


class TestWhatIsWritten:
    def test_the_group_is_a_child_of_memfits_own(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        own = v1(machine)
        fill(machine, monkeypatch)

        CgroupV1(machine.roots).open(Request("my suite/1", memory=GIGABYTE))

        (child,) = (path for path in own.iterdir() if path.is_dir())
        assert child.name == f"memfit-{os.getpid()}-1000-my-suite-1"
        assert files.read(child / "memory.limit_in_bytes") == str(GIGABYTE)

    def test_swap_is_limited_after_memory_and_on_top_of_it(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        v1(machine)
        machine.memory(8 * GIGABYTE, swap=GIGABYTE)
        writes = fill(machine, monkeypatch)

        CgroupV1(machine.roots).open(Request("x", memory=GIGABYTE, swap=MEGABYTE))

        assert writes == [
            ("memory.limit_in_bytes", str(GIGABYTE)),
            ("memory.memsw.limit_in_bytes", str(GIGABYTE + MEGABYTE)),
        ]

    def test_without_swap_only_memory_is_limited(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        v1(machine)
        writes = fill(machine, monkeypatch)

        CgroupV1(machine.roots).open(Request("x", memory=GIGABYTE))

        assert writes == [("memory.limit_in_bytes", str(GIGABYTE)), ("memory.swappiness", "0")]

    def test_without_a_limit_nothing_is_written(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        v1(machine)
        writes = fill(machine, monkeypatch)

        CgroupV1(machine.roots).open(Request("x"))

        assert writes == []

    def test_old_kernels_are_told_to_count_sub_groups_and_to_kill(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        v1(machine)
        disabled = "oom_kill_disable 1\nunder_oom 0\noom_kill 0\n"
        writes = fill(machine, monkeypatch, use_hierarchy="0", oom_control=disabled)

        CgroupV1(machine.roots).open(Request("x"))

        assert writes == [("memory.use_hierarchy", "1"), ("memory.oom_control", "0")]

    def test_cores_become_a_quota(self, machine: Tree, monkeypatch: pytest.MonkeyPatch):
        v1(machine, cpu="/job")
        writes = fill(machine, monkeypatch)

        CgroupV1(machine.roots).open(Request("x", cpus=1.5))

        assert writes == [("cpu.cfs_period_us", "100000"), ("cpu.cfs_quota_us", "150000")]
        (child,) = (p for p in machine.at("/sys/fs/cgroup/cpu/job").iterdir() if p.is_dir())
        assert files.read(child / "cpu.cfs_quota_us") == "150000"

    def test_without_a_cpu_controller_fractions_are_not_enforced(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        v1(machine, cpu=None)
        writes = fill(machine, monkeypatch)
        limiter = CgroupV1(machine.roots)

        limiter.open(Request("x", cpus=1.5))

        assert writes == []
        assert not limiter.fractions()

    def test_memory_and_cpu_may_be_mounted_together(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        machine.mount("/sys/fs/cgroup/all", "cgroup", "cpu,memory")
        machine.member("1:cpu,memory:/")
        kernel1({str(machine.at("/sys/fs/cgroup/all")): v1_memory() | v1_cpu()}, monkeypatch)

        enclosure = CgroupV1(machine.roots).open(Request("x", memory=GIGABYTE, cpus=1))

        (child,) = (p for p in machine.at("/sys/fs/cgroup/all").iterdir() if p.is_dir())
        assert files.read(child / "memory.limit_in_bytes") == str(GIGABYTE)
        assert files.read(child / "cpu.cfs_quota_us") == "100000"
        enclosure.close()
        assert not child.exists()

    def test_a_quota_that_a_parent_forbids_does_not_spoil_the_limit(
        self, machine: Tree, monkeypatch: pytest.MonkeyPatch
    ):
        own = v1(machine)
        fill(machine, monkeypatch)
        write = files.write

        def refuse_quota(path: Path, value: str) -> None:
            if path.name == "cpu.cfs_quota_us":
                raise OSError(errno.EINVAL, "Invalid argument")
            write(path, value)

        monkeypatch.setattr(files, "write", refuse_quota)

        CgroupV1(machine.roots).open(Request("x", memory=GIGABYTE, cpus=1.5))

        (child,) = (path for path in own.iterdir() if path.is_dir())
        assert files.read(child / "memory.limit_in_bytes") == str(GIGABYTE)

    def test_a_refusal_leaves_nothing_behind(self, machine: Tree, monkeypatch: pytest.MonkeyPatch):
        own = v1(machine)
        fill(machine, monkeypatch)

        def refuse(path: Path, value: str) -> None:
            raise OSError(errno.EINVAL, "Invalid argument")

        monkeypatch.setattr(files, "write", refuse)

        with pytest.raises(LimitError, match="Invalid argument"):
            CgroupV1(machine.roots).open(REQUEST)

        assert [path for path in own.iterdir() if path.is_dir()] == []


@pytest.fixture
def limiter() -> CgroupV1:
    limiter = CgroupV1()
    why_not = limiter.unusable(REQUEST)
    require(why_not.reason if why_not else None)
    return limiter


@pytest.fixture
def enclose(limiter: CgroupV1) -> Iterator[Callable[..., Enclosure]]:
    opened: list[Enclosure] = []

    def opening(**wanted: float) -> Enclosure:
        opened.append(limiter.open(Request(uuid.uuid4().hex[:8], **wanted)))
        return opened[-1]

    yield opening
    for enclosure in opened:
        enclosure.kill()
        enclosure.close()


def directory_of(enclosure: Enclosure, controller: str = "memory") -> Path:
    """Find an enclosure's cgroup as a process inside sees it."""
    with python(enclosure, "input()") as inside:
        group = find_group(controller, process=str(inside.pid))
        inside.communicate("\n")
    assert group is not None
    return group.directory


@pytest.mark.cgroup
class TestRealKernel:
    def test_a_child_that_takes_too_much_is_killed_and_counted(self, enclose):
        enclosure = enclose(memory=100 * MEGABYTE)

        code = run(enclosure, "bytearray(300 << 20)")

        assert code == -9
        assert enclosure.oom_kills() == 1
        assert enclosure.peak().bytes == 100 * MEGABYTE

    def test_the_peak_of_a_spike_is_exact(self, enclose):
        enclosure = enclose()

        code = run(
            enclosure, "import sys; a = bytearray(80 << 20); a = None; b = bytearray(1 << 20)"
        )

        assert code == 0
        assert 80 * MEGABYTE < enclosure.peak().bytes < 110 * MEGABYTE
        assert enclosure.usage() < 40 * MEGABYTE
        assert enclosure.oom_kills() == 0

    def test_files_that_fill_the_group_kill_nobody(self, enclose):
        enclosure = enclose(memory=60 * MEGABYTE)
        # Beside this file: the usual place for temporary files may itself be memory.
        big = Path(__file__).with_name(f"big-{uuid.uuid4().hex}")
        write = "import sys\nwith open(sys.argv[1], 'wb') as f:\n  for _ in range(120): f.write(bytes(1 << 20))"

        try:
            code = run(enclosure, write, str(big))
            detail = enclosure.detail()
        finally:
            big.unlink()

        assert code == 0
        assert enclosure.oom_kills() == 0
        assert 58 * MEGABYTE < enclosure.peak().bytes <= 60 * MEGABYTE
        assert detail.page_cache > 10 * MEGABYTE > detail.anonymous

    def test_shared_memory_is_anonymous_and_counts(self, enclose):
        enclosure = enclose()
        hold = "import mmap; m = mmap.mmap(-1, 50 << 20); m.write(bytes(50 << 20)); print(flush=True); input()"

        with python(enclosure, hold) as process:
            process.stdout.readline()
            detail = enclosure.detail()
            process.communicate("\n")

        assert detail.anonymous > 50 * MEGABYTE

    def test_a_new_process_shows_in_the_next_reading(self, enclose):
        enclosure = enclose()

        with python(enclosure, "input()") as first:
            alone = enclosure.pids()
            with python(enclosure, "input()") as second:
                both = enclosure.pids()
                second.communicate("\n")
            after = enclosure.pids()
            first.communicate("\n")

        assert alone == after == [first.pid]
        assert both == sorted([first.pid, second.pid])
        assert enclosure.pids() == []

    def test_processes_in_sub_groups_are_seen_killed_and_removed(self, enclose):
        enclosure = enclose()
        directory = directory_of(enclosure)
        (directory / "inner" / "most").mkdir(parents=True)
        with python(enclosure, "input()") as process:
            files.write(directory / "inner" / "most" / "cgroup.procs", str(process.pid))

            seen = enclosure.pids()
            killed = enclosure.kill()

        assert seen == [process.pid]
        assert killed
        assert process.returncode == -9
        enclosure.close()
        assert not directory.exists()

    def test_killing_ends_all_processes_of_a_tree(self, enclose):
        enclosure = enclose()
        fork = "import os\nfor _ in range(4): os.fork()\nprint(flush=True)\ninput()"
        with python(enclosure, fork) as process:
            for _ in range(16):
                process.stdout.readline()

            enclosure.kill()
            enclosure.close()

        assert process.returncode == -9
        assert enclosure.pids() == []

    def test_processes_that_keep_forking_away_are_caught(self, enclose):
        enclosure = enclose()
        hop = (
            "import os\n"
            "for _ in range(4): os.fork()\n"
            "print(flush=True)\n"
            "for _ in range(400):\n"
            "  if os.fork(): os._exit(0)\n"
            "print('escaped', flush=True)\n"
        )
        with python(enclosure, hop) as process:
            process.stdout.readline()

            enclosure.kill()
            rest, _ = process.communicate()

        assert "escaped" not in rest

    def test_survivors_keep_their_group(self, enclose):
        enclosure = enclose()
        directory = directory_of(enclosure)
        with python(enclosure, "input()") as process:
            enclosure.close()
            still_there = directory.is_dir()
            process.communicate("\n")

        assert still_there
        assert tree.remove(directory, patience=2)

    def test_a_fraction_of_a_core_is_a_quota(self, enclose, limiter: CgroupV1):
        require(None if limiter.fractions() else "no cpu controller of cgroup v1")
        enclosure = enclose(cpus=0.5)

        quota = files.read(directory_of(enclosure, "cpu") / "cpu.cfs_quota_us")

        assert quota == "50000"

    def test_the_child_may_use_only_as_many_cores_as_asked_for(self, enclose):
        enclosure = enclose(cpus=0.5)

        with python(enclosure, "import os; print(len(os.sched_getaffinity(0)))") as process:
            cores, _ = process.communicate()

        assert cores == "1\n"

    def test_the_limits_outside_still_hold(self, enclose):
        # A process of its own, because a fork of pytest can be larger than what is to be killed.
        within = f"""
import subprocess, sys
from memfit.limits.cgroup1 import CgroupV1
from memfit.limits.contract import Request
inner = CgroupV1().open(Request("inner", memory={500 * MEGABYTE}))
greedy = "open('/proc/self/oom_score_adj', 'w').write('1000'); bytearray(200 << 20)"
print(subprocess.Popen([sys.executable, "-c", greedy], preexec_fn=inner.join).wait())
inner.close()
"""
        with python(enclose(memory=60 * MEGABYTE), within) as process:
            said, _ = process.communicate()

        assert said == "-9\n"

    def test_a_user_limits_runs_in_a_subtree_of_his_own(self, enclose):
        require(None if os.geteuid() == 0 else "only root can give a subtree away")
        enclosure = enclose()
        directory = directory_of(enclosure)
        for path in (directory, *directory.iterdir()):
            os.chown(path, NOBODY, NOBODY)

        def as_user() -> None:
            enclosure.join()
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            limiter = CgroupV1()
            assert limiter.unusable(REQUEST) is None
            inner = limiter.open(Request("user", memory=30 * MEGABYTE))
            assert not in_fork(lambda: (inner.join(), bytearray(100 * MEGABYTE)))
            assert inner.oom_kills() == 1
            inner.close()

        assert in_fork(as_user)

    def test_closed_counters_say_nothing(self, enclose):
        enclosure = enclose()

        enclosure.close()

        assert enclosure.usage() is None
        assert enclosure.peak() is None
        assert enclosure.oom_kills() is None

    def test_the_command_line_stays_as_it_is(self, enclose):
        assert enclose().wrap(["npm", "test"]) == ["npm", "test"]

    def test_descriptors_do_not_leak_into_the_command(self, enclose):
        enclosure = enclose()
        listing = "import os; print(len(os.listdir('/proc/self/fd')))"
        with subprocess.Popen(
            [sys.executable, "-c", listing],
            preexec_fn=enclosure.join,
            close_fds=False,
            stdout=subprocess.PIPE,
            text=True,
        ) as inside:
            with_enclosure, _ = inside.communicate()
        with subprocess.Popen(
            [sys.executable, "-c", listing], close_fds=False, stdout=subprocess.PIPE, text=True
        ) as outside:
            without, _ = outside.communicate()

        assert with_enclosure == without
