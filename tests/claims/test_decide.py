"""A claim is decided by its runs, and what chance could have brought is undecided."""

import pytest

from claims.claim import Rule, Runs
from claims.decide import Verdict, decide

LIKE_BEFORE = (100, 104, 98, 101, 97)
SAVES_HALF = Rule("", at_most=0.5)
THE_SAME = Rule("", at_least=0.8, at_most=1.25)


def runs(*peaks: int, endings: tuple[str, ...] = (), other_tests: str = "") -> Runs:
    """Runs of an arm that passed unless said otherwise."""
    ended = endings or ("passed",) * len(peaks)
    return Runs(ended, tuple(peak << 20 for peak in peaks), (2.0,) * len(peaks), other_tests)


BEFORE = runs(*LIKE_BEFORE)


def test_a_ratio_below_the_bound_holds():
    found = decide(SAVES_HALF, BEFORE, runs(41, 39, 40, 42, 38))

    assert found.verdict is Verdict.HOLDS
    assert found.peak is not None
    assert found.peak.value == pytest.approx(0.4, abs=0.01)


def test_less_memory_is_not_enough_if_more_was_claimed():
    found = decide(SAVES_HALF, BEFORE, runs(71, 69, 70, 72, 68))

    assert found.verdict is Verdict.DOES_NOT_HOLD
    assert found.sentence == "the ratio is above 0.5"


def test_a_ratio_around_the_bound_is_undecided():
    assert decide(SAVES_HALF, BEFORE, runs(48, 53, 50, 47, 52)).verdict is Verdict.UNDECIDED


def test_three_runs_decide_nothing():
    assert decide(SAVES_HALF, runs(100, 99, 101), runs(20, 21, 19)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("peaks", "verdict"),
    [
        ((99, 103, 101, 98, 100), Verdict.HOLDS),
        ((49, 51, 50, 48, 52), Verdict.DOES_NOT_HOLD),
        ((199, 203, 201, 198, 200), Verdict.DOES_NOT_HOLD),
        ((121, 128, 130, 119, 126), Verdict.UNDECIDED),
    ],
)
def test_a_claim_of_sameness_has_bounds_on_both_sides(peaks: tuple[int, ...], verdict: Verdict):
    assert decide(THE_SAME, BEFORE, runs(*peaks)).verdict is verdict


def test_runs_that_memory_ends_refute_a_claim_whatever_their_peak():
    died = runs(10, 10, 10, 10, 10, endings=("heap-limit",) * 5)
    found = decide(SAVES_HALF, BEFORE, died)

    assert found.verdict is Verdict.DOES_NOT_HOLD
    assert found.sentence == "memory ended 5 of 5 runs with it, and none without"
    assert found.peak is None


def test_one_death_of_five_is_undecided():
    died = runs(10, 10, 10, 10, 10, endings=("heap-limit", *("passed",) * 4))

    assert decide(SAVES_HALF, BEFORE, died).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("ending", ["failed", "timeout"])
def test_a_run_that_does_not_pass_for_another_reason_proves_nothing(ending: str):
    broken = runs(10, 10, 10, 10, 10, endings=(*("passed",) * 4, ending))

    assert decide(SAVES_HALF, BEFORE, broken).verdict is Verdict.UNDECIDED
    assert decide(SAVES_HALF, broken, BEFORE).verdict is Verdict.UNDECIDED


def test_a_change_that_leaves_tests_out_is_undecided_unless_that_is_the_change():
    fewer = runs(41, 39, 40, 42, 38, other_tests="1 test file did not run: a.test.ts")
    anyway = Rule("", at_most=0.5, same_tests=False)

    assert decide(SAVES_HALF, BEFORE, fewer).verdict is Verdict.UNDECIDED
    assert decide(anyway, BEFORE, fewer).verdict is Verdict.HOLDS


def test_a_claim_about_stable_peaks_says_nothing_where_they_are_not():
    rule = Rule("", at_most=1.2, stable=0.1)
    twice = runs(200, 201, 199, 203, 198)

    assert decide(rule, BEFORE, twice).verdict is Verdict.DOES_NOT_HOLD
    assert decide(rule, runs(100, 104, 98, 101, 120), twice).verdict is Verdict.UNDECIDED
