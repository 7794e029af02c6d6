"""The workload of the benchmarks does what it says, at a hundredth of its size."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import workload

MIB = 1 << 20
SHAPE = {
    "children": 3,
    "steps": 2,
    "step": 1,
    "pace": 0.05,
    "spike": 24,
    "rise": 0.1,
    "hold": 0.01,
    "grandchildren": 3,
    "grandchild": 5,
    "life": 0.01,
}


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    log = tmp_path_factory.mktemp("workload") / "log.jsonl"
    options = [word for name, value in SHAPE.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, workload.__file__, *options, "--log", str(log)]
    subprocess.run(command, check=True, timeout=60)
    return [json.loads(line) for line in log.read_text().splitlines()]


def named(events, name):
    return [event for event in events if event["event"] == name]


def test_it_tells_its_start_and_its_end_once_and_in_order(events):
    own = [event["event"] for event in events if event["pid"] == events[0]["pid"]]
    assert own == ["start", "complete", "end"]
    assert events[-1]["event"] == "end"


def test_every_child_is_a_process_of_its_own(events):
    children = named(events, "child")
    assert sorted(child["number"] for child in children) == [0, 1, 2]
    assert len({child["pid"] for child in children}) == 3


def test_one_child_takes_the_whole_spike_on_top_of_its_steps(events):
    peaks = sorted(child["peak"] for child in named(events, "child"))
    # It rises from a level between none and all of the steps that the others end with.
    spike, steps = SHAPE["spike"], SHAPE["steps"] * SHAPE["step"]
    assert (spike - steps) * MIB <= peaks[-1] - peaks[0] <= (spike + steps) * MIB
    [top] = named(events, "top of the spike")
    assert top["risen"] >= SHAPE["rise"]


def test_children_without_a_spike_hold_only_their_steps(events):
    low, middle, _high = sorted(child["peak"] for child in named(events, "child"))
    assert abs(middle - low) < SHAPE["step"] * MIB
    assert low >= SHAPE["steps"] * SHAPE["step"] * MIB


def test_grandchildren_fill_their_memory_and_live_as_long_as_asked(events):
    grandchildren = named(events, "grandchild")
    assert len({one["pid"] for one in grandchildren}) == SHAPE["grandchildren"]
    assert all(one["life"] >= SHAPE["life"] for one in grandchildren)
    assert all(one["peak"] >= SHAPE["grandchild"] * MIB for one in grandchildren)


def test_filled_memory_is_resident_and_not_only_mapped():
    before = workload.high_water()
    # As large as the peak so far: whatever of it was freed before cannot hide this.
    kept = workload.fill(before + 8 * MIB)
    assert workload.high_water() >= before + 8 * MIB
    kept.close()


def test_without_a_log_nothing_is_written(tmp_path: Path):
    command = [sys.executable, workload.__file__, "--children", "1", "--steps", "1", "--step", "1"]
    quiet = [*command, "--pace", "0.01", "--spike", "0", "--grandchildren", "0"]
    done = subprocess.run(quiet, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert list(tmp_path.iterdir()) == []
