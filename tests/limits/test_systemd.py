"""The limiter `systemd`: its command line and what it reads; systemd itself is not needed."""

from pathlib import Path

import pytest

from memfit.errors import LimitError
from memfit.limits.contract import Detail, Request
from memfit.limits.systemd import Systemd
from memfit.model.recording import How, Measured
from tests.limits.trees import GIGABYTE, Tree, v2

REQUEST = Request("suite", memory=2 * GIGABYTE, swap=0, cpus=1.5)
USER = 1000
MANAGER = f"/user.slice/user-{USER}.slice/user@{USER}.service"


def booted(machine: Tree, tmp_path: Path, user: int, answer: str = "") -> Systemd:
    """A machine that systemd manages; its `systemctl` prints `answer`."""
    machine.mount("/sys/fs/cgroup", "cgroup2")
    machine.member("0::/")
    machine.group("/sys/fs/cgroup", v2("cpu memory", "cpu memory", root=True))
    machine.group(f"/sys/fs/cgroup{MANAGER}", v2("cpu memory", "cpu memory"))
    machine.at("/run/systemd/system").mkdir(parents=True)
    machine.at(f"/run/user/{USER}").mkdir(parents=True)
    (machine.at(f"/run/user/{USER}") / "bus").touch()
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("systemd-run", "systemctl"):
        program = programs / name
        program.write_text(f"#!/bin/sh\necho \"$@\" >> '{tmp_path}/{name}.log'\necho '{answer}'\n")
        program.chmod(0o755)
    environ = {"PATH": f"{programs}", "XDG_RUNTIME_DIR": f"/run/user/{USER}"}
    return Systemd(machine.roots, environ, user)


def unit_of(command: list[str]) -> str:
    (unit,) = (word.removeprefix("--unit=") for word in command if word.startswith("--unit="))
    return unit


def test_a_user_asks_his_own_manager_for_a_scope(machine: Tree, tmp_path: Path):
    enclosure = booted(machine, tmp_path, USER, MANAGER).open(REQUEST)

    command = enclosure.wrap(["npm", "test", "--", "-x"])

    assert command[:5] == ["systemd-run", "--user", "--scope", "--quiet", "--collect"]
    assert unit_of(command).startswith("memfit-")
    assert unit_of(command).endswith("-suite.scope")
    assert command[6:] == [
        "--slice=app.slice",
        *("-p", "Delegate=yes"),
        *("-p", "MemoryAccounting=yes"),
        *("-p", "TasksMax=infinity"),
        *("-p", f"MemoryMax={2 * GIGABYTE}"),
        *("-p", "MemorySwapMax=0"),
        *("-p", "CPUQuota=150%"),
        *("--", "npm", "test", "--", "-x"),
    ]
    asked = (tmp_path / "systemctl.log").read_text()
    assert asked == "--user show --property=ControlGroup --value\n"


def test_root_asks_the_systems_manager(machine: Tree, tmp_path: Path):
    enclosure = booted(machine, tmp_path, user=0).open(Request("suite"))

    command = enclosure.wrap(["make"])

    assert "--user" not in command
    assert "--slice=system.slice" in command
    assert not [word for word in command if word.startswith(("MemoryMax", "CPUQuota"))]


def test_counters_are_found_once_the_scope_exists(machine: Tree, tmp_path: Path):
    enclosure = booted(machine, tmp_path, USER, MANAGER).open(REQUEST)
    before = enclosure.usage(), enclosure.peak(), enclosure.oom_kills(), enclosure.kill()
    unit = unit_of(enclosure.wrap([]))
    texts = v2("memory", "", (41, 42)) | {
        "memory.current": "100",
        "memory.peak": "200",
        "memory.stat": "anon 60\nfile 40\nshmem 10\n",
        "memory.events": "oom_kill 1\n",
        "memory.pressure": "some avg10=0.00 total=5\n",
    }
    machine.group(f"/sys/fs/cgroup{MANAGER}/app.slice/{unit}", texts)

    assert before == (None, None, None, False)
    assert enclosure.usage() == 100
    assert enclosure.detail() == Detail(anonymous=70, page_cache=30)
    assert enclosure.peak() == Measured(200, How.EXACT, "memory.peak")
    assert enclosure.oom_kills() == 1
    assert enclosure.pressure() == 5
    assert enclosure.pids() == [41, 42]
    enclosure.close()


