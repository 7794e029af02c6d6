"""Runs of real runners that say that all is well, or nothing, and did not finish."""

from pathlib import Path

import pytest

from tests.matrix.projects import packages
from tests.spec.memfit import Memfit, Result

pytestmark = pytest.mark.node

PASSES = "test('passes', async () => { await new Promise((done) => setTimeout(done, 50)) })\n"
DIES = (
    "describe('a suite', () => {\n"
    "  test('lives', () => {})\n"
    "  test('dies', async () => { await new Promise((done) => setTimeout(done, 200)); %s })\n"
    "})\n"
)
KILLED = DIES % "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})"
FAILS = "test('fails', async () => { throw new Error('wrong') })\n"


def lay_out(memfit: Memfit, project: str, suffix: str, **files: str) -> None:
    (memfit.directory / "node_modules").symlink_to(packages(project))
    (memfit.directory / "package.json").write_text('{"name": "here"}')
    for name, text in files.items():
        (memfit.directory / f"{name}.test.{suffix}").write_text(text)


def jest(memfit: Memfit, *words: str, quiet: bool = True, **files: str) -> Result:
    lay_out(memfit, "jest-30", "js", **files)
    return memfit("node_modules/.bin/jest", *words, quiet=quiet)


def vitest(memfit: Memfit, *words: str, **files: str) -> Result:
    lay_out(memfit, "vitest-4", "mjs", **files)
    (memfit.directory / "vitest.config.mjs").write_text("export default {test: {globals: true}}")
    return memfit("node_modules/.bin/vitest", "run", *words)


def unended(result: Result) -> list[tuple[str, str | None]]:
    files = result.document["files"]
    return [(Path(file["file"]).name, file["last_test"]) for file in files if file["end"] is None]


@pytest.mark.parametrize("quiet", [True, False])
def test_a_test_that_exits_0_does_not_make_jest_pass(memfit: Memfit, quiet: bool):
    done = jest(memfit, "-i", quiet=quiet, a=PASSES, b=DIES % "process.exit(0)")

    assert (done.returned, done.kind) == (1, "incomplete")
    assert done.document["ending"]["exit_code"] == 0
    assert ("b.test.js", "a suite > dies") in unended(done)
    assert "memfit: exit code 1, not the command's 0: " in done.stderr
    assert done.recording.end is not None
    assert (done.recording.end.exit_code, done.recording.end.returned) == (0, 1)


def test_a_worker_that_is_killed_makes_a_green_report_of_vitest_worthless(memfit: Memfit):
    done = vitest(memfit, "--reporter=json", "--outputFile=said.json", a=PASSES, b=KILLED)

    assert (done.returned, done.kind) == (1, "incomplete")
    assert '"success":true' in (memfit.directory / "said.json").read_text().replace(" ", "")
    assert unended(done) == [("b.test.mjs", "a suite > dies")]
    sentence = done.document["ending"]["sentence"]
    assert "was killed by SIGKILL" in sentence
    assert 'in test "a suite > dies" of b.test.mjs' in sentence
    assert done.document["ending"]["process"]["role"] == "worker"


def test_a_killed_worker_that_the_runner_admits_is_a_failure(memfit: Memfit):
    done = jest(memfit, "-w", "2", a=PASSES, b=KILLED, c=PASSES)

    assert (done.returned, done.kind) == (1, "failed")
    assert unended(done) == [("b.test.js", "a suite > dies")]
    assert 'in test "a suite > dies" of b.test.js' in done.document["ending"]["sentence"]


def test_a_run_that_finished_keeps_its_0(memfit: Memfit):
    done = vitest(memfit, a=PASSES, b=PASSES)

    assert (done.returned, done.kind) == (0, "passed")
    assert unended(done) == []
    assert len(done.document["files"]) == 2
    assert "exit code 1" not in done.stderr


def test_what_a_runner_leaves_after_the_first_failure_is_no_surprise(memfit: Memfit):
    later = {f"z{number}": PASSES for number in range(4)}

    done = vitest(memfit, "--bail", "1", "--no-file-parallelism", a=FAILS, **later)

    assert (done.returned, done.kind) == (1, "failed")


def test_tests_that_a_filter_leaves_out_are_not_missing(memfit: Memfit):
    done = jest(memfit, "-t", "passes", a=PASSES, b=DIES % "process.exit(0)")

    assert (done.returned, done.kind) == (0, "passed")


def test_a_runner_that_dies_within_a_test_is_that_tests_business(memfit: Memfit):
    inner = memfit.directory / "inner"
    inner.mkdir()
    (inner / "package.json").write_text("{}")
    (inner / "dies.spec.js").write_text(
        "test('dies', () => process.kill(process.pid, 'SIGKILL'))\n"
    )
    outer = (
        "test('a runner dies', () => {\n"
        "  const words = ['-i', '--rootDir', 'inner', '--testRegex', 'dies.spec']\n"
        "  const done = require('child_process').spawnSync('node_modules/.bin/jest', words)\n"
        "  expect(done.signal).toBe('SIGKILL')\n"
        "}, 60000)\n"
    )

    done = jest(memfit, "--testRegex", "a.test", a=outer)

    assert (done.returned, done.kind) == (0, "passed")
    assert unended(done) == [("dies.spec.js", "dies")]
