import json

import pytest
from click.testing import CliRunner

from memfit.cli import explain
from memfit.errors import UnusableInputError
from memfit.model.recording import EndedBy, Role
from tests.explain.build import (
    counters,
    isolate,
    kills,
    printed,
    process,
    recording,
    run_of,
    series,
)

MAIN = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=40)
KILLED = process(0, "node x.js", Role.MAIN, rss=500, ended=5.0, signal=9)
FATAL = printed("FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory")


@pytest.fixture
def invoke(monkeypatch):
    """Invoke the command on a recording that is already in memory."""

    def run(recorded, *arguments):
        monkeypatch.setattr(explain, "load", lambda _: recorded)
        return CliRunner().invoke(explain.command, ["anywhere", *arguments])

    return run


def an_oom():
    return recording(KILLED, signal=9, memory=512, peak=512, oom_kills=(kills(0, 0), kills(5.1, 1)))


@pytest.mark.parametrize(
    ("code", "recorded"),
    [
        (0, recording(MAIN)),
        (0, recording(MAIN, code=1)),
        (0, recording(MAIN, code=137)),
        (0, recording(MAIN, ended_by=EndedBy.TIMEOUT, signal=9)),
        (0, recording(MAIN, output=(FATAL,))),
        (1, recording(MAIN, end=None)),
        (1, an_oom()),
        (1, recording(MAIN, ended_by=EndedBy.WATCHDOG, signal=9, memory=512, how="watchdog")),
    ],
)
def test_the_exit_code_judges_memory_and_nothing_else(invoke, code, recorded):
    assert invoke(recorded).exit_code == code


def test_text_is_what_a_person_gets(invoke):
    said = invoke(recording(MAIN, peak=200, usage=series((0, 199))))

    assert said.output.startswith("passed: the command passed (exit code 0)\n")
    assert "\x1b" not in said.output


def test_json_is_one_document(invoke):
    said = invoke(an_oom(), "--format", "json")

    assert said.exit_code == 1
    assert json.loads(said.output)["ending"]["kind"] == "oom-killed"


def test_a_missing_recording_is_unusable_input(tmp_path):
    said = CliRunner().invoke(explain.command, [str(tmp_path / "none")])

    assert isinstance(said.exception, UnusableInputError)
    assert said.exception.exit_code == 2


def test_an_unknown_format_is_refused(invoke):
    assert invoke(recording(MAIN), "--format", "xml").exit_code == 2


def with_files():
    runs = (
        run_of("/app/early.ts", 1, 2, after=counters(20)),
        run_of("/app/dear.ts", 2, 3, after=counters(90)),
    )
    return recording(MAIN, process(1), files=runs, isolates=(isolate(),))


def test_files_are_one_line_each_the_dearest_first(invoke):
    lines = invoke(with_files(), "--files").output.splitlines()

    assert [line.split()[0] for line in lines[:3]] == ["file", "dear.ts", "early.ts"]


def test_files_are_sorted_as_asked_for_in_json_too(invoke):
    said = json.loads(invoke(with_files(), "--files", "--sort", "start", "--format", "json").output)

    assert [file["file"] for file in said["files"]] == ["/app/early.ts", "/app/dear.ts"]


def test_without_files_the_table_says_why(invoke):
    assert invoke(recording(MAIN), "--files").output.startswith("no test files: ")


def test_a_run_that_did_not_finish_is_an_error(invoke):
    run = recording(MAIN, process(1), files=(run_of(ended=None),))

    said = invoke(run)

    assert said.output.startswith("incomplete: ")
    assert said.exit_code == 1
