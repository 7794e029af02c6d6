import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memfit.cli import doctor
from memfit.cli.diagnosis import Diagnosis, Way
from memfit.limits.container_leftovers import LeftoverContainer
from memfit.limits.leftovers import Leftover
from memfit.model.recording import Limit, Machine

GOOD = Way("cgroup-v2", "holds the whole tree", exact=True, why_not=None, repair="")
BAD = Way("systemd", "makes a scope", exact=True, why_not="it does not run", repair="boot --it")
ROUGH = Way("watchdog", "adds up", exact=False, why_not=None, repair="")
TRACING = Way("ptrace", "every process", exact=True, why_not=None, repair="")
HEALTHY = Diagnosis(
    limiters=(GOOD, BAD, ROUGH),
    watchers=(TRACING,),
    machine=Machine("6.1.0", "x86_64", 4, 8 << 30, 0, 4096, Limit(2 << 30, "/a/memory.max")),
    node="22.1.0",
    leftovers=(),
    containers=(),
)


def run(monkeypatch: pytest.MonkeyPatch, diagnosis: Diagnosis, *arguments: str) -> Result:
    monkeypatch.setattr(doctor, "diagnose", lambda: diagnosis)
    monkeypatch.setenv("COLUMNS", "100")
    return CliRunner().invoke(doctor.command, list(arguments))


def test_a_healthy_machine_exits_0(monkeypatch: pytest.MonkeyPatch):
    assert run(monkeypatch, HEALTHY).exit_code == 0


@pytest.mark.parametrize(
    "change",
    [{"limiters": (BAD, ROUGH)}, {"watchers": (replace(TRACING, why_not="refused"), ROUGH)}],
)
def test_without_an_exact_limit_or_an_exact_peak_it_exits_1(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, tuple[Way, ...]]
):
    assert run(monkeypatch, replace(HEALTHY, **change)).exit_code == 1


def test_each_way_is_listed_with_what_it_gives_or_why_it_cannot(monkeypatch: pytest.MonkeyPatch):
    lines = run(monkeypatch, HEALTHY).output.splitlines()

    assert "cgroup-v2  yes    holds the whole tree" in [line.rstrip() for line in lines]
    assert "systemd    no     it does not run" in [line.rstrip() for line in lines]


def test_a_repair_stands_on_one_line_however_long(monkeypatch: pytest.MonkeyPatch):
    repair = "sudo " + "very " * 60 + "long"
    diagnosis = replace(HEALTHY, limiters=(GOOD, replace(BAD, repair=repair)))

    lines = run(monkeypatch, diagnosis).output.splitlines()

    assert f"systemd: {repair}" in lines


def test_the_machine_is_described(monkeypatch: pytest.MonkeyPatch):
    output = run(monkeypatch, HEALTHY).output

    for fact in ("2.00 GB (/a/memory.max)", "8.00 GB", "none", "4", "6.1.0 x86_64", "22.1.0"):
        assert fact in output


def test_leftovers_are_listed_with_what_removes_them(monkeypatch: pytest.MonkeyPatch):
    diagnosis = replace(
        HEALTHY,
        leftovers=(Leftover(Path("/sys/fs/cgroup/memfit-1-2-x"), (5, 6)),),
        containers=(LeftoverContainer("podman", "memfit-1-2-y", running=True),),
    )

    output = run(monkeypatch, diagnosis).output

    assert "left by a dead memfit: /sys/fs/cgroup/memfit-1-2-x, 2 processes: 5 6" in output
    assert "left by a dead memfit: podman container memfit-1-2-y, running" in output
    assert "memfit doctor --clean" in output


def test_nothing_is_coloured_outside_of_a_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert "\x1b" not in run(monkeypatch, HEALTHY).output


def test_names_from_the_machine_cannot_write_escape_codes(monkeypatch: pytest.MonkeyPatch):
    diagnosis = replace(HEALTHY, limiters=(replace(BAD, why_not="[red]\x1b[31m"), GOOD))

    output = run(monkeypatch, diagnosis).output

    assert "\x1b" not in output
    assert r"[red]\x1b[31m" in output


def test_json_says_the_same(monkeypatch: pytest.MonkeyPatch):
    document = json.loads(run(monkeypatch, HEALTHY, "--json").output)

    assert document["schema"] == 1
    assert document["healthy"] is True
    assert document["limiters"][1] == {
        "name": "systemd",
        "gives": "makes a scope",
        "exact": True,
        "usable": False,
        "why_not": "it does not run",
        "repair": "boot --it",
    }
    assert document["around"] == {"bytes": 2 << 30, "source": "/a/memory.max"}
    assert document["machine"]["swap"] == 0
    assert document["tools"]["node"] == "22.1.0"
    assert document["leftovers"] == document["containers"] == []


def test_cleaning_comes_before_looking(monkeypatch: pytest.MonkeyPatch):
    called: list[str] = []
    monkeypatch.setattr(doctor, "clean", lambda: called.append("clean"))

    without = run(monkeypatch, HEALTHY)
    not_called = list(called)
    run(monkeypatch, HEALTHY, "--clean")

    assert without.exit_code == 0
    assert not_called == []
    assert called == ["clean"]


def test_this_machine_can_be_diagnosed():
    result = CliRunner().invoke(doctor.command, ["--json"])

    document = json.loads(result.stdout)
    assert [way["name"] for way in document["limiters"]][-1] == "rlimit"
    assert result.exit_code == (0 if document["healthy"] else 1)
    for way in document["limiters"] + document["watchers"]:
        assert way["usable"] == (way["why_not"] is None)
        assert way["usable"] or way["repair"]
