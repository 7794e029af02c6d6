"""What runners say, in what they really print; `outputs/README.md` tells what made each text."""

import pytest

from memfit.model.recording import OutputChunk
from tests.runners.printed import OUTPUTS, read, read_file

Told = tuple[bool | None, int | None, int | None, int | None, int | None]

# file, runner, of each report: green, files, files that ended, tests, tests that are pending
REPORTS: list[tuple[str, str, list[Told]]] = [
    ("vitest-2.1-forks-killed.txt", "vitest", [(False, 2, 1, 3, 1)]),
    ("vitest-2.1-threads-oom.txt", "vitest", [(False, 2, 1, 3, 1)]),
    ("vitest-3.2-failing.txt", "vitest", [(False, 2, 2, 6, 0)]),
    ("vitest-3.2-forks-killed.txt", "vitest", []),
    ("vitest-3.2-threads-oom.txt", "vitest", [(False, 2, 1, 3, 1)]),
    ("vitest-4.1-passing.txt", "vitest", [(True, 1, 1, 2, 0)]),
    ("vitest-4.1-forks-killed-colour.txt", "vitest", [(False, 3, 2, 7, 1)]),
    ("vitest-4.1-threads-oom.txt", "vitest", []),
    ("vitest-5.1-forks-killed-colour.txt", "vitest", [(False, 3, 2, 7, 1)]),
    ("vitest-5.1-forks-oom.txt", "vitest", [(False, 2, 1, 3, 1)]),
    ("vitest-5.1-threads-oom.txt", "vitest", []),
    ("concurrently-vitest-4.1.txt", "vitest", [(False, 1, 1, 4, 0), (True, 1, 1, 2, 0)]),
    ("turbo-vitest-4.1.txt", "vitest", [(True, 1, 1, 2, 0), (True, 1, 1, 2, 0)]),
    ("pnpm-vitest-4.1.txt", "vitest", [(True, 1, 1, 2, 0), (True, 1, 1, 2, 0)]),
    ("jest-29.7-failing-colour.txt", "jest", [(False, 4, 4, 8, 0)]),
    ("jest-29.7-killed.txt", "jest", [(False, 4, 4, 7, 0)]),
    ("jest-29.7-oom.txt", "jest", [(False, 3, 3, 3, 0)]),
    ("jest-30.5-failing-colour.txt", "jest", [(False, 4, 4, 8, 0)]),
    ("jest-30.5-oom.txt", "jest", [(False, 3, 3, 3, 0)]),
    ("jest-30.5-coverage.txt", "jest", [(True, 2, 2, 3, 0)]),
    ("jest-30.5-json-in-output.txt", "jest", [(True, 2, 2, 3, 0), (True, 2, 2, 3, 0)]),
    ("mocha-11-passing.txt", "mocha", [(True, None, None, 2, None)]),
    ("mocha-11-failing-colour.txt", "mocha", [(False, None, None, 6, None)]),
    ("mocha-11-parallel-killed.txt", "mocha", [(False, None, None, 3, None)]),
    ("mocha-11-json-in-output.txt", "mocha", [(False, None, None, 6, 0)]),
    ("node-20-tap-killed.txt", "node --test", [(False, None, None, 3, 0)]),
    ("node-20-spec-killed.txt", "node --test", [(False, None, None, 3, 0)]),
    ("node-20-spec-failing-colour.txt", "node --test", [(False, None, None, 6, 0)]),
    ("node-24-spec-failing-colour.txt", "node --test", [(False, None, None, 6, 0)]),
    ("pytest-9-passing.txt", "pytest", [(True, None, None, 2, 0)]),
    ("pytest-9-failing-colour.txt", "pytest", [(False, None, None, 6, 0)]),
    ("pytest-9-quiet.txt", "pytest", [(False, None, None, 6, None)]),
    ("pytest-9-stopped.txt", "pytest", [(False, None, None, 6, 4)]),
    ("pytest-9-xdist-killed.txt", "pytest", [(False, None, None, 3, 0)]),
    ("pytest-9-deselected.txt", "pytest", []),
    ("pytest-9-collect-only.txt", "pytest", []),
]

