"""Halving down to the smallest set of test files that still dies."""

from dataclasses import replace

import pytest

from memfit.experiment.budget import Budget
from memfit.experiment.smallest import narrow, smallest
from memfit.experiment.subject import Subject
from memfit.model.investigation import Experiment
from tests.experiment.told import COMMAND, Told, grown, isolated
from tests.explain.build import suite


@pytest.mark.parametrize("wanted", ["a", "h", "ah", "cde", "bdfh", "abcdefgh"])
def test_what_is_needed_is_found_whatever_it_is(wanted: str):
    asked = []

    def shows(part):
        asked.append(part)
        return set(wanted) <= set(part)

    assert "".join(smallest("abcdefgh", shows)) == wanted
    assert len(asked) < 64


def test_what_one_item_does_is_found_in_few_steps():
    asked = []

    def shows(part):
        asked.append(part)
        return 77 in part

    assert smallest(range(128), shows) == (77,)
    assert len(asked) <= 14


def test_a_search_that_must_stop_keeps_what_it_has():
    answers = iter([False, True, None])

    assert smallest("abcd", lambda part: next(answers)) == ("c", "d")


def test_a_part_that_dies_by_itself_is_named():
    died = grown(4)
    planned = tuple(run.file for run in died.files)
    told = {
        "baseline": replace(died, suite=suite(planned=planned)),
        "part-1": isolated(),
        "part-2": died,
        "part-3": died,
    }
    runs = Told(told)
    budget = Budget(1000.0)

    found = narrow(Subject(runs, COMMAND, ()), budget)  # type: ignore[arg-type]

    assert isinstance(found, Experiment)
    assert found.sentence.startswith("tests/2.test.ts alone: V8 reached its heap limit")
    assert runs.trials["part-1"].command[-2:] == ("/app/tests/0.test.ts", "/app/tests/1.test.ts")
    assert budget.runs == 3


def test_no_part_is_run_when_there_is_no_time():
    died = grown(4)
    planned = tuple(run.file for run in died.files)
    runs = Told({"baseline": replace(died, suite=suite(planned=planned))})
    subject = Subject(runs, COMMAND, ())  # type: ignore[arg-type]
    budget = Budget(0.1)
    budget.spend(subject.seen.done)

    assert narrow(subject, budget) == (
        "halves of the suite: none of those that were run died by itself"
    )


def test_files_of_which_some_may_be_unknown_are_not_halved():
    subject = Subject(Told({"baseline": grown(4)}), COMMAND, ())  # type: ignore[arg-type]

    assert narrow(subject, Budget(1000.0)) == (
        "halves of the suite: not all of its test files are known"
    )
