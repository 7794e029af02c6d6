import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from memfit.limits import files, tree
from memfit.limits.cgroup1 import CgroupV1
from memfit.limits.contract import Request
from memfit.limits.leftovers import Leftover, end_leftovers, find_leftovers, remove_leftovers
from memfit.limits.mounts import HERE, Roots, find_group
from memfit.limits.names import is_abandoned, owned_name
from tests.limits.trees import Tree
from tests.platforms import require

DEAD = 4_194_305  # above the kernel's largest pid


def test_the_name_says_whose_it_is(machine: Tree):
    name = owned_name("npm test/1 ; rm -rf *", machine.roots)

    assert name == f"memfit-{os.getpid()}-1000-npm-test-1-rm--rf-"
    assert not is_abandoned(name, machine.roots)


def test_a_long_name_is_cut():
    assert len(owned_name("x" * 300)) < 100


def test_a_process_that_took_over_the_pid_is_not_the_owner(machine: Tree):
    machine.process(77, started=500)

    assert not is_abandoned("memfit-77-500-run", machine.roots)
    assert is_abandoned("memfit-77-499-run", machine.roots)
    assert is_abandoned("memfit-78-500-run", machine.roots)


def test_what_another_pid_namespace_made_is_not_abandoned(machine):
    inside = machine.roots.proc / "self" / "ns"
    inside.mkdir(parents=True, exist_ok=True)
    (inside / "pid").symlink_to("pid:[4026532999]")

    name = owned_name("run", machine.roots)

    assert name.startswith(f"memfit-{os.getpid()}.4026532999-")
    assert not is_abandoned(name, machine.roots)
    assert is_abandoned("memfit-78.4026532999-500-run", machine.roots)
    assert not is_abandoned("memfit-78-500-run", machine.roots)
    assert not is_abandoned("memfit-78.4026532998-500-run", machine.roots)


@pytest.mark.parametrize(
    "name", ["memfit", "memfit-1-run", "memfit-a-b-c", "docker", "memfit-1-2-"]
)
def test_what_memfit_does_not_name_so_is_not_its_own(machine: Tree, name: str):
    assert not is_abandoned(name, machine.roots)


def test_leftovers_are_found_in_every_hierarchy(machine: Tree):
    machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
    machine.mount("/sys/fs/cgroup/cpu", "cgroup", "cpu")
    machine.mount("/sys/fs/cgroup/unified", "cgroup2")
    machine.member("4:memory:/job", "2:cpu:/", "0::/a/b")
    for path in ("/memory/job", "/cpu", "/unified", "/unified/a/b"):
        machine.group(f"/sys/fs/cgroup{path}/memfit-{DEAD}-1-run", {"cgroup.procs": "5\n6\n"})
    machine.group(f"/sys/fs/cgroup/memory/memfit-{DEAD}-1-not-beside-us", {"cgroup.procs": ""})
    machine.group(f"/sys/fs/cgroup/memory/job/memfit-{os.getpid()}-1000-live")
    machine.group("/sys/fs/cgroup/memory/job/somebody-elses")

    found = find_leftovers(machine.roots)

    places = [one.path.parent for one in found]
    expected = ["memory/job", "cpu", "unified/a/b", "unified"]
    assert places == [machine.at(f"/sys/fs/cgroup/{place}") for place in expected]
    assert all(one.pids == (5, 6) for one in found)


def test_without_cgroups_there_are_no_leftovers(machine: Tree):
    assert find_leftovers(machine.roots) == []


@pytest.fixture
def private(tmp_path: Path) -> Iterator[tuple[Path, Roots]]:
    """A real cgroup, and a procfs that says we were in it: other tests leave things in ours."""
    why_not = CgroupV1().unusable(Request("x"))
    require(why_not.reason if why_not else None)
    own = find_group("memory")
    assert own is not None
    place = own.directory / f"tests-{uuid.uuid4().hex}"
    place.mkdir()
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "mountinfo").symlink_to("/proc/self/mountinfo")
    path = place.relative_to(own.mount)
    (tmp_path / "self" / "cgroup").write_text(f"4:memory:/{path}\n")
    (tmp_path / str(os.getpid())).symlink_to(f"/proc/{os.getpid()}")
    yield place, Roots(proc=tmp_path)
    tree.kill(place)
    assert tree.remove(place, patience=2)


@pytest.mark.cgroup
class TestRealKernel:
    def test_an_empty_group_of_a_dead_memfit_is_removed(self, private: tuple[Path, Roots]):
        place, roots = private
        abandoned = place / f"memfit-{DEAD}-1-run"
        (abandoned / "inner").mkdir(parents=True)
        live = place / owned_name("live")
        live.mkdir()
        foreign = place / "foreign"
        foreign.mkdir()

        remaining = remove_leftovers(roots)

        assert remaining == []
        assert not abandoned.exists()
        assert live.is_dir()
        assert foreign.is_dir()

    def test_a_group_with_processes_is_told_and_ended_only_on_request(
        self, private: tuple[Path, Roots]
    ):
        place, roots = private
        abandoned = place / f"memfit-{DEAD}-1-run"
        abandoned.mkdir()
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            files.write(abandoned / "cgroup.procs", str(process.pid))

            remaining = remove_leftovers(roots)
            alive = process.poll() is None
            after = end_leftovers(roots)

        assert remaining == [Leftover(abandoned, (process.pid,))]
        assert alive
        assert after == []
        assert not abandoned.exists()
        assert process.returncode == -9

    def test_a_memfit_that_is_killed_leaves_what_the_next_one_removes(
        self, private: tuple[Path, Roots]
    ):
        place, roots = private
        code = (
            "import os, signal, sys\n"
            "from memfit.limits.cgroup1 import CgroupV1\n"
            "from memfit.limits.contract import Request\n"
            "open(sys.argv[1] + '/cgroup.procs', 'w').write('0')\n"
            "CgroupV1().open(Request('killed', memory=1 << 28))\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        killed = subprocess.run([sys.executable, "-c", code, str(place)], check=False)

        (left,) = find_leftovers(roots)
        remaining = remove_leftovers(roots)

        assert killed.returncode == -9
        assert left.path.name.endswith("-killed")
        assert remaining == []
        assert not left.path.exists()


def test_the_root_of_a_mount_is_not_searched_in_place_of_a_cgroup_out_of_sight(machine: Tree):
    machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/../elsewhere")
    machine.group(f"/sys/fs/cgroup/memfit-{DEAD}-1-run", {"cgroup.procs": ""})

    assert find_leftovers(machine.roots) == []


def test_the_start_of_a_real_process_is_read():
    assert not is_abandoned(owned_name("x", HERE), HERE)
