import math
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from memfit.explain.shapes import shape, shapes
from memfit.model.finding import Shape, ShapeKind
from memfit.model.recording import Exec, Role, Series
from tests.explain.build import MB, process, recording, sampled, series

TICKS = 200  # ten seconds at 20 Hz
END = TICKS * 0.05


def describe(values, start: float = 0.0, interval: float = 0.05) -> Shape:
    readings = values if isinstance(values, Series) else sampled(values, interval, start)
    end = readings.at[-1] if isinstance(values, Series) else start + len(values) * interval
    return shape(readings, start, end)


def test_a_constant_is_flat():
    found = describe([100] * TICKS)

    assert (found.kind, found.sentence) == (ShapeKind.FLAT, "flat at 100 MB")


def test_a_constant_that_was_written_once_is_flat():
    found = shape(series((0.0, 100)), 0.0, 10.0)

    assert (found.kind, found.sentence) == (ShapeKind.FLAT, "flat at 100 MB")


def test_a_steady_climb_is_growth_with_its_rate():
    found = describe([60 + 41 * tick * 0.05 for tick in range(TICKS)])

    assert found.kind is ShapeKind.GROWTH
    assert found.rate == pytest.approx(41 * MB, rel=0.02)
    assert found.sentence.startswith("grew 41.0 MB/s from ")
    assert "to its end at 10.0 s" in found.sentence


def test_a_warm_up_is_not_growth():
    warm_up = [min(180.0, 180 * tick * 0.05 / 1.2) for tick in range(TICKS)]

    found = describe(warm_up)

    assert found.kind is ShapeKind.FLAT
    assert found.sentence == "rose to 180 MB in 1.1 s, then flat"


def test_a_warm_up_with_noise_is_not_growth():
    noise = random.Random(1)
    warm_up = [min(180.0, 9.0 * tick) + noise.uniform(0, 6) for tick in range(TICKS)]

    assert describe(warm_up).kind is ShapeKind.FLAT


def test_a_climb_through_half_of_the_time_that_stays_is_not_growth():
    found = describe([min(300.0, 3.0 * tick) for tick in range(TICKS)])

    assert (found.kind, found.sentence) == (ShapeKind.FLAT, "rose to 300 MB in 4.5 s, then flat")


def test_a_step_in_the_middle_is_not_growth():
    assert describe([100.0] * 100 + [300.0] * 100).kind is ShapeKind.FLAT


def test_a_leak_after_a_long_warm_up_is_growth():
    found = describe([5.0 * tick if tick < 50 else 250 + tick - 50 for tick in range(TICKS)])

    assert found.kind is ShapeKind.GROWTH
    assert found.rate == pytest.approx(20 * MB, rel=0.05)


def test_growth_by_little_of_what_is_held_is_flat():
    assert describe([1000 + 0.5 * tick for tick in range(TICKS)]).kind is ShapeKind.FLAT


def test_growth_after_a_warm_up_starts_where_the_warm_up_ends():
    found = describe([80 * tick / 20 if tick < 20 else 80 + (tick - 20) for tick in range(TICKS)])

    assert found.kind is ShapeKind.GROWTH
    assert found.start == pytest.approx(1.0, abs=0.4)
    assert found.rate == pytest.approx(20 * MB, rel=0.05)


def test_growth_late_in_a_flat_run_is_growth_from_there():
    found = describe([100 if tick < 140 else 100 + 10 * (tick - 140) for tick in range(TICKS)])

    assert found.kind is ShapeKind.GROWTH
    assert found.start == pytest.approx(7.0, abs=0.4)
    assert found.rate == pytest.approx(200 * MB, rel=0.05)


def test_growth_into_a_ceiling_is_growth_until_there():
    found = describe([min(500.0, 50 + 3 * tick) for tick in range(TICKS)])

    assert found.kind is ShapeKind.GROWTH
    assert found.rate == pytest.approx(60 * MB, rel=0.05)
    assert found.end == pytest.approx(7.5, abs=0.5)


