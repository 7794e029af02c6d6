import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memfit.explain.series import floors, level, maximum, minimum, resample, slope, value_at
from memfit.model.recording import Series
from tests.explain.build import MB, sampled, series

steps = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 4096)), min_size=2, max_size=60)


def a_series(gaps_and_values: list[tuple[int, int]], start: float = 0.0, base: int = 0) -> Series:
    at, readings = start, []
    for gap, mb in gaps_and_values:
        readings.append((at, mb + base))
        at += gap / 16
    return series(*readings)


def test_a_reading_holds_until_the_next():
    readings = series((1.0, 10), (3.0, 30))

    assert [value_at(readings, at) for at in (0.9, 1.0, 2.99, 3.0, 99.0)] == [
        None,
        10 * MB,
        10 * MB,
        30 * MB,
        30 * MB,
    ]


def test_an_empty_series_has_no_value_maximum_minimum_level_or_slope():
    assert value_at(Series(), 1.0) is None
    assert maximum(Series(), 0.0, 1.0) is None
    assert minimum(Series(), 0.0, 1.0) is None
    assert level(Series(), 0.0, 1.0) is None
    assert slope(Series()) == 0.0


def test_the_maximum_is_the_first_of_the_highest():
    assert maximum(series((0, 1), (1, 7), (2, 7), (3, 2)), 0.0, 9.0) == (1.0, 7 * MB)


def test_a_maximum_that_was_reached_earlier_and_still_holds_counts_from_the_start():
    assert maximum(series((0, 7), (4, 1)), 2.0, 9.0) == (2.0, 7 * MB)


def test_readings_after_the_end_do_not_count():
    assert maximum(series((0, 1), (5, 9)), 0.0, 4.0) == (0.0, MB)


def test_the_level_is_weighted_by_time_and_not_by_readings():
    many_short_readings = [(index / 100, 500.0) for index in range(100)]

    assert level(series(*many_short_readings, (1.0, 100)), 0.0, 10.0) == 100 * MB


def test_resampling_keeps_the_ends():
    again = resample(series((0, 1), (1, 2), (2, 3)), 0.0, 2.0, 5)

    assert list(again.at) == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert [value // MB for value in again.value] == [1, 1, 2, 2, 3]


def test_floors_of_a_sawtooth_are_flat_until_its_last_tooth():
    teeth = sampled([100 + 20 * (tick % 10) for tick in range(200)])

    envelope = floors(teeth, 0.0, 9.95, 100)

    assert set(envelope.value[:90]) == {100 * MB}


@settings(deadline=None)
@given(steps)
def test_floors_never_fall_and_never_lie_above_the_series(gaps_and_values):
    readings = a_series(gaps_and_values)

    envelope = floors(readings, readings.at[0], readings.at[-1], 30)

    assert list(envelope.value) == sorted(envelope.value)
    for at, value in zip(envelope.at, envelope.value, strict=True):
        assert value <= (value_at(readings, at) or 0)


@settings(deadline=None)
@given(steps, st.integers(0, 500), st.integers(0, 2048))
def test_a_slope_does_not_change_when_a_series_is_shifted(gaps_and_values, later, higher):
    original = slope(a_series(gaps_and_values))

    assert slope(a_series(gaps_and_values, later / 4, higher)) == pytest.approx(original, abs=1e-3)


def test_a_slope_is_not_moved_by_a_quarter_of_outliers():
    climb = [(float(at), 5000.0 if at % 4 == 1 else 10.0 * at) for at in range(40)]

    assert slope(series(*climb)) == pytest.approx(10 * MB, rel=0.1)


def test_a_slope_of_a_hundred_thousand_readings_is_taken_over_few_points(monkeypatch):
    pairs = []
    monkeypatch.setattr(
        "memfit.explain.series.median", lambda slopes: pairs.append(len(slopes)) or slopes[0]
    )

    slope(sampled(range(100_000)))

    assert pairs[0] < 10_000
