"""Which changes are tried against a cause, in which order."""

from dataclasses import replace

import pytest

from memfit.experiment.case import Case
from memfit.experiment.remedies import candidates
from memfit.experiment.subject import Subject
from memfit.runners.arguments import CannotVaryError
from memfit.runners.target import Target
from tests.experiment.told import COMMAND, Told, grown
from tests.explain.causes.runs import killed
from tests.explain.story import Story


@pytest.fixture
def case() -> Case:
    return Case.of(Subject(Told({"baseline": grown()}), COMMAND, ()))  # type: ignore[arg-type]


def ids(cause: str, case: Case) -> list[str]:
    return [each.id for each in candidates(cause, case)]


def test_a_comparison_gets_room_by_doubling_but_not_more_than_there_is(case: Case):
    assert case.ceiling is not None
    size = case.ceiling
    most = replace(case, room=5 * size)

    assert ids("matcher-spike", replace(case, room=100 * size)) == [
        f"ceiling-{size * times}m" for times in (2, 4, 8)
    ]
    assert ids("matcher-spike", most)[-1] == f"ceiling-{5 * size}m"


def test_a_base_above_the_limit_of_the_tree_gets_a_higher_limit():
    dead = killed(Story(process=1).file("tests/a.test.ts", ends=False), memory=600)
    case = Case.of(Subject(Told({"baseline": dead}), COMMAND, ()))  # type: ignore[arg-type]

    first, *_ = candidates("baseline-over-limit", case)

    assert first.id == "memory-900m"
    target = first.apply(Target(COMMAND, "vitest", 3))
    assert target.options == ("--memory", "900m")
    assert target.lines == ("a memory limit of 900 MB for the job or container",)


def test_jest_is_silenced_and_vitest_prints_past_its_main_process(case: Case):
    jest = replace(case, target=Target(("jest",), "jest", 30))

    assert ids("main-process-logs", case) == ["console-direct", "console-silent"]
    assert ids("main-process-logs", jest) == ["console-silent"]


def test_the_other_provider_of_coverage_is_one_that_the_runner_has(case: Case):
    def other(runner: str, used: object) -> str:
        target = Target((runner,), runner, 3, config={"coverage": used})
        return replace(case, target=target).other_provider()

    assert [other("vitest", used) for used in ("v8", "istanbul")] == ["istanbul", "v8"]
    assert [other("jest", used) for used in ("v8", "babel")] == ["babel", "v8"]


def test_what_one_file_takes_is_split_by_its_tests_where_files_cannot_be(case: Case):
    *_, last = candidates("native-per-test", replace(case, tests=("pays", "is paid")))
    assert last.id == "test-batches"
    with pytest.raises(CannotVaryError, match="could be negated"):
        last.apply(Target(("pytest",), "pytest", 9))


def test_batches_are_made_finer_if_the_first_are_too_large(case: Case):
    whole = replace(case, knows_all=True)

    assert [whole.split().id, whole.split(2).id] == ["batches-2", "batches-4"]