def test_one_spike_in_a_flat_line_is_not_growth():
    values = [100.0] * TICKS
    for offset in range(8):
        values[90 + offset] = 150 + 50 * offset
    values[98] = values[99] = 500

    found = describe(values)

    assert found.kind is ShapeKind.SPIKE
    assert found.height == 400 * MB
    assert found.rise == pytest.approx(0.4, abs=0.051)
    assert found.width == pytest.approx(0.3, abs=0.051)
    assert found.sentence.startswith("one spike of 400 MB at 4.9 s: 350 ms to rise, ")


def test_a_spike_in_a_delta_encoded_line_is_a_spike():
    found = describe(series((0, 100), (4.5, 300), (4.9, 500), (5.05, 100), (9.0, 101)))

    assert (found.kind, found.height) == (ShapeKind.SPIKE, 400 * MB)
    assert found.rise == pytest.approx(0.4)
    assert found.width == pytest.approx(0.15)
    assert found.sentence == "one spike of 400 MB at 4.9 s: 400 ms to rise, 150 ms wide"


def test_a_jump_that_kills_its_process_is_a_spike_that_was_still_up():
    found = describe([100.0] * 190 + [100 + 100.0 * tick for tick in range(10)])

    assert found.kind is ShapeKind.SPIKE
    assert "still up when it ended" in found.sentence


@pytest.mark.parametrize(
    ("count", "words"),
    [(2, "2 spikes, the highest of 400 MB"), (5, "between 100 MB and 500 MB")],
)
def test_a_few_spikes_are_counted_and_many_are_waves(count, words):
    values = [100.0] * TICKS
    for index in range(count):
        values[30 * index + 20 : 30 * index + 23] = [500.0, 480.0, 400.0]

    assert describe(values).sentence.startswith(words)


def test_a_step_that_stays_is_flat():
    found = describe([100.0] * 60 + [400.0] * 140)

    assert found.kind is ShapeKind.FLAT
    assert found.sentence == "rose to 400 MB in 3.0 s, then flat"


@pytest.mark.parametrize("period", [5, 13, 40, 50, 60, 100])
def test_a_sawtooth_of_a_collector_with_flat_floors_is_flat(period):
    teeth = [100 + 200 * (tick % period) / period for tick in range(TICKS)]

    assert describe(teeth).kind is ShapeKind.FLAT


def test_a_sawtooth_with_rising_floors_is_growth():
    found = describe([100 + 2 * (tick // 10 * 10) + 15 * (tick % 10) for tick in range(TICKS)])

    assert found.kind is ShapeKind.GROWTH
    assert found.rate == pytest.approx(40 * MB, rel=0.15)


@pytest.mark.parametrize("stairs", [4, 6, 24])
def test_a_staircase_is_growth(stairs):
    each = 240 // stairs

    found = describe([60 + 400 / stairs * (tick // each) for tick in range(240)])

    assert found.kind is ShapeKind.GROWTH
    assert found.rate == pytest.approx(400 / 12 * MB, rel=0.35)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.02, 0.1, 0.3, 1.0]))
@example(4991, 1.0)  # its floors happen to rise
def test_noise_is_never_growth(seed, share):
    noise = random.Random(seed)

    found = describe([100 * (1 + share * noise.uniform(-1, 1)) for _ in range(TICKS)])

    assert found.kind is not ShapeKind.GROWTH


@settings(deadline=None)
@given(st.integers(0, 1000))
def test_small_noise_is_flat(seed):
    noise = random.Random(seed)

    assert describe([100 + noise.gauss(0, 2) for _ in range(TICKS)]).kind is ShapeKind.FLAT


def test_a_wave_is_not_growth():
    assert describe([200 + 80 * math.sin(tick / 7) for tick in range(TICKS)]).kind is ShapeKind.FLAT


def test_a_climb_that_is_given_back_is_not_growth():
    hill = [100 + 3 * min(tick, TICKS - tick) for tick in range(TICKS)]

    assert describe(hill).kind is not ShapeKind.GROWTH


def test_a_fall_is_not_growth():
    assert describe([500 - 2 * tick for tick in range(TICKS)]).kind is ShapeKind.FLAT


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 2000), min_size=20, max_size=120),
    st.integers(0, 4000),
)
def test_a_shape_does_not_depend_on_when_its_process_started(values, quarters):
    shift = quarters / 4  # exact in binary, so that no comparison turns on rounding

    here = describe(values, interval=0.125)
    there = describe(values, start=shift, interval=0.125)

    assert there.kind is here.kind
    assert there.start - shift == pytest.approx(here.start, abs=1e-6)
    assert there.height == here.height
    assert (there.rate or 0.0) == pytest.approx(here.rate or 0.0, rel=1e-6)
    assert (there.width or 0.0) == pytest.approx(here.width or 0.0)


