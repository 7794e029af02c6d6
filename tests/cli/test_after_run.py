import json
from pathlib import Path

import pytest

from memfit.cli import after_run
from memfit.cli.after_run import conclude
from memfit.model.recording import Role
from memfit.record.request import Outcome
from tests.explain.build import isolate, kills, process, recording, run_of

MAIN = process(0, "node vitest.mjs run", Role.MAIN, rss=90, heap=40)
KILLED = process(1, ended=5.0, signal=9)


@pytest.fixture
def concluded(monkeypatch, tmp_path: Path, capsys):
    """Conclude a run of which the recording is already in memory; its manifest is a file."""

    def run(recorded, returned=0, *, quiet=False):
        (tmp_path / "manifest.json").write_text(json.dumps({"end": {"returned": returned}}))
        monkeypatch.setattr("memfit.record.load.load", lambda _: recorded)
        code = conclude(Outcome(tmp_path, returned), quiet=quiet)
        return code, capsys.readouterr().err

    run.manifest = tmp_path / "manifest.json"
    return run


def a_run(**fields):
    return recording(MAIN, KILLED, files=(run_of(ended=None),), isolates=(isolate(),), **fields)


@pytest.mark.parametrize("quiet", [True, False])
def test_a_run_that_did_not_finish_is_never_0_and_that_is_said(concluded, quiet):
    code, said = concluded(a_run(), quiet=quiet)

    assert code == 1
    assert said.splitlines()[-1].startswith("memfit: exit code 1, not the command's 0: ")
    assert json.loads(concluded.manifest.read_text()) == {"end": {"returned": 1}}
    assert [path.name for path in concluded.manifest.parent.iterdir()] == ["manifest.json"]


def test_a_run_that_lost_its_tests_to_memory_is_never_0_either(concluded):
    run = a_run(memory=512, oom_kills=(kills(0, 0), kills(5.1, 1)))

    code, said = concluded(run)

    assert code == 1
    assert said.startswith("\noom-killed: ")


def test_a_build_that_went_on_without_a_helper_keeps_its_0(concluded):
    helper = process(1, "esbuild --service", Role.HELPER, ended=5.0, signal=9)
    run = recording(MAIN, helper, memory=512, oom_kills=(kills(0, 0), kills(5.1, 1)))

    code, said = concluded(run)

    assert code == 0
    assert said.startswith("\noom-killed: ")


def test_another_exit_code_stays(concluded):
    code, said = concluded(a_run(code=7), returned=7)

    assert code == 7
    assert "exit code 1" not in said


def test_a_run_that_finished_says_nothing_when_quiet(concluded):
    assert concluded(recording(MAIN), quiet=True) == (0, "")


def test_a_defect_of_the_explanation_is_not_the_exit_code_of_the_program(concluded, monkeypatch):
    def broken(_):
        raise ZeroDivisionError("\x1b[2J")

    monkeypatch.setattr("memfit.explain.verdict.explain", broken)

    code, said = concluded(recording(MAIN))

    assert code == 0
    assert said.startswith("memfit: the recording could not be explained: ZeroDivisionError")
    assert "\x1b" not in said


def test_a_recording_that_is_gone_is_said_once(tmp_path: Path, capsys):
    assert conclude(Outcome(tmp_path / "gone", 3), quiet=False) == 3
    assert capsys.readouterr().err.startswith("memfit: nothing was recorded: ")


def test_a_manifest_that_cannot_be_changed_does_not_matter(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr("memfit.record.load.load", lambda _: a_run())

    assert conclude(Outcome(tmp_path / "gone", 0), quiet=True) == after_run.UNFINISHED
