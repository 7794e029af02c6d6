"""What the runner said is written at the end of a run, and read back with the recording."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memfit.model.suite import RunnerReport, Stretch, Suite
from memfit.record import runner_lines, store, suite
from memfit.record.isolates import Inside
from memfit.record.load import load
from memfit.record.tree import Main
from tests.cases.labels import CASES
from tests.command import memfit
from tests.platforms import require
from tests.runners.printed import OUTPUTS

REPORT = (OUTPUTS / "vitest-4.1-forks-killed.json").read_bytes()
NOW = 100.0


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A recording in which vitest printed its summary."""
    path = tmp_path / "recording"
    path.mkdir()
    text = (OUTPUTS / "vitest-5.1-forks-oom.txt").read_bytes()
    (path / store.OUTPUT).write_bytes(text)
    entry = {"at": 7.0, "stream": "stdout", "bytes": len(text)}
    (path / store.OUTPUT_INDEX).write_text(json.dumps(entry) + "\n")
    return path


def main(directory: Path, *words: str) -> Main:
    return Main(4, ("node", "/project/node_modules/vitest/vitest.mjs", *words), str(directory))


def written(recording: Path) -> list[dict[str, Any]]:
    file = recording / store.RUNNER
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def reports(recording: Path) -> list[str]:
    return [line["source"] for line in written(recording) if line["event"] == "report"]


def test_what_was_printed_is_read_back(recording: Path):
    assert suite.write(recording, [main(recording)], NOW) is None

    damage: list[str] = []
    read = runner_lines.read(recording, Inside(), {4}, damage)
    assert read is not None
    assert read.reports == (RunnerReport("output", False, 2, 1, 3, 1, "Test Files  1 passed (2)"),)
    assert [line.partition(":")[0] for line in read.deaths] == ["Error", "Caused by"]
    assert damage == []


def test_without_a_runner_nothing_is_written(recording: Path):
    assert suite.write(recording, [], NOW) is None
    assert suite.write(recording, [Main(0, ("./program",), "/")], NOW) is None

    assert not (recording / store.RUNNER).exists()


def test_a_report_file_of_this_run_is_read(recording: Path, tmp_path: Path):
    (tmp_path / "report.json").write_bytes(REPORT)

    suite.write(recording, [main(tmp_path, "--outputFile=report.json")], NOW)
    assert reports(recording) == ["output", "report.json"]


def test_a_report_file_of_an_earlier_run_is_not_read(recording: Path, tmp_path: Path):
    file = tmp_path / "report.json"
    file.write_bytes(REPORT)
    before = time.time() - NOW - 1
    os.utime(file, (before, before))

    suite.write(recording, [main(tmp_path, "--outputFile=report.json")], NOW)
    assert reports(recording) == ["output"]


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_link(path: Path) -> None:
    path.with_name("real.json").write_bytes(REPORT)
    path.symlink_to("real.json")


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20 << 20)


@pytest.mark.parametrize(
    "make", [make_pipe, make_link, make_huge, Path.mkdir, lambda path: None, Path.touch]
)
def test_what_is_no_report_file_is_left_alone(make: Any, recording: Path, tmp_path: Path):
    make(tmp_path / "report.json")

    assert suite.write(recording, [main(tmp_path, "--outputFile=report.json")], NOW) is None
    assert reports(recording) == ["output"]


def test_a_name_that_no_file_can_have_is_left_alone(recording: Path, tmp_path: Path):
    words = ["--outputFile.a=\0", f"--outputFile.b={'x' * 9999}", "--outputFile.c=\udcff"]

    assert suite.write(recording, [main(tmp_path, *words)], NOW) is None


def stream(recording: Path, name: str, *lines: dict[str, Any]) -> None:
    (recording / store.ISOLATES).mkdir(exist_ok=True)
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (recording / store.ISOLATES / f"{name}.jsonl").write_text(text)


def test_the_plan_and_the_configuration_are_those_of_all_isolates(recording: Path, tmp_path: Path):
    for pid in (10, 11):
        stream(
            recording,
            f"{pid}-0",
            {"at": 1.0, "event": "start", "pid": pid},
            {"at": 1.1, "event": "runner", "runner": "vitest", "worker": "1"},
            {"at": 1.2, "event": "plan", "files": [f"{pid}.test.ts", "both.test.ts"]},
            {"at": 1.3, "event": "config", "source": "the runner's worker",
             "config": {"pool": "forks", "execArgv": ["--max-old-space-size=64", "--title=x"],
                        "outputFile": "report.json"}},
            {"at": 1.4, "event": "tick", "counters": [1]},
        )  # fmt: skip
    (tmp_path / "report.json").write_bytes(REPORT)
    suite.write(recording, [main(tmp_path)], NOW)

    read = runner_lines.read(recording, Inside(), set(), [])
    assert read is not None
    assert read.planned == ("10.test.ts", "both.test.ts", "11.test.ts")
    assert read.config == {
        "pool": "forks",
        "exec_argv": ["--max-old-space-size=64"],
        "old_space": 64 << 20,
    }
    assert read.config_source == "the runner's worker"
    assert reports(recording) == ["output", "report.json"]