@pytest.mark.parametrize("values", [[50], [50, 90], [10, 20, 40, 80, 160], list(range(19))])
def test_a_few_samples_have_no_shape(values):
    found = describe(values)

    assert found.kind is ShapeKind.FLAT
    assert "too short to have a shape" in found.sentence


def test_a_hundred_thousand_readings_are_described():
    noise = random.Random(7)

    found = describe([100 + tick / 100 + noise.uniform(0, 50) for tick in range(100_000)])

    assert found.kind is ShapeKind.GROWTH
    assert found.rate == pytest.approx(0.2 * MB, rel=0.05)


def test_the_tree_comes_first_then_processes_that_held_a_tenth_of_the_peak():
    found = shapes(
        recording(
            process(0, "vitest run", Role.MAIN, rss=90),
            process(1, rss=400),
            process(2, rss=20),
            usage=sampled([510] * TICKS),
        ),
        END,
        510 * MB,
        (),
    )

    assert [each.process for each in found] == [None, 1, 0]


def test_a_process_whose_death_ended_the_run_matters_however_small():
    found = shapes(recording(process(0, rss=500), process(1, rss=5)), END, 500 * MB, {1})

    assert [each.process for each in found] == [0, 1]


def test_a_tree_that_only_takes_in_more_processes_does_not_grow():
    workers = [process(key, rss=100, started=float(key), ended=10.0) for key in range(1, 9)]
    usage = sampled([100 * min(8, tick // 20) for tick in range(TICKS)])

    tree = shapes(recording(*workers, usage=usage), END, 800 * MB, ())[0]

    assert tree.kind is ShapeKind.FLAT
    assert tree.sentence == "rose from 0 B to 800 MB, not steadily"


def test_a_tree_grows_by_what_its_processes_grow():
    climb = sampled([50 + tick for tick in range(TICKS)])
    run = recording(process(1, rss=climb), usage=sampled([90 + tick for tick in range(TICKS)]))

    assert {each.kind for each in shapes(run, END, 290 * MB, ())} == {ShapeKind.GROWTH}


def test_what_a_child_shows_before_it_runs_its_own_program_is_its_parents():
    forked = process(1, rss=series((1.0, 900), (1.1, 12)), execs=(Exec(1.05, ("sort",)),), peak=12)
    run = recording(process(0, rss=900), forked)

    (own,) = (each for each in shapes(run, END, 900 * MB, {1}) if each.process == 1)

    assert own.sentence == "flat at 12.0 MB"


def test_a_second_of_climbing_is_too_short_to_tell():
    found = describe([3.0 * tick for tick in range(38)])

    assert found.kind is ShapeKind.FLAT
    assert found.sentence.endswith("too short to tell growth from start-up")


def test_the_tree_is_described_until_the_death_that_ended_the_run():
    usage = [50 + 4 * tick for tick in range(100)] + [60] * 100
    found = shapes(recording(usage=sampled(usage)), 5.0, 450 * MB, ())

    assert found[0].kind is ShapeKind.GROWTH
    assert found[0].end == 5.0