# file, runner, of each line that says that a worker died: how it begins
DEATHS: list[tuple[str, str, list[str]]] = [
    ("vitest-2.1-forks-killed.txt", "vitest", ["Error: Worker exited"]),
    ("vitest-2.1-threads-oom.txt", "vitest", ["Error: Worker terminated", "Serialized Error: { c"]),
    ("vitest-3.2-forks-killed.txt", "vitest", ["Error: Channel closed", "Serialized Error: { c"]),
    (
        "vitest-4.1-forks-killed-colour.txt",
        "vitest",
        ["Error: [vitest-pool]: Worker forks", "Caused by: Error: Worker exited unexpectedly"],
    ),
    ("vitest-4.1-threads-oom.txt", "vitest", ["Error: Worker exited unexpectedly"]),
    (
        "vitest-5.1-forks-killed-colour.txt",
        "vitest",
        ["Error: [vitest-pool]: Worker forks", "Caused by: Error: Worker exited unexpectedly with"],
    ),
    ("vitest-5.1-threads-oom.txt", "vitest", ["Error: Worker exited unexpectedly with exit code"]),
    ("vitest-4.1-passing.txt", "vitest", []),
    ("vitest-3.2-failing.txt", "vitest", []),
    ("jest-29.7-killed.txt", "jest", ["A jest worker process (pid=14918) was terminated by an"]),
    ("jest-29.7-oom.txt", "jest", ["A jest worker process (pid=15036) was terminated by an"]),
    ("jest-29.7-threads-oom.txt", "jest", ["Jest worker ran out of memory and crashed"]),
    ("jest-30.5-oom.txt", "jest", ["Jest worker ran out of memory and crashed"]),
    ("jest-30.5-failing-colour.txt", "jest", []),
    ("mocha-11-parallel-killed.txt", "mocha", ["Uncaught Workerpool", "Error: Workerpool Worker"]),
    ("node-20-tap-killed.txt", "node --test", ["not ok 1 - /project/t/kill.test.mjs: signal: 'S"]),
    ("node-24-tap-killed.txt", "node --test", ["not ok 1 - t/kill.test.mjs: signal: 'SIGKILL'"]),
    ("node-20-spec-failing-colour.txt", "node --test", []),
    ("pytest-9-xdist-killed.txt", "pytest", ["[gw0] node down: Not", "worker 'gw0' crashed while"]),
    ("pytest-9-xdist-killed-quiet.txt", "pytest", ["[gw0] node down: N", "worker 'gw0' crashed"]),
    ("pytest-9-failing-colour.txt", "pytest", []),
    ("esbuild-0.25-service-killed.txt", "esbuild", ["The service is no longer running"]),
    ("esbuild-0.25-passing.txt", "esbuild", []),
]


@pytest.mark.parametrize(("file", "runner", "expected"), REPORTS, ids=[row[0] for row in REPORTS])
def test_a_summary_is_read(file: str, runner: str, expected: list[Told]):
    reports = [report for _, report in read_file(file, runner).reports]

    told = [
        (one.green, one.files, one.files_ended, one.tests, one.tests_pending) for one in reports
    ]
    assert told == expected


@pytest.mark.parametrize(("file", "runner", "expected"), DEATHS, ids=[row[0] for row in DEATHS])
def test_a_runner_says_that_a_worker_died(file: str, runner: str, expected: list[str]):
    deaths = [line for _, line in read_file(file, runner).deaths]

    assert len(deaths) == len(expected)
    assert all(line.startswith(start) for line, start in zip(deaths, expected, strict=True))