def test_torn_and_foreign_streams_are_survived(recording: Path):
    stream(recording, "10-0", {"at": 1.0, "event": "plan", "files": 3},
           {"at": "x", "event": "config", "config": {}, "source": ""},
           {"at": 1.0, "event": "runner", "runner": 5},
           {"at": 1.0, "event": "config", "config": 5})  # fmt: skip
    (recording / store.ISOLATES / "11-0.jsonl").write_text('{"at":1.0,"event":"plan","files":["a')
    (recording / store.ISOLATES / "12-0.jsonl").mkdir()

    assert suite.write(recording, [main(recording)], NOW) is None
    assert reports(recording) == ["output"]


def test_what_cannot_be_written_is_said(recording: Path):
    (recording / store.RUNNER).write_text("")

    missing = suite.write(recording, [main(recording)], NOW)
    assert missing is not None
    assert missing.startswith("what the runner said could not be read")


def test_isolates_tell_where_memfit_was_killed(tmp_path: Path):
    inside = Inside(planned=("a.test.ts",), config={"pool": "forks"}, config_source="x")

    read = runner_lines.read(tmp_path, inside, set(), [])
    assert read == Suite(config={"pool": "forks"}, config_source="x", planned=("a.test.ts",))
    assert runner_lines.read(tmp_path, Inside(), set(), []) is None


def test_a_phase_of_an_unknown_process_has_none(tmp_path: Path):
    line = {"at": 1, "event": "stretch", "name": "render", "process": 9, "started": 1, "ended": 2}
    (tmp_path / store.RUNNER).write_text(json.dumps(line) + "\n")

    read = runner_lines.read(tmp_path, Inside(), {4}, [])
    assert read is not None
    assert read.stretches == (Stretch("render", "", None, 1.0, 2.0),)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["at", "config", "source", "planned", "green", "files", "files_ended", "tests", "sentence",
     "tests_pending", "name", "label", "process", "started", "ended", "line"]
)  # fmt: skip
EVENTS = st.sampled_from(["config", "planned", "report", "stretch", "death", "other"])


@given(st.lists(st.tuples(EVENTS, st.dictionaries(KEYS, ANY, max_size=8)), max_size=4))
def test_any_lines_are_survived(tmp_path_factory: Any, lines: list[tuple[str, dict[str, Any]]]):
    path = tmp_path_factory.getbasetemp()
    text = "".join(json.dumps({**line, "event": event}) + "\n" for event, line in lines)
    (path / store.RUNNER).write_text(text)

    runner_lines.read(path, Inside(), {1}, [])


def test_a_real_run_of_pytest_is_recorded_with_what_it_said(tmp_path: Path):
    (tmp_path / "test_it.py").write_text(
        "import os\n"
        "def test_one(): pass\n"
        "def test_dies(): os.kill(os.getpid(), 9)\n"
        "def test_two(): pass\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--junitxml=r.xml",
        "-p",
        "no:cacheprovider",
    ]
    done = memfit("run", "--recording", "rec", "--", *command, cwd=tmp_path, PYTEST_ADDOPTS="")

    said = load(tmp_path / "rec").suite
    assert done.returncode == 1
    assert said is not None
    assert {(one.source, one.green, one.tests) for one in said.reports} == {
        ("output", False, 3),
        ("r.xml", False, 3),
    }
    assert {one.name for one in said.stretches} == {"collect", "tests"}
    assert all(one.process == 0 for one in said.stretches)
    assert any("node down" in line for line in said.deaths)


@pytest.mark.node
def test_a_real_run_of_vitest_behind_npm_is_recorded_with_what_it_said(tmp_path: Path):
    project = CASES / "failing-vitest"
    installed = (project / "node_modules" / ".installed").is_file()
    require(None if installed else "python cases/install.py failing-vitest was not run")
    report = tmp_path / "report.json"
    command = [
        "npm",
        "test",
        "--",
        "--reporter=default",
        "--reporter=json",
        f"--outputFile={report}",
    ]
    done = memfit("run", "--recording", str(tmp_path / "rec"), "--", *command, cwd=project)

    said = load(tmp_path / "rec").suite
    assert done.returncode == 1
    assert said is not None
    assert {(one.source, one.green, one.tests_pending) for one in said.reports} == {
        ("output", False, 0),
        (str(report), False, 0),
    }
    printed, kept = said.reports
    assert (printed.files, printed.tests) == (kept.files, kept.tests)
    assert said.deaths == ()
