"""Deaths of every kind, each by a real run: who died, in which file, test and hook, and no false green."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from memfit.limits.choose import choose
from memfit.limits.contract import Request
from memfit.units import parse_bytes
from tests.matrix.runs import Command, Under, under
from tests.platforms import require

pytestmark = pytest.mark.node

HEAP = "heap"  # JavaScript until V8's ceiling
NATIVE = "native"  # Buffers until the kernel kills
KILLED = "killed"  # kill -9 from outside; no memory in it

CEILING = "--max-old-space-size=120"
LIMIT = "400m"

HUNGRY = "hungry.test"
TEST = "a meal > eats everything"


@dataclass(frozen=True)
class Death:
    """One way to die, and what must be known of it.

    Attributes:
        name: For people.
        command: What is run.
        how: One of `HEAP`, `NATIVE`, `KILLED`.
        kinds: Endings that are right.
        role: Role of the process that died, or that held the thread that died.
        where: Where in the file: a hook, `collect`, or `test`.
        says: What the runner prints, by which its row of the table is known; or empty.
        code: Exit code.
        reports: What the runner's own report may claim of success; None if it writes none.
    """

    name: str
    command: Command
    how: str
    kinds: frozenset[str]
    role: str
    where: str = "test"
    says: str = ""
    code: int = 1
    reports: tuple[bool | None, ...] = (None,)

    @property
    def slug(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", f"{self.name} {self.how} {self.where}".lower())

    def run(self, directory: Path) -> Under:
        """Run it under memfit, with a small heap or a small limit."""
        options = ()
        variables = {"HOW": self.how, "WHERE": self.where, **self.command.variables}
        if self.how == HEAP:
            variables.setdefault("NODE_OPTIONS", CEILING)
        if self.how == NATIVE:
            limiter, _ = choose(Request(name="test", memory=parse_bytes(LIMIT)))
            by_kernel = limiter.name != "watchdog"
            require(None if by_kernel else "no cgroup can be made here, and this needs its kill")
            options = ("--memory", LIMIT)
        return under(self.command.given(variables), directory, options=options)


ENDINGS = {HEAP: "heap-limit", NATIVE: "oom-killed", KILLED: "incomplete"}


def vitest(version: int, pool: str, node: int | None = None, **variables: str) -> Command:
    words = ("vitest", "run", f"--pool={pool}", "--reporter=default", "--reporter=json",
             "--outputFile.json={report}")  # fmt: skip
    return Command("deaths-vitest", f"vitest-{version}", words, node, variables=variables)


def jest(version: int, *options: str) -> Command:
    words = ("jest", *options, "--json", "--outputFile={report}")
    return Command("deaths-jest", f"jest-{version}", words)


def of_vitest(
    version: int, pool: str, how: str, *, says: str = "", reports: tuple[bool | None, ...] = (None,),
    where: str = "test", node: int | None = None, code: int = 1,
) -> Death:  # fmt: skip
    threads = pool.endswith("hreads")
    # A thread lives in the main process: the kernel, and kill -9, can only end that.
    code = 137 if threads and how != HEAP else code
    kind = "signaled" if threads and how == KILLED else ENDINGS[how]
    role = "main" if threads else "worker"
    # Hooks of vitest are seen at readings only, so that such a one has to last.
    lasting = {"LINGER": "1200"} if where != "test" else {}
    command = vitest(version, pool, node, **lasting)
    name = f"vitest {version} {pool}" + (f" on Node {node}" if node else "")
    return Death(name, command, how, frozenset({kind}), role, where, says, code, reports)


_CHANNEL = r"Channel closed|ERR_IPC_CHANNEL_CLOSED"
POOL = r"\[vitest-pool\]: Worker \w+ emitted error"
THREAD = r"reaching memory limit|ERR_WORKER_OUT_OF_MEMORY|Worker exited unexpectedly|^$"

VITEST = (
    of_vitest(3, "forks", HEAP, says=_CHANNEL),
    of_vitest(3, "forks", NATIVE, says=_CHANNEL),
    of_vitest(3, "forks", KILLED, says=_CHANNEL),
    of_vitest(3, "threads", HEAP, says=THREAD, reports=(True, None)),
    of_vitest(4, "forks", HEAP, says=POOL, reports=(True,)),
    of_vitest(4, "vmForks", KILLED, says=POOL, reports=(True,)),
    of_vitest(4, "threads", HEAP, says=THREAD),
    of_vitest(3, "forks", KILLED, where="afterAll"),
    of_vitest(4, "forks", KILLED, where="beforeEach", reports=(True,)),
)
MORE_OF_VITEST = (
    of_vitest(3, "vmForks", HEAP, reports=(True, None)),
    of_vitest(3, "threads", NATIVE),
    of_vitest(3, "vmThreads", HEAP, says=THREAD, reports=(True, None)),
    of_vitest(4, "forks", NATIVE, says=POOL, reports=(True,)),
    of_vitest(4, "forks", KILLED, says=POOL, reports=(True,)),
    of_vitest(4, "vmForks", HEAP, says=POOL, reports=(True,)),
    of_vitest(4, "vmThreads", HEAP, says=THREAD),
    of_vitest(4, "threads", NATIVE),
    *(
        of_vitest(version, "forks", KILLED, where=where, reports=(True if version > 3 else None,))
        for version in (3, 4)
        for where in ("collect", "beforeAll", "beforeEach", "afterEach", "afterAll")
    ),
)
"""In `make test-matrix`: of the same kinds."""


def of_jest(version: int, how: str, says: str) -> Death:
    command = jest(version, "--maxWorkers=2")
    # jest says itself that a suite failed to run: that is no false green.
    kind = "failed" if how == KILLED else ENDINGS[how]
    kinds = frozenset({kind})
    return Death(f"jest {version}", command, how, kinds, "worker", says=says, reports=(False,))


_TERMINATED = "A jest worker process .* was terminated by another process"


def of_jest_in_band(version: int, how: str) -> Death:
    kind, code = ("heap-limit", 134) if how == HEAP else ("signaled", 137)
    command = jest(version, "--runInBand")
    return Death(f"jest {version} in band", command, how, frozenset({kind}), "main", code=code)


JEST = (
    of_jest(29, HEAP, _TERMINATED),
    of_jest(30, HEAP, "Jest worker ran out of memory and crashed|signal=SIGABRT"),
    of_jest(30, NATIVE, "signal=SIGKILL"),
    of_jest(30, KILLED, "signal=SIGKILL"),
    of_jest_in_band(30, HEAP),
)
MORE_OF_JEST = (
    of_jest(29, NATIVE, _TERMINATED),
    of_jest(29, KILLED, _TERMINATED),
    of_jest_in_band(29, HEAP),
    of_jest_in_band(29, KILLED),
    of_jest_in_band(30, KILLED),
)

NODE_TEST = Command("deaths-node", "tools", ("node", "--test", "tests/fine.test.js", "tests/hungry.test.js"))  # fmt: skip
MOCHA = Command("deaths-mocha", "tools", ("mocha", "tests"))
PLAIN = (
    *(
        Death("node --test", NODE_TEST, how, frozenset({kind}), "worker", says=says)
        for how, kind, says in (
            (HEAP, "heap-limit", "SIGABRT"),
            (NATIVE, "oom-killed", "SIGKILL"),
            (KILLED, "failed", "SIGKILL"),
        )
    ),
    *(
        Death("mocha", MOCHA, how, frozenset({kind}), "main", code=code)
        for how, kind, code in ((HEAP, "heap-limit", 134), (NATIVE, "oom-killed", 137), (KILLED, "signaled", 137))
    ),
    *(
        Death("mocha", MOCHA, KILLED, frozenset({"signaled"}), "main", where, code=137)
        for where in ("beforeAll", "beforeEach", "afterAll")
    ),
    *(
        Death("node --test", NODE_TEST, KILLED, frozenset({"failed"}), "worker", where)
        for where in ("collect", "before", "beforeEach")
    ),
)  # fmt: skip


@pytest.mark.parametrize("death", [*VITEST, *JEST, *PLAIN], ids=lambda death: death.slug)
def test_a_death_is_told_with_its_file_its_test_and_its_hook(death: Death, tmp_path: Path):
    must_be_told(death, death.run(tmp_path))


def must_be_told(death: Death, run: Under) -> None:
    """Fail unless the explanation says how the run ended, who died, and what ran then."""
    document, shown = run.document, run.shown
    assert run.ran.code == death.code, shown
    assert re.search(death.says, shown, re.MULTILINE), shown
    success = run.ran.report and run.ran.report.get("success")
    assert success in death.reports, run.ran.report
    ending = document["ending"]
    assert ending["kind"] in death.kinds, (ending, shown)
    if ending["kind"] != "failed":
        assert (ending["process"] or {}).get("role") == death.role, (ending, shown)
    hungry = file_of(document, HUNGRY)
    assert hungry["end"] is None, hungry
    _must_name_the_place(death, hungry)
    fine = [row for row in document["files"] if row is not hungry]
    assert all(row["end"] is not None for row in fine), fine


def _must_name_the_place(death: Death, hungry: dict[str, Any]) -> None:
    if death.where == "test":
        assert hungry["last_test"] == TEST, hungry
        return
    # Node's runner runs a suite at once where it stands, and says nothing of what follows it.
    also = {"suite"} if death.command is NODE_TEST and death.where == "collect" else set()
    assert hungry["last_hook"] in {death.where, *also}, hungry


def file_of(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the row of the test file whose name holds a word."""
    rows = [row for row in document["files"] if name in row["file"]]
    assert len(rows) == 1, document["files"]
    return rows[0]


