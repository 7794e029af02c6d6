"""Runs that a signal or a timer from outside asked to end."""

import pytest

from memfit.explain.verdict import explain
from memfit.model.finding import EndingKind
from memfit.model.recording import Role
from memfit.model.suite import FileRun, TestRun
from tests.explain.build import process, recording


def cut_short(*processes, code):
    """A test was under way when the run ended."""
    test = TestRun("waits", 1.1)
    run = FileRun("/app/slow.test.ts", "4001-0", 1, "1", 1.0, tests=(test,))
    return explain(recording(*processes, at=7.0, code=code, files=(run,))).ending


WORKER = process(1, started=0.5, ended=7.0, signal=15)


def main(code, key=0, **fields):
    return process(key, "node vitest.mjs run", Role.MAIN, ended=7.0, exit_code=code, **fields)


def test_the_program_timeout_ended_it():
    timer = process(0, "timeout 7 vitest run", Role.WRAPPER, ended=7.0, exit_code=124)
    ending = cut_short(timer, main(143, key=2), WORKER, code=124)

    assert ending.kind is EndingKind.TIMEOUT
    assert "`timeout 7` ended the run at 7.0 s" in ending.sentence
    assert "slow.test.ts" in ending.sentence


@pytest.mark.parametrize("code", [143, 1])
def test_a_runner_that_catches_sigterm_was_ended_by_it_whatever_its_wrapper_makes_of_that(code):
    wrapper = process(0, "npm test", Role.WRAPPER, ended=7.0, exit_code=code)
    ending = cut_short(wrapper, main(143, key=2), WORKER, code=code)

    assert ending.kind is EndingKind.SIGNALED
    assert "SIGTERM" in ending.sentence


def test_a_runner_that_finished_its_files_and_exits_143_failed():
    run = recording(main(143), process(1), at=7.0, code=143)

    assert explain(run).ending.kind is EndingKind.FAILED


def test_a_runner_that_loses_a_file_by_itself_is_incomplete_still():
    assert cut_short(main(3), WORKER, code=3).kind is EndingKind.INCOMPLETE
