"""Which changes a trial makes, in which order, and when it stops."""

from dataclasses import replace

import pytest

from memfit.errors import UnusableInputError
from memfit.experiment.case import Case
from memfit.experiment.matrix import applicable, matrix, own, owns
from memfit.experiment.subject import Subject
from memfit.experiment.trial import Trying
from memfit.model.recording import Recording
from memfit.runners.target import Target
from tests.experiment.told import COMMAND, Told, grown, isolated


def trying(told: dict[str, Recording], most: int) -> tuple[Trying, Told]:
    runs = Told(told)
    return Trying(Subject(runs, COMMAND, ()), most), runs  # type: ignore[arg-type]


def test_runs_are_interleaved_with_the_baseline():
    told = {"baseline": isolated(), "own-a": isolated(), "own-b": isolated()}
    trial, runs = trying(told, 3)

    found = trial.compare([own("a=A=1"), own("b=B=1")], only=["none"])

    by_number = [[name for name, number in runs.asked if number == each] for each in (1, 2, 3)]
    assert [sorted(names) for names in by_number] == [["baseline", "own-a", "own-b"]] * 3
    assert by_number[1][1:] != by_number[2][1:]  # not always in the same order
    assert {each.id for each in found.treatments} == set(told)


def test_what_never_held_is_left_out_after_three_runs():
    trial, runs = trying(
        {"baseline": isolated(), "own-a": grown(), "own-b": isolated()}, 4
    )  # fmt: skip

    found = trial.compare([own("a=A=1"), own("b=B=1")], only=["none"])

    assert [number for name, number in runs.asked if name == "own-a"] == [1, 2, 3]
    assert [number for name, number in runs.asked if name == "own-b"] == [1, 2, 3, 4]
    assert {each.id: each.holds for each in found.treatments} == {
        "baseline": True, "own-b": True, "own-a": False,
    }  # fmt: skip


def test_a_suite_that_keeps_state_gets_isolation_first():
    subject = Subject(Told({"baseline": grown()}), COMMAND, ())  # type: ignore[arg-type]
    made = [each.id for each in matrix(Case.of(subject))]

    assert made[0] == "isolate-files"
    assert len(made) == len(set(made))


def test_what_this_runner_has_not_is_named_with_the_reason():
    bare = replace(grown(), runner="pytest", runner_version="9.2.0")
    subject = Subject(Told({"baseline": bare}), ("pytest",), ())  # type: ignore[arg-type]

    possible, impossible = applicable(subject, matrix(Case.of(subject)))

    assert "isolate-files" not in {each.id for each in possible}
    assert any("pytest has no option" in why for why in impossible.values())


def test_a_change_of_ones_own_sets_variables_and_gives_arguments():
    change = own("Small heap=NODE_OPTIONS=--max-old-space-size=64 CI=1 --pool=threads '-t=a b'")

    changed = change.apply(Target(("npx", "vitest", "--pool", "forks"), "vitest", 3))

    assert change.id == "own-small-heap"
    assert changed.environment == {"NODE_OPTIONS": "--max-old-space-size=64", "CI": "1"}
    assert changed.command == ("npx", "vitest", "--pool=threads", "-t=a b")


@pytest.mark.parametrize("text", ["", "name", "=--pool=threads", "--pool=threads", "a='"])
def test_what_is_no_change_is_refused(text: str):
    with pytest.raises(UnusableInputError):
        own(text)


def test_packages_whose_names_come_down_to_one_id_are_numbered_whatever_their_order():
    names = ["lodash.get", "lodash-get", "lodash.get"]

    found = {each.without: each.id for each in owns([], names)}

    assert found == {"lodash-get": "stub-lodash-get", "lodash.get": "stub-lodash-get-2"}
    assert found == {each.without: each.id for each in owns([], names[::-1])}