# Programs that are no test runner, and those that start one.


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("node", CEILING, "plain.js"), 134),
        (("npx", "node", CEILING, "plain.js"), 134),
        (("sh", "-c", f"node {CEILING} plain.js"), 134),
        (("cross-env", f"NODE_OPTIONS={CEILING}", "node", "plain.js"), 1),
    ],
    ids=["node", "npx", "sh", "cross-env"],
)
def test_a_heap_death_is_told_through_every_wrapper(
    words: tuple[str, ...], code: int, tmp_path: Path
):
    command = Command("deaths-node", "tools", words, variables={"HOW": HEAP})
    run = under(command, tmp_path)

    assert run.ran.code == code, run.shown
    ending = run.document["ending"]
    assert ending["kind"] == "heap-limit", run.shown
    dead = next(row for row in run.document["processes"] if row["key"] == ending["process"]["key"])
    assert "plain.js" in " ".join(dead["command"])


def test_a_killed_service_of_esbuild_is_told(tmp_path: Path):
    command = Command("deaths-node", "vitest-3", ("node", "service.js"))
    run = under(command, tmp_path)

    assert run.ran.code == 1
    assert "The service was stopped" in run.shown
    dead = [row for row in run.document["processes"] if row["signal"] == 9]
    assert ["--service=" in " ".join(row["command"]) for row in dead] == [True], dead
    told = " ".join([run.document["ending"]["sentence"], *run.document["ending"]["evidence"]])
    assert "esbuild" in told, run.document["ending"]