@pytest.mark.parametrize(("file", "runner"), [row[:2] for row in REPORTS])
@pytest.mark.parametrize("size", [1, 7, 64])
def test_chunks_may_end_anywhere(file: str, runner: str, size: int):
    text = (OUTPUTS / file).read_bytes()
    chunks = [OutputChunk(0.0, "stdout", text[i : i + size]) for i in range(0, len(text), size)]

    assert read(chunks, runner) == read([OutputChunk(0.0, "stdout", text)], runner)


@pytest.mark.parametrize(("file", "runner"), [row[:2] for row in REPORTS])
def test_lines_may_end_as_a_terminal_ends_them(file: str, runner: str):
    text = (OUTPUTS / file).read_bytes()
    written = text.replace(b"\n", b"\r\n")

    assert read([OutputChunk(0.0, "terminal", written)], runner) == read(
        [OutputChunk(0.0, "terminal", text)], runner
    )


def test_a_summary_is_as_it_was_printed():
    said = read_file("vitest-4.1-forks-killed-colour.txt", "vitest")

    assert said.reports[0][1].sentence == "Test Files  1 failed | 1 passed (3)"


def test_coverage_begins_where_the_last_file_ended():
    vitest = read_file("vitest-4.1-coverage.txt", "vitest").stretches
    jest = read_file("jest-30.5-coverage.txt", "jest").stretches

    assert [(one.name, one.started, one.ended) for one in vitest] == [("coverage", 0.4, 1.1)]
    assert [(one.name, one.started, one.ended) for one in jest] == [("coverage", 0.1, 0.3)]


def test_coverage_that_never_came_has_no_end():
    text = (OUTPUTS / "vitest-4.1-coverage.txt").read_bytes().partition(b" Test Files")[0]

    (coverage,) = read([OutputChunk(1.0, "stdout", text)], "vitest").stretches
    assert (coverage.name, coverage.ended) == ("coverage", None)


def test_pytest_tells_when_it_collected():
    stretches = read_file("pytest-9-xdist-killed.txt", "pytest").stretches

    assert [one.name for one in stretches] == ["collect", "tests"]
    assert stretches[0].ended == stretches[1].started


def test_tests_that_were_deselected_are_not_pending():
    text = (
        b"collected 9 items / 5 deselected / 4 selected\n=== 3 passed, 5 deselected in 0.1s ===\n"
    )

    (report,) = [each for _, each in read([OutputChunk(1.0, "stdout", text)], "pytest").reports]
    assert (report.tests, report.tests_pending) == (4, 1)


def test_tests_that_never_ended_have_no_end():
    text = (OUTPUTS / "pytest-9-passing.txt").read_bytes().rpartition(b"\n====")[0]

    said = read([OutputChunk(1.0, "stdout", text)], "pytest")
    assert said.reports == ()
    assert [(one.name, one.ended) for one in said.stretches] == [("collect", 1.0), ("tests", None)]


@pytest.mark.parametrize(
    "line",
    [
        '-  "Test Files  1 passed (1)"',
        "+ Test Files  1 passed (1)",
        "expected Test Files  1 passed (1) to be something",
        " Test Files  all passed",
        " Test Files  1 passed (1) and so on",
        " Test Files  no tests",
    ],
)
def test_a_line_that_only_looks_like_a_summary_is_none(line: str):
    assert read([OutputChunk(0.0, "stdout", line.encode() + b"\n")], "vitest").reports == ()


def test_a_test_that_speaks_of_dead_workers_is_no_death():
    line = " ✓ t/pool.test.ts > says Worker exited unexpectedly 3ms\n".encode()

    assert read([OutputChunk(0.0, "stdout", line)], "vitest").deaths == ()


def test_what_another_runner_prints_is_not_looked_for():
    assert read_file("jest-29.7-killed.txt", "vitest").reports == ()
    assert read_file("vitest-4.1-passing.txt", "jest").reports == ()
    assert read_file("vitest-4.1-passing.txt", "mocha").reports == ()
    assert read_file("mocha-11-passing.txt", "pytest").reports == ()
