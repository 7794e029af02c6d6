import gzip
import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memfit.errors import UnusableInputError
from memfit.heap.heap import load
from memfit.heap.kernels import StringTable
from memfit.heap.parse import parse
from tests.heap.builder import HeapFile, leaky


def damaged(tmp_path, text):
    file = tmp_path / "a.heapsnapshot"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_rows_with_and_without_newlines_read_the_same(each_kernels, tmp_path):
    with_them, without = leaky(), leaky()
    without.newlines = False

    graphs = [
        parse(h.write(tmp_path / f"{h.newlines}"), each_kernels) for h in (with_them, without)
    ]

    assert np.array_equal(graphs[0].target, graphs[1].target)
    assert np.array_equal(graphs[0].node_id, graphs[1].node_id)
    assert graphs[0].notes == []


@pytest.mark.parametrize("piece", [97, 1000, 4096])
def test_rows_across_pieces_of_the_file_are_read_whole(piece, each_kernels, tmp_path, monkeypatch):
    whole = parse(leaky().write(tmp_path / "a.heapsnapshot"), each_kernels)
    monkeypatch.setattr(each_kernels, "piece", piece)

    pieces = parse(tmp_path / "a.heapsnapshot", each_kernels)

    for name in ("node_type", "node_name", "node_id", "size", "first", "edge_name", "target"):
        assert np.array_equal(getattr(whole, name), getattr(pieces, name))
    assert [*map(whole.strings.raw, range(len(whole.strings)))] == [
        *map(pieces.strings.raw, range(len(pieces.strings)))
    ]


def test_only_the_table_that_is_full_grows():
    table = StringTable(strings=4, pairs=2)

    table.grow(rows=3)
    assert (len(table.offset), len(table.length), len(table.pair_string)) == (4, 4, 4)

    table.grow(rows=4)
    assert (len(table.offset), len(table.length), len(table.pair_string)) == (8, 8, 4)


def test_a_gzipped_snapshot_reads_like_a_plain_one(each_kernels, tmp_path):
    plain = leaky().write(tmp_path / "a.heapsnapshot")
    packed = tmp_path / "a.heapsnapshot.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    heap = load(packed, each_kernels)

    assert np.array_equal(heap.tree.retained, load(plain, each_kernels).tree.retained)
    assert heap.graph.name(1) == "global"


def test_names_with_quotes_and_backslashes_are_read(each_kernels, tmp_path):
    heap = HeapFile()
    names = ['a"b', "back\\slash\\", 'both\\"', "tab\tnew\nline", "é漢😀", "]", '",']
    nodes = [heap.child(0, "property", "p", "string", name, 8) for name in names]

    graph = parse(heap.write(tmp_path / "a.heapsnapshot"), each_kernels)

    assert [graph.name(node) for node in nodes] == names


def test_a_newer_v8_may_add_and_move_fields(each_kernels, tmp_path):
    text = leaky().text()
    head, rest = text.split('"nodes":[', 1)
    rows, rest = rest.split("],", 1)
    moved = [row.split(",")[::-1] for row in rows.replace("\n,", "\n").split("\n")]
    fields = ["extra", "detachedness", "edge_count", "self_size", "id", "name", "type"]
    head = json.loads(head.rstrip().rstrip(",") + "}")
    head["snapshot"]["meta"]["node_fields"] = fields
    types = head["snapshot"]["meta"]["node_types"][0]
    head["snapshot"]["meta"]["node_types"] = ["number"] * 6 + [types]
    edges, rest = rest.split('"edges":[', 1)[1].split("]", 1)
    wider = [row.split(",") for row in edges.replace("\n,", "\n").split("\n")]
    edges = "\n,".join(f"{kind},{name},{int(to) // 6 * 7}" for kind, name, to in wider)
    nodes = "\n,".join(",".join(["5", *row]) for row in moved)
    new = json.dumps(head)[:-1] + f',"nodes":[{nodes}],"edges":[{edges}]{rest}'

    graph = parse(damaged(tmp_path, new), each_kernels)

    same = parse(leaky().write(tmp_path / "b"), each_kernels)
    assert graph.notes == []
    assert np.array_equal(graph.size, same.size)
    assert np.array_equal(graph.target, same.target)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"hello", "is no heap snapshot"),
        (b'{"head": 1}', "is no heap snapshot"),
        (b'{"snapshot":', "ends before its first node"),
        (b'{"snapshot":{"meta":{}},"nodes":[', "cannot be read"),
        (b'{"snapshot":[' * 10_000 + b'"nodes"', "cannot be read"),
        (b"\x1f\x8b\x08garbage", "cannot be unpacked"),
    ],
)
def test_what_is_no_snapshot_is_told_in_a_sentence(content, says, each_kernels, tmp_path):
    with pytest.raises(UnusableInputError, match=says):
        parse(damaged(tmp_path, content), each_kernels)


