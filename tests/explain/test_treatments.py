"""Remedies side by side."""

from dataclasses import replace

from memfit.explain.measures import Measures, measure
from memfit.explain.same_tests import Sameness
from memfit.explain.treatments import Arm, Outcome, settled, treatments
from memfit.explain.verdict import explain
from memfit.model.finding import EndingKind
from tests.explain.build import MB, recording

SAME = Sameness(True, "the same 2 tests of 1 files")


def measures(
    peak: float, seconds: float = 10.0, ending: EndingKind = EndingKind.PASSED
) -> Measures:
    run = recording()
    return replace(measure(run, explain(run)), peak=int(peak * MB), seconds=seconds, ending=ending)


def arm(
    name: str,
    *peaks: float,
    seconds: float = 10.0,
    sameness: Sameness = SAME,
    ending: EndingKind = EndingKind.PASSED,
) -> Arm:
    runs = tuple(Outcome(measures(peak, seconds, ending), sameness, name) for peak in peaks)
    return Arm(name, name, (), (), {}, runs)


def test_three_runs_decide_nothing_but_that_nothing_holds():
    baseline = arm("baseline", 400, 401, 402)

    assert not settled(baseline, arm("half", 200, 201, 202))
    assert settled(baseline, arm("dies", 400, 400, 400, ending=EndingKind.HEAP_LIMIT))


def test_five_runs_decide_a_large_difference_and_no_small_one():
    baseline = arm("baseline", 400, 410, 390, 405, 395)

    assert settled(baseline, arm("half", 200, 205, 195, 202, 198))
    assert not settled(baseline, arm("alike", 401, 409, 392, 404, 396))


def test_six_runs_are_no_look():
    baseline = arm("baseline", 400, 410, 390, 405, 395, 402)

    assert not settled(baseline, arm("half", 200, 205, 195, 202, 198, 201))


def test_a_change_that_leaves_tests_out_is_rejected_with_the_reason():
    lost = Sameness(False, "1 test file did not run: b.ts")

    made = treatments(arm("baseline", 400), [arm("less", 100, sameness=lost)])

    assert not made[1].holds
    assert made[1].sentence == "rejected, although it passed: 1 test file did not run: b.ts"
    assert not made[1].front


def test_the_front_is_what_nothing_is_better_than():
    baseline = arm("baseline", 400, seconds=10)
    small, slow = arm("small", 200, seconds=15), arm("slow", 300, seconds=20)

    made = {one.id: one for one in treatments(baseline, [slow, small])}

    assert [name for name, one in made.items() if one.front] == ["baseline", "small"]


def test_what_holds_comes_before_what_does_not_the_smallest_first():
    dead = arm("dead", 90, ending=EndingKind.OOM_KILLED)

    made = treatments(arm("baseline", 400), [dead, arm("b", 300), arm("a", 200)])

    assert [one.id for one in made] == ["baseline", "a", "b", "dead"]


def test_time_is_compared_only_where_the_baseline_came_to_its_end():
    died = arm("baseline", 400, ending=EndingKind.OOM_KILLED)

    assert treatments(died, [arm("a", 200)])[1].time_ratio is None
    made = treatments(arm("baseline", 400), [arm("a", 200, seconds=20)])[1]
    assert made.time_ratio is not None
    assert made.time_ratio.value == 2.0


def test_an_undecided_difference_says_so():
    baseline = arm("baseline", 400, 410, 390, 405, 395)

    alike = treatments(baseline, [arm("alike", 401, 409, 392, 404, 396)])[1]
    lower = treatments(baseline, [arm("half", 200, 205, 195, 202, 198)])[1]

    assert alike.sentence == "passed; whether its peak differs is undecided"
    assert lower.sentence == "passed; its peak is lower"
