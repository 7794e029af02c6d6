import pytest

from memfit.errors import UnusableInputError
from memfit.heap.held import holder_of
from memfit.heap.recorded import find_snapshots
from tests.heap.builder import HeapFile, leaky


@pytest.fixture
def snapshots(tmp_path):
    (tmp_path / "snapshots").mkdir()
    return tmp_path / "snapshots"


def test_snapshots_are_found_by_isolate_in_the_order_in_which_they_were_taken(snapshots):
    for name in ("7-0-2", "7-0-10", "7-0-1", "12-3-1"):
        (snapshots / f"{name}.heapsnapshot").touch()

    found = find_snapshots(snapshots.parent)

    assert {isolate: [file.name for file in files] for isolate, files in found.items()} == {
        "12-3": ["12-3-1.heapsnapshot"],
        "7-0": ["7-0-1.heapsnapshot", "7-0-2.heapsnapshot", "7-0-10.heapsnapshot"],
    }


def test_what_no_agent_wrote_is_left_out(snapshots, tmp_path):
    (snapshots / "notes.txt").touch()
    (snapshots / "7-0.heapsnapshot").touch()
    (snapshots / "7-0-1.heapsnapshot").mkdir()
    (tmp_path / "elsewhere").touch()
    (snapshots / "7-0-2.heapsnapshot").symlink_to(tmp_path / "elsewhere")

    assert find_snapshots(tmp_path) == {}
    assert find_snapshots(tmp_path / "nowhere") == {}


def test_one_snapshot_names_its_holder(tmp_path):
    file = leaky().write(tmp_path / "7-0-1.heapsnapshot")

    held = holder_of("7-0", [file])

    assert (held.holder, held.place.file, held.place.line) == ("requestLog", "/src/app.ts", 12)
    assert held.bytes == 16 + 20 * 8 + 20 * 1800
    assert held.share > 0.9


def test_two_snapshots_name_what_grew(tmp_path):
    first = leaky(count=10).write(tmp_path / "7-0-1.heapsnapshot")
    last = leaky(count=16).write(tmp_path / "7-0-2.heapsnapshot")

    held = holder_of("7-0", [first, last])

    assert (held.holder, held.bytes) == ("requestLog", 6 * 1800)
    assert "6 x {url, app}" in held.sentence


def test_a_snapshot_that_the_end_of_the_process_cut_gives_way_to_the_one_before(tmp_path):
    whole = leaky().write(tmp_path / "7-0-1.heapsnapshot")
    cut = tmp_path / "7-0-2.heapsnapshot"
    cut.write_text(whole.read_text()[:3000])

    assert holder_of("7-0", [whole, cut, tmp_path / "gone"]).file == whole.name
    with pytest.raises(UnusableInputError, match="ended before its heap snapshot was written"):
        holder_of("7-0", [cut])


def test_a_heap_of_small_objects_has_no_holder(tmp_path):
    heap = HeapFile()
    world = heap.child(0, "shortcut", 1, "object", "global", 1)
    for at in range(500):
        heap.child(world, "property", f"p{at}", "object", "Row", 10)

    held = holder_of("7-0", [heap.write(tmp_path / "7-0-1.heapsnapshot")])

    assert (held.holder, held.bytes) == (None, 0)
    assert "many small objects" in held.sentence
