"""Leaks across iterations: small ones are found, warm-up and noise are none."""

import random
from dataclasses import replace

from memfit.explain.accumulation import find_leak, judge
from memfit.explain.iteration import find_repeats, iteration
from memfit.explain.verdict import explain
from memfit.model.experiment import LeakKind
from tests.explain.build import MB, counters, isolate, recording, run_of, sampled, series


def floors(count: int, seed: int, *, leak: float = 0.0, memory: float = 0.0) -> list[int]:
    """Floors of a program that warms up, noisy; each like the one before by a share."""
    draw, noise, values = random.Random(seed), 0.0, []
    for number in range(count):
        noise = memory * noise + draw.gauss(0, 1)
        warming = 60 * (1 - 0.4**number)
        values.append(int((100 + warming + leak * number + noise) * MB))
    return values


def alarms(count: int, **model: float) -> int:
    return sum(
        judge(floors(count, seed, **model), within=True).kind is LeakKind.LEAK
        for seed in range(200)
    )


def test_a_small_leak_is_found():
    assert alarms(20, leak=0.8) >= 196


def test_a_large_leak_is_found_in_ten_iterations():
    assert alarms(10, leak=8.0) >= 196


def test_warm_up_and_noise_are_no_leak():
    assert alarms(20) <= 4


def test_noise_that_remembers_is_no_leak():
    assert alarms(24, memory=0.5) <= 20


def test_ten_iterations_say_nothing_of_a_small_leak():
    assert alarms(10, leak=0.8) == 0
    assert judge(floors(12, 1), within=True).kind is LeakKind.UNDECIDED


def test_nine_iterations_are_too_few():
    found = judge(floors(9, 1), within=True)

    assert (found.kind, found.rate) == (LeakKind.TOO_FEW, None)
    assert "9" in found.sentence


def test_a_rise_that_is_sure_and_tiny_is_no_leak():
    assert judge([100 * MB + number for number in range(30)], within=True).kind is LeakKind.NONE


def passes(count: int, leak: float, **fields):
    """A process that runs one file again and again, garbage up to 80 MB on top."""
    readings, runs = [], []
    for number in range(count):
        kept = 50 + leak * number
        readings += [(number + 0.2, kept + 80), (number + 0.6, kept), (number + 0.9, kept + 40)]
        told = {"before": counters(kept + 60), "after": counters(kept + 40), **fields}
        runs.append(run_of("/app/a.test.ts", number + 0.1, number + 1.0, **told))
    watched = isolate(used=series(*readings), started=0.0)
    return recording(
        at=count + 1.0, isolates=(watched,), files=tuple(runs), usage=sampled([100.0] * 20)
    )


def test_passes_within_one_process_are_judged_by_what_each_could_not_give_back():
    made = passes(24, leak=1.0)
    found = find_leak([iteration(1, made, explain(made))])

    assert (found.kind, found.within, found.iterations) == (LeakKind.LEAK, True, 24)
    assert round((found.rate or 0) / MB, 1) == 1.0


def test_garbage_is_no_leak():
    made = passes(24, leak=0.0)

    assert find_leak([iteration(1, made, explain(made))]).kind is LeakKind.NONE


def test_what_a_forced_collection_left_is_preferred():
    found = find_repeats(passes(3, leak=1.0, kept=counters(7)))

    assert found is not None
    assert found.floors == (7 * MB,) * 3


def test_sessions_of_one_process_are_passes_as_well():
    made = recording(
        files=tuple(
            run_of(
                "a.py", n * 1.0, n + 0.5, isolate=f"9-0.{n}" if n > 1 else "9-0",
                before=counters(30 + n), after=counters(40),
            )
            for n in range(1, 13)
        )
    )  # fmt: skip
    found = find_repeats(made)

    assert found is not None
    assert (found.isolate, found.file) == ("9-0", "a.py")
    assert found.floors == tuple((30 + n) * MB for n in range(1, 13))[:9] + (40 * MB,) * 3


def test_files_that_run_once_are_no_iterations():
    made = recording(files=(run_of("/app/a.test.ts"), run_of("/app/b.test.ts")))

    assert find_repeats(made) is None


def test_runs_that_died_do_not_count_for_a_leak_between_runs():
    made = recording(usage=sampled([100.0] * 200), peak=100)
    one = iteration(1, made, explain(made))
    assert one.floor == 100 * MB

    ten = [replace(one, number=number) for number in range(10)]
    assert find_leak(ten).iterations == 10
    assert find_leak([*ten[:9], replace(one, death=_DEATH)]).kind is LeakKind.TOO_FEW


_died = recording(code=1)
_DEATH = iteration(1, replace(_died, end=None), explain(replace(_died, end=None))).death
