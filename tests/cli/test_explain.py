import json

import pytest
from click.testing import CliRunner

from memfit.cli import explain
from memfit.errors import UnusableInputError
from memfit.model.recording import EndedBy, Role
from tests.explain.build import kills, printed, process, recording, series

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
