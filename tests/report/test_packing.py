"""Series go into a page and come out of it as they were; thinning keeps what is extreme."""

import json
import subprocess
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import memfit.report
from memfit.explain.series import maximum, value_at
from memfit.model.recording import Series
from memfit.report.packing import pack, thin
from tests.explain.build import MB, series
from tests.heap.npm import node

SOURCE = Path(memfit.report.__file__).parent / "assets/series.js"
PROGRAM = Path(__file__).parent / "programs/series.cjs"
SAWTOOTH = [(tick / 1000, (tick * 7919) % 1009) for tick in range(5000)]


def called(*calls):
    """Run functions of the page's arithmetic under Node."""
    done = subprocess.run(
        [node(20), PROGRAM, SOURCE], input=json.dumps(calls), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def plain(one: Series):
    return {"at": list(one.at), "value": list(one.value)}


@pytest.mark.node
def test_what_is_packed_is_unpacked_to_the_millisecond_and_the_kilobyte():
    readings = series((0.0, 0), (0.001, 1), (0.05, 900_000), (700.25, 3), (700.25, 0))
    odd = Series(array("d", [1.23456]), array("q", [5 * MB + 1023]))

    assert called(["unpack", pack(readings)], ["unpack", pack(odd)], ["unpack", pack(Series())]) == [
        plain(readings), {"at": [1.235], "value": [5 * MB]}, {"at": [], "value": []},
    ]  # fmt: skip


@pytest.mark.node
def test_each_column_of_the_screen_gets_its_lowest_and_its_highest_reading():
    sawtooth = series(*SAWTOOTH)

    (chosen,) = called(["instants", [plain(sawtooth)], 1.0, 4.0, 100])

    assert chosen == sorted(chosen)
    assert len(chosen) <= 2 * 100 + 4
    for column in range(100):
        start, end = 1.0 + column * 0.03, 1.0 + (column + 1) * 0.03
        inside = [value for at, value in SAWTOOTH if start <= at < end - 1e-9]
        drawn = [value_at(sawtooth, at) for at in chosen if start <= at < end - 1e-9]
        assert max(drawn) == max(inside) * MB
        assert min(drawn) == min(inside) * MB


@pytest.mark.node
def test_few_readings_are_drawn_as_they_are():
    few = series((0.0, 10), (1.0, 20), (2.0, 5), (9.0, 1))

    chosen, read = called(
        ["instants", [plain(few)], 0.5, 5.0, 100], ["readAt", plain(few), [0.5, 1.0, 1.5, 5.0]]
    )

    assert chosen == [0.5, 1.0, 2.0, 5.0]
    assert read == [10 * MB, 20 * MB, 20 * MB, 5 * MB]


@pytest.mark.node
def test_series_add_up_at_every_instant():
    one, other = series((0.0, 10), (2.0, 20), (3.0, 0)), series((1.0, 5), (2.0, 7))

    (total,) = called(["added", [plain(one), plain(other)]])

    assert total == plain(series((0.0, 10), (1.0, 15), (2.0, 27), (3.0, 7)))


@pytest.mark.node
def test_a_minute_never_has_sixty_seconds():
    given = [(299.96, 0), (299.96, 1), (59.95, 1), (0.0, 0), (3599.6, 0), (61.25, 2)]

    assert called(*(["clock", *one] for one in given)) == [
        "5:00", "5:00.0", "1:00.0", "0:00", "60:00", "1:01.25",
    ]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.integers(0, 1 << 40), min_size=1, max_size=300), st.integers(4, 60))
def test_thinning_keeps_the_ends_the_highest_and_the_lowest(values, most):
    whole = Series(array("d", map(float, range(len(values)))), array("q", values))

    kept = thin(whole, most)

    assert len(kept) <= max(most, 4)
    assert max(kept.value) == max(values)
    assert min(kept.value) == min(values)
    assert (kept.value[0], kept.value[-1]) == (values[0], values[-1])
    assert maximum(kept, 0.0, 1e9) == maximum(whole, 0.0, 1e9)


def test_a_short_series_is_not_thinned():
    short = series(*SAWTOOTH[:50])

    assert thin(short, 50) is short