@pytest.mark.parametrize(("how", "kind"), [(NATIVE, "oom-killed"), (KILLED, "failed")])
@pytest.mark.parametrize("where", ["test", "fixture"])
def test_a_killed_worker_of_xdist_is_told(how: str, kind: str, where: str, tmp_path: Path):
    command = Command("deaths-pytest", "tools", (sys.executable, "-m", "pytest", "-n", "2", "-q"))
    death = Death("xdist", command, how, frozenset({kind}), "worker", where)
    run = death.run(tmp_path)

    assert run.ran.code == 1, run.shown
    assert "crashed while running" in run.shown
    assert run.document["ending"]["kind"] == kind, run.document["ending"]
    hungry = file_of(run.document, "test_hungry")
    assert hungry["end"] is None, hungry
    assert "test_eats_everything" in hungry["last_test"], hungry


def test_a_killed_pytest_is_told(tmp_path: Path):
    command = Command("deaths-pytest", "tools", (sys.executable, "-m", "pytest", "-q"))
    death = Death("pytest", command, NATIVE, frozenset({"oom-killed"}), "main")
    run = death.run(tmp_path)

    assert run.document["ending"]["kind"] == "oom-killed", run.shown
    hungry = file_of(run.document, "test_hungry")
    assert hungry["end"] is None, hungry
    assert "test_eats_everything" in hungry["last_test"], hungry


# Green although files never ended.


def test_a_run_that_exits_0_with_a_dead_worker_is_incomplete_and_not_0(tmp_path: Path):
    # vitest's own option that makes a dead worker no error.
    command = vitest(4, "forks", IGNORE="1", HOW=KILLED)
    alone = command.run(tmp_path / "alone")
    run = under(command, tmp_path)

    assert alone.code == 0, alone.stderr
    assert run.document["ending"]["kind"] == "incomplete", run.document["ending"]
    assert run.ran.code not in {0, None}


def test_a_shell_that_swallows_the_exit_code_is_incomplete(tmp_path: Path):
    words = ("sh", "-c", "vitest run --pool=forks; true")
    command = Command("deaths-vitest", "vitest-4", words, variables={"HOW": KILLED})
    run = under(command, tmp_path)

    assert run.document["ending"]["kind"] == "incomplete", run.document["ending"]
    assert run.ran.code != 0


def test_the_merged_report_of_a_dead_worker_is_incomplete(tmp_path: Path):
    merge = "vitest run --merge-reports --reporter=json --outputFile.json={report}"
    words = ("sh", "-c", f"HOW=killed vitest run --pool=forks --reporter=blob; {merge}")
    command = Command("deaths-vitest", "vitest-4", words)
    run = under(command, tmp_path)

    assert run.ran.report["success"], run.ran.report
    assert run.document["ending"]["kind"] == "incomplete", run.document["ending"]
    assert run.ran.code != 0


@pytest.mark.parametrize("version", [3, 4])
def test_a_healthy_run_is_not_called_incomplete(version: int, tmp_path: Path):
    run = under(vitest(version, "forks", HOW="none"), tmp_path)

    assert run.ran.code == 0, run.shown
    assert run.document["ending"]["kind"] == "passed", run.document["ending"]
    assert len(run.document["files"]) == 3
