"""Several runs of one command: when enough is known, what died where, which run was worst."""

import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from memfit.explain.iteration import iteration
from memfit.explain.repeats import decided, outliers, repeated, worst
from memfit.explain.verdict import explain
from memfit.model.experiment import Iteration, Spread
from memfit.model.finding import EndingKind
from memfit.model.recording import How, Measured, Role
from tests.explain.build import MB, a_test, isolate, kills, process, recording, run_of


def run(number: int, ending: EndingKind = EndingKind.PASSED, peak: float = 100.0, **fields):
    """A run that ended in some way."""
    given = {"returned": 0, "seconds": 2.0, "floor": None, "death": None, "repeats": None}
    measured = Measured(int(peak * MB), How.EXACT, "memory.peak")
    return Iteration(
        number=number, recording=f"e/runs/repeat-{number}", ending=ending, sentence="",
        peak=measured, **{**given, **fields},
    )  # fmt: skip


def stops_at(true: float, seed: int, most: int) -> tuple[int, bool | None]:
    """After how many simulated runs it is decided, and whether rightly; None if it never is."""
    draw, passed = random.Random(seed), 0
    for runs in range(1, most + 1):
        passed += draw.random() < true
        if decided(passed, runs):
            return runs, ("more often than not" in decided(passed, runs)) == (true > 0.5)
    return most, None


def test_eight_alike_decide():
    assert not decided(7, 7)
    assert decided(8, 8) == "it passes more often than not: 8 of 8"
    assert decided(0, 8) == "it fails more often than it passes: 8 of 8"


def wrongly_stopped(most: int) -> float:
    """How probable it is that what passes in half of its runs is decided, after any run."""
    going, stopped = {0: 1.0}, 0.0
    for runs in range(1, most + 1):
        after: dict[int, float] = defaultdict(float)
        for passed, chance in going.items():
            after[passed] += chance / 2
            after[passed + 1] += chance / 2
        stopped += sum(chance for passed, chance in after.items() if decided(passed, runs))
        going = {passed: chance for passed, chance in after.items() if not decided(passed, runs)}
    return stopped


def test_what_passes_half_of_the_time_is_seldom_decided_although_it_is_looked_at_after_each_run():
    assert round(wrongly_stopped(10), 3) == 0.008
    assert round(wrongly_stopped(50), 3) == 0.039


def test_what_nearly_always_passes_is_decided_early_and_rightly():
    ends = [stops_at(0.95, seed, 50) for seed in range(200)]

    assert sum(right is True for _, right in ends) == 200
    assert sum(runs for runs, _ in ends) / 200 < 12


def test_memory_is_worse_than_missing_tests_and_these_than_failing_ones():
    kinds = [EndingKind.FAILED, EndingKind.OOM_KILLED, EndingKind.PASSED, EndingKind.INCOMPLETE]
    made = [run(number, kind) for number, kind in enumerate(kinds, 1)]

    assert worst(made).number == 2
    assert worst([made[0], made[2], made[3]]).number == 4
    assert worst([made[2], made[0]]).number == 1


def test_of_runs_that_ended_alike_one_that_exited_with_a_failure_is_worst():
    made = [
        run(1, EndingKind.OOM_KILLED, returned=0),
        run(2, EndingKind.OOM_KILLED, returned=137),
        run(3, EndingKind.OOM_KILLED, returned=1),
    ]

    assert worst(made).number == 2


@pytest.mark.parametrize(
    ("peaks", "far"),
    [
        ([100, 101, 99, 100, 160], (5,)),
        ([100, 101, 99, 100, 105], ()),  # a twentieth is how much peaks vary
        ([60, 80, 100, 120, 140, 160], ()),
        ([100, 100, 100, 160], ()),  # four say nothing of what is usual
    ],
)
def test_an_outlier_lies_far_from_the_others(peaks: list[int], far: tuple[int, ...]):
    assert outliers([run(n, peak=peak) for n, peak in enumerate(peaks, 1)]) == far


def test_runs_are_put_together():
    made = [run(1), run(2, EndingKind.OOM_KILLED, peak=200), run(3, seconds=4.0)]
    found = repeated(("npx", "vitest"), 10, made)

    assert (found.passed.count, found.died.count, found.passed.runs) == (2, 1, 3)
    assert found.endings == {"passed": 2, "oom-killed": 1}
    assert found.peaks == Spread(3, 100 * MB, 100 * MB, 200 * MB)
    assert found.seconds == Spread(3, 2.0, 2.0, 4.0)
    assert found.decided == ""


def died(**fields):
    """A suite of which the kernel killed a worker."""
    worker = process(1, peak=400, ended=6.0, signal=9)
    main = process(0, "node vitest.mjs run", Role.MAIN, ended=10.0, exit_code=1)
    return recording(
        main, worker, code=1, memory=512, peak=512,
        oom_kills=(kills(0.0, 0, 0, 0), kills(6.0, 1, 1, 1)), **fields,
    )  # fmt: skip


def test_a_death_is_told_by_phase_file_and_test():
    run_ = run_of("/app/b.test.ts", 4.0, None, tests=[a_test("grows", 5.0, None)])
    made = died(files=(run_,), isolates=(isolate(labels=[(5.0, "/app/b.test.ts", "grows")]),))
    death = iteration(1, made, explain(made)).death

    assert death is not None
    assert (death.at, death.process, death.phase) == (6.0, Role.WORKER, "tests")
    assert (death.file, death.test) == ("b.test.ts", "grows")


def test_a_death_of_which_nothing_is_known_inside_has_its_time():
    made = died()
    death = iteration(1, made, explain(made)).death

    assert death is not None
    assert (death.at, death.process, death.file, death.test) == (6.0, Role.WORKER, None, None)


def test_a_run_that_passed_or_failed_by_itself_has_no_death():
    for code in (0, 1):
        made = recording(code=code)
        assert iteration(1, made, explain(made)).death is None


def test_a_recording_without_an_end_is_an_iteration_all_the_same():
    made = replace(recording(), end=None, path=Path("x"))
    found = iteration(3, made, explain(made))

    assert (found.returned, found.seconds, found.floor) == (None, None, None)