def test_a_missing_file_is_told_in_a_sentence(each_kernels, tmp_path):
    with pytest.raises(UnusableInputError, match="cannot be read: No such file"):
        parse(tmp_path / "missing", each_kernels)


@pytest.mark.parametrize(
    ("cut_before", "note"),
    [
        ('"edges"', "damaged in its edges: 0 of"),
        ('"strings"', "cut in its strings: 0 are there"),
        ('"App"', "cut in its strings: "),
    ],
)
def test_a_cut_file_gives_what_is_whole(cut_before, note, each_kernels, tmp_path):
    text = leaky().text()
    heap = load(damaged(tmp_path, text[: text.index(cut_before)]), each_kernels)

    assert any(note in one for one in heap.graph.notes)
    assert heap.total == load(leaky().write(tmp_path / "b"), each_kernels).total


def test_a_cut_in_the_nodes_leaves_the_nodes_before_it(each_kernels, tmp_path):
    text = leaky().text()
    graph = parse(damaged(tmp_path, text[: text.index('"nodes"') + 200]), each_kernels)

    assert 3 < graph.nodes < 20
    assert "nodes:" in graph.notes[0]


@pytest.mark.parametrize(
    ("count", "value", "note"),
    [
        ("node_count", 10**15, None),
        ("node_count", 2 * 10**9, "damaged in its nodes"),
        ("node_count", 5, "more nodes than the head says"),
        ("edge_count", 3, "damaged in its nodes"),
        ("edge_count", 10**6, "damaged in its edges"),
    ],
)
def test_a_head_that_lies_about_its_counts_is_found_out(count, value, note, each_kernels, tmp_path):
    text = leaky().text()
    head, rest = text.split(',\n"nodes"', 1)
    head = json.loads(head + "}")
    head["snapshot"][count] = value
    file = damaged(tmp_path, json.dumps(head)[:-1] + ',\n"nodes"' + rest)

    if note is None:
        with pytest.raises(UnusableInputError):
            load(file, each_kernels)
    else:
        assert any(note in one for one in load(file, each_kernels).graph.notes)


@pytest.mark.parametrize("value", ["99", "4294967296", "18446744073709551615", "1e9", "-1"])
def test_an_index_out_of_range_never_reaches_the_graph(value, each_kernels, tmp_path):
    before, edges = leaky().text().split('"edges":[', 1)
    kind, name, _target, rest = edges.replace("\n,", ",", 1).split(",", 3)
    file = damaged(tmp_path, f'{before}"edges":[{kind},{name},{value},{rest}')

    heap = load(file, each_kernels)

    assert heap.graph.notes or value == "-1"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_ends_in_anything_but_a_sentence(data, each_kernels, tmp_path_factory):
    raw = bytearray(leaky(count=4).text().encode())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    file = tmp_path_factory.mktemp("cut") / "a.heapsnapshot"
    file.write_bytes(bytes(raw[: data.draw(st.integers(0, len(raw)))]))

    with suppress(UnusableInputError):
        load(file, each_kernels).distances()
