from memfit.heap.diff import diff
from tests.heap.builder import leaky


def test_new_objects_are_named_by_where_they_hang(tmp_path):
    before = leaky(count=10).write(tmp_path / "before")
    after = leaky(count=16).write(tmp_path / "after")

    growth = diff(before, after, 5)

    assert growth.same_process
    assert growth.bytes_after - growth.bytes_before == 6 * 1808
    assert growth.headline == "10.5 kB new: 6 x {url, app} at requestLog (/src/app.ts:12)"
    assert growth.grown[0].bytes == 6 * 1800


def test_change_per_class_is_told(tmp_path):
    before = leaky(count=10).write(tmp_path / "before")
    after = leaky(count=16).write(tmp_path / "after")

    rows = {row.name: row for row in diff(before, after, 20).classes}

    assert (rows["App"].count, rows["App"].self_bytes) == (6, 1800)


def test_equal_snapshots_have_nothing_new(tmp_path):
    file = leaky().write(tmp_path / "a")

    growth = diff(file, file, 5)

    assert growth.grown == ()
    assert growth.headline == "nothing new is held; the heap changed by 0 B"


def test_snapshots_of_different_processes_are_not_compared_by_id(tmp_path):
    before, after = leaky(), leaky()
    after.nodes = [
        (kind, name, number + 100_001, *rest) for kind, name, number, *rest in after.nodes
    ]

    growth = diff(before.write(tmp_path / "before"), after.write(tmp_path / "after"), 5)

    assert not growth.same_process
    assert growth.headline.startswith("the snapshots are of different processes")
