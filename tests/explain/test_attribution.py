"""What of a run's memory goes with a package that was left out."""

from dataclasses import replace

import pytest

from memfit.explain.attribution import Goes, attribute
from memfit.explain.measures import Measures
from memfit.model.finding import EndingKind
from tests.explain.build import MB
from tests.explain.test_treatments import measures

FILES = tuple(f"tests/{number}.test.js" for number in range(8))
GIVEN = replace(
    measures(300), bases={FILES[0]: 100 * MB, FILES[1]: 15 * MB}, worker_heap=120 * MB,
    begun=frozenset(FILES), per_heap=1,
)  # fmt: skip


def without(base: int, peak: int, **fields: object) -> Measures:
    heap = base + 20
    made = replace(GIVEN, bases={FILES[0]: base * MB}, worker_heap=heap * MB, peak=peak * MB)
    return replace(made, left_out=frozenset({"icons"}), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base", "peak", "goes"),
    [
        (20, 210, Goes.WITH_IT),
        (98, 300, Goes.NOT),
        (80, 280, Goes.PARTLY),
        (110, 330, Goes.NOT),
        (98, 230, Goes.NOT),
    ],
)
def test_what_is_gone_without_it_goes_with_it(base: int, peak: int, goes: Goes):
    assert attribute("icons", [GIVEN], [without(base, peak)]).goes is goes


def test_a_package_that_nothing_loaded_says_nothing():
    unseen = replace(without(20, 210), left_out=frozenset())

    assert attribute("icons", [GIVEN], [unseen]).goes is Goes.UNDECIDED


@pytest.mark.parametrize(("begun", "goes"), [(3, Goes.UNDECIDED), (4, Goes.WITH_IT)])
def test_files_that_got_no_further_than_their_imports_say_nothing(begun: int, goes: Goes):
    failed = without(20, 210, begun=frozenset(FILES[:begun]), ending=EndingKind.FAILED)

    said = attribute("icons", [GIVEN], [failed], "5 tests did not run")

    assert said.goes is goes
    assert "5 tests did not run" in said.sentence


def test_what_died_held_at_least_what_was_read():
    died = replace(GIVEN, ending=EndingKind.HEAP_LIMIT, bases={}, begun=frozenset())

    said = attribute("icons", [died], [without(20, 150)])

    assert said.goes is Goes.WITH_IT
    assert "120 MB or more" in said.sentence


def test_what_dies_in_the_same_way_and_gets_no_further_is_not_it():
    died = replace(GIVEN, ending=EndingKind.HEAP_LIMIT, bases={}, begun=frozenset())
    again = replace(died, left_out=frozenset({"icons"}))

    assert attribute("icons", [died], [again]).goes is Goes.NOT
    # Both are at their ceiling, but more than before came of it first.
    assert (
        attribute("icons", [died], [replace(again, begun=frozenset(FILES[:4]))]).goes
        is Goes.UNDECIDED
    )


def test_growth_of_few_files_says_nothing():
    grows = replace(GIVEN, growth=9.0 * MB, per_heap=8)
    flat = without(98, 300, growth=0.0, per_heap=8)

    assert attribute("icons", [grows], [flat]).goes is Goes.WITH_IT
    assert attribute("icons", [grows], [replace(flat, per_heap=2)]).goes is Goes.NOT


def test_what_a_file_held_itself_that_is_not_reached_does_not_go_with_the_package():
    lost = replace(without(20, 150), begun=GIVEN.begun - {FILES[0]}, bases={FILES[1]: 15 * MB})

    assert attribute("icons", [GIVEN], [replace(lost, ending=EndingKind.FAILED)]).goes is (
        Goes.UNDECIDED
    )


def test_what_the_other_files_hold_is_compared_where_one_is_not_reached():
    lost = replace(without(20, 150), begun=GIVEN.begun - {FILES[1]}, ending=EndingKind.FAILED)
    same = replace(lost, bases=GIVEN.bases)

    assert attribute("icons", [GIVEN], [lost]).goes is Goes.WITH_IT
    assert attribute("icons", [GIVEN], [same]).goes is Goes.NOT
    # A file that came later in a process: what it holds is not known.
    later = replace(same, begun=GIVEN.begun - {FILES[2]})
    assert attribute("icons", [GIVEN], [later]).goes is Goes.UNDECIDED


def test_numbers_that_go_both_ways_decide_nothing():
    assert attribute("icons", [GIVEN], [without(215, 190)]).goes is Goes.UNDECIDED
