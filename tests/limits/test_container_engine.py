"""Which engine works: real programs on PATH answer as podman and docker do."""

import json
import os
import tempfile
from pathlib import Path

import pytest

from memfit.limits import container_engine
from memfit.limits.container import Container, ContainerEnclosure
from memfit.limits.container_command import Caller
from memfit.limits.container_engine import Engine, find_engine, read_docker, read_podman
from memfit.limits.container_leftovers import end_leftover_containers, remove_leftover_containers
from memfit.limits.contract import Request, Unusable
from memfit.limits.mounts import HERE
from memfit.limits.names import owned_name

PODMAN_INFO = {
    "host": {
        "cgroupControllers": ["cpu", "memory", "pids"],
        "cgroupManager": "systemd",
        "cgroupVersion": "v2",
        "cpus": 8,
        "security": {"rootless": True},
        "serviceIsRemote": False,
    }
}
DOCKER_INFO = {
    "MemoryLimit": True,
    "SwapLimit": True,
    "CpuCfsQuota": True,
    "CPUSet": True,
    "NCPU": 8,
    "CgroupDriver": "systemd",
    "CgroupVersion": "2",
    "SecurityOptions": ["name=seccomp,profile=builtin", "name=cgroupns"],
}
DEAD = "memfit-4194305-1-run"  # the largest pid there can be is 4194304


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with nothing but the programs that a test puts there; they are real ones."""
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", str(directory))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def put(name: str, script: str) -> None:
        program = directory / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    return put


def says(info) -> str:
    return f"/bin/cat <<'END'\n{json.dumps(info)}\nEND"


def request(**wanted) -> Request:
    return Request("run", directory="/tmp", image="node:20", **wanted)


def test_podman_is_preferred_when_both_work(programs):
    programs("podman", says(PODMAN_INFO))
    programs("docker", says(DOCKER_INFO))
    assert find_engine().program == "podman"


def test_docker_is_taken_when_podman_does_not_work(programs):
    programs("podman", "echo cannot clone >&2; exit 125")
    programs("docker", says(DOCKER_INFO))
    assert find_engine().program == "docker"


def test_a_client_without_an_engine_does_not_count_and_its_words_are_passed_on(programs):
    programs("docker", "echo '{}'; echo Cannot connect to the Docker daemon >&2; exit 1")
    answer = find_engine()
    assert isinstance(answer, Unusable)
    assert "Cannot connect to the Docker daemon" in answer.reason
    assert "docker info" in answer.repair


def test_info_that_is_not_understood_does_not_count(programs):
    programs("podman", "echo not json")
    assert "cannot be read" in find_engine().reason


def test_without_any_client_the_repair_installs_one(programs):
    assert find_engine() == Unusable(
        "neither podman nor docker is installed", "sudo apt-get install podman"
    )


def test_what_podman_tells_is_read():
    assert read_podman(PODMAN_INFO) == Engine(
        "podman",
        rootless=True,
        local=True,
        cgroup_version=2,
        cores=8,
        enforces=frozenset({"memory", "cpu"}),
    )


def test_podman_on_another_machine_is_not_local():
    info = {"host": {**PODMAN_INFO["host"], "serviceIsRemote": True}}
    assert not read_podman(info).local


def test_rootless_podman_without_delegated_controllers_enforces_nothing():
    info = {"host": {**PODMAN_INFO["host"], "cgroupControllers": None}}
    assert read_podman(info).enforces == frozenset()


def test_what_docker_tells_is_read():
    assert read_docker(DOCKER_INFO) == Engine(
        "docker",
        rootless=False,
        local=False,
        cgroup_version=2,
        cores=8,
        enforces=frozenset({"memory", "cpu", "cpuset"}),
    )


def test_rootless_docker_says_so_among_its_security_options():
    info = {**DOCKER_INFO, "SecurityOptions": ["name=rootless"], "MemoryLimit": False}
    assert read_docker(info).rootless
    assert read_docker(info).enforces == frozenset({"cpu", "cpuset"})


def test_without_an_image_no_engine_is_asked(programs):
    programs("podman", "echo asked > $0.log")
    why_not = Container().unusable(Request("run", directory="/tmp"))
    assert "image" in why_not.reason
    assert "--container" in why_not.repair
    assert not list(Path(os.environ["PATH"]).glob("*.log"))


def test_an_engine_that_can_limit_what_is_asked_for_is_usable(programs):
    programs("podman", says(PODMAN_INFO))
    assert Container().unusable(request(memory=1 << 30, cpus=1.5)) is None


def test_a_limit_that_the_engine_cannot_enforce_is_refused(programs):
    info = {"host": {**PODMAN_INFO["host"], "cgroupControllers": ["memory"]}}
    programs("podman", says(info))
    assert Container().unusable(request(memory=1 << 30)) is None
    why_not = Container().unusable(request(cpus=2))
    assert "cannot limit cpus" in why_not.reason
    assert "delegated" in why_not.reason


def test_without_root_cgroup_v1_limits_nothing(programs):
    host = {**PODMAN_INFO["host"], "cgroupVersion": "v1", "cgroupControllers": []}
    programs("podman", says({"host": host}))
    assert "v2" in Container().unusable(request(memory=1 << 30)).reason


def test_the_root_directory_cannot_be_mounted(programs):
    programs("podman", says(PODMAN_INFO))
    assert Container().unusable(Request("run", directory="/", image="node:20")) is not None


def test_whether_memory_killed_is_only_known_of_a_container_that_has_ended(programs):
    programs("podman", "echo false true")
    assert container_engine.died_of_memory("podman", "x") is True
    programs("podman", "echo false false")
    assert container_engine.died_of_memory("podman", "x") is False
    programs("podman", "echo true false")
    assert container_engine.died_of_memory("podman", "x") is None
    programs("podman", "echo no such container >&2; exit 125")
    assert container_engine.died_of_memory("podman", "x") is None


def test_before_a_container_is_removed_its_engine_is_asked_how_it_ended(programs):
    programs("docker", "[ -e $0.removed ] || echo false true\n[ $1 = rm ] && : > $0.removed\ntrue")
    engine = read_docker(DOCKER_INFO)
    enclosure = ContainerEnclosure(engine, request(), Caller(0, 0), HERE)
    assert enclosure.oom_kills() is None
    enclosure.close()
    assert enclosure.oom_kills() == 1


def engine_with(programs, *lines: str) -> Engine:
    """An engine that lists containers, and writes down which it is told to remove."""
    listed = "\n".join(lines)
    programs("podman", f'[ $1 = rm ] && echo "$@" >> $0.log\n[ $1 = ps ] && echo "{listed}"\ntrue')
    return read_podman(PODMAN_INFO)


def removed() -> list[str]:
    log = Path(os.environ["PATH"]) / "podman.log"
    return [line.split()[-1] for line in log.read_text().splitlines()] if log.exists() else []


def test_a_container_of_a_dead_memfit_is_removed_once_it_has_ended(programs):
    engine = engine_with(programs, f"{DEAD} Exited (137) 2 minutes ago", "someone-elses Exited (0)")
    assert remove_leftover_containers(engine) == []
    assert removed() == [DEAD]


def test_a_container_of_a_dead_memfit_goes_on_until_it_is_ended(programs):
    engine = engine_with(programs, f"{DEAD} Up 2 minutes")
    (staying,) = remove_leftover_containers(engine)
    assert (staying.name, staying.running, removed()) == (DEAD, True, [])
    assert end_leftover_containers(engine) == []
    assert removed() == [DEAD]


def test_a_container_of_a_living_memfit_is_left_alone(programs):
    engine = engine_with(programs, f"{owned_name('run')} Exited (0)")
    assert end_leftover_containers(engine) == []
    assert removed() == []


def test_only_containers_of_this_kernel_and_pid_namespace_are_asked_for(programs):
    programs("podman", 'echo "$@" >> $0.log')
    container_engine.containers("podman", container_engine.owner_label())
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    asked = (Path(os.environ["PATH"]) / "podman.log").read_text()
    assert f"label=memfit.owner={boot}-{Path('/proc/self/ns/pid').stat().st_ino}" in asked


def test_files_of_a_dead_memfit_are_removed_and_no_others(programs, tmp_path):
    for name in (f"{DEAD}.abc", f"{owned_name('run')}.abc", "memfit-notes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "id").write_text("0123")
    remove_leftover_containers(engine_with(programs))
    left = sorted(path.name for path in tmp_path.glob("memfit-*"))
    assert left == sorted([f"{owned_name('run')}.abc", "memfit-notes"])