def test_what_was_counted_is_remembered_when_the_scope_has_gone(machine: Tree, tmp_path: Path):
    enclosure = booted(machine, tmp_path, user=0).open(REQUEST)
    unit = unit_of(enclosure.wrap([]))
    texts = v2("memory") | {"memory.peak": "200", "memory.events": "oom_kill 1\n"}
    scope = machine.group(f"/sys/fs/cgroup/system.slice/{unit}", texts)
    enclosure.usage()

    # A vanished cgroup gives an error for every read; an emptied file, too, says nothing.
    for path in scope.iterdir():
        path.write_text("")

    assert enclosure.usage() is None
    assert enclosure.oom_kills() == 1
    peak = enclosure.peak()
    assert peak is not None
    assert (peak.bytes, peak.how) == (200, How.SAMPLED)
    assert enclosure.peak() == peak


def test_a_silent_manager_is_an_error(machine: Tree, tmp_path: Path):
    limiter = booted(machine, tmp_path, USER)
    (tmp_path / "bin" / "systemctl").write_text("#!/bin/sh\nexit 1\n")

    with pytest.raises(LimitError, match="systemctl --user show") as raised:
        limiter.open(REQUEST)

    assert raised.value.hint == "systemctl --user status"


class TestWhyNot:
    def test_nothing_is_wrong(self, machine: Tree, tmp_path: Path):
        limiter = booted(machine, tmp_path, USER)

        assert limiter.unusable(REQUEST) is None
        assert limiter.fractions()

    def test_systemd_run_is_not_installed(self, machine: Tree, tmp_path: Path):
        limiter = booted(machine, tmp_path, USER)
        (tmp_path / "bin" / "systemd-run").unlink()

        why_not = limiter.unusable(REQUEST)

        assert why_not is not None
        assert why_not.reason == "systemd-run is not installed"

    def test_systemd_does_not_run(self, machine: Tree, tmp_path: Path):
        limiter = booted(machine, tmp_path, USER)
        machine.at("/run/systemd/system").rmdir()

        why_not = limiter.unusable(REQUEST)

        assert why_not is not None
        assert why_not.reason == "systemd does not manage this machine"

    def test_the_user_has_no_session(self, machine: Tree, tmp_path: Path):
        limiter = booted(machine, tmp_path, USER)
        (machine.at(f"/run/user/{USER}") / "bus").unlink()

        why_not = limiter.unusable(REQUEST)

        assert why_not is not None
        assert "no systemd session" in why_not.reason
        assert "loginctl enable-linger" in why_not.repair

    def test_root_needs_no_session(self, machine: Tree, tmp_path: Path):
        limiter = booted(machine, tmp_path, user=0)
        (machine.at(f"/run/user/{USER}") / "bus").unlink()

        assert limiter.unusable(REQUEST) is None

    def test_a_session_without_the_memory_controller_would_ignore_the_limit(
        self, machine: Tree, tmp_path: Path
    ):
        limiter = booted(machine, tmp_path, USER)
        machine.group(f"/sys/fs/cgroup{MANAGER}", {"cgroup.controllers": "pids"})

        why_not = limiter.unusable(REQUEST)

        assert why_not is not None
        assert "not delegated" in why_not.reason
        assert "Delegate=cpu memory pids" in why_not.repair
        assert not limiter.fractions()

    def test_systemd_on_a_hybrid_machine_has_no_memory_controller(
        self, machine: Tree, tmp_path: Path
    ):
        limiter = booted(machine, tmp_path, USER)
        machine.mount("/sys/fs/cgroup/memory", "cgroup", "memory")
        machine.group(f"/sys/fs/cgroup{MANAGER}", {"cgroup.controllers": ""})

        why_not = limiter.unusable(REQUEST)

        assert why_not is not None
        assert "without the memory controller" in why_not.reason
