"""Rows take other ways through the kernels by their spelling, their numbers and the processor."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memfit.heap.header import read_header
from memfit.heap.kernels import EdgeTable, NodeTable, Progress, State
from tests.heap.builder import leaky

SEVEN = ["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"]
NODES = 500  # more rows than fit into a block, or the end of a piece, which is read with care
SPELLINGS = [(",", "\n,"), (", ", " , "), (",", "\n  \t,")]
lengths = st.integers(1, 11).flatmap(lambda digits: st.integers(10 ** (digits - 1), 10**digits - 1))


def header_of(fields, edges):
    text = leaky().text()
    snapshot = json.loads(text[: text.index(',\n"nodes"')] + "}")["snapshot"]
    snapshot["meta"]["node_fields"] = fields
    snapshot.update(node_count=NODES, edge_count=edges)
    return read_header(json.dumps(snapshot).encode())


def read(way, table, rows, within, between):
    """Return how the reading ended, and what is in the columns."""
    text = between.join(within.join(map(str, row)) for row in rows) + "]"
    window = np.frombuffer(text.encode() + b"\0", np.uint8)
    done = Progress()
    getattr(way, f"parse_{'nodes' if isinstance(table, NodeTable) else 'edges'}")(
        window, len(text), table, done
    )
    return done.state, done.rows, [column[: done.rows].tolist() for column in table.columns]


@pytest.mark.parametrize("fields", [SEVEN, [name for name in SEVEN if name != "trace_node_id"]])
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_nodes_read_the_same_however_they_are_spelled(fields, native, narrow, data):
    drawn = {"type": st.integers(0, 16), "detachedness": st.integers(0, 12)}
    row = st.tuples(*(drawn.get(name, st.one_of(st.integers(0, 12), lengths)) for name in fields))
    some = data.draw(st.lists(row, min_size=1, max_size=6))
    rows = (some * NODES)[:NODES]
    header = header_of(fields, (1 << 32) - 2)

    first, *others = (
        read(way, NodeTable(header, NODES), rows, *spelling)
        for way in (narrow, native)
        for spelling in SPELLINGS
    )

    assert all(other == first for other in others)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), fields=st.integers(5, 32))
def test_edges_read_the_same_however_they_are_spelled(native, narrow, data, fields):
    target = st.one_of(lengths, st.integers(0, 10**9 // fields).map(lambda node: node * fields))
    row = st.tuples(st.integers(0, 11), st.one_of(st.integers(0, 12), lengths), target)
    some = data.draw(st.lists(row, min_size=1, max_size=6))
    rows = (some * NODES)[:NODES]
    header = header_of([*SEVEN[:5], *(f"more{n}" for n in range(fields - 5))], NODES)

    first, *others = (
        read(way, EdgeTable(header, NODES, 10**9 // fields), rows, *spelling)
        for way in (narrow, native)
        for spelling in SPELLINGS
    )

    assert all(other == first for other in others)
    if first[0] is State.COMPLETE:
        assert first[2][2] == [to // fields for _, _, to in rows]


@settings(max_examples=300, deadline=None)
@given(
    data=st.data(),
    odd=st.sampled_from(["]", "\0", "x", "-", "99999999999", "0" * 30 + "7", " " * 3000, "é"]),
)
def test_what_is_odd_stops_both_ways_at_the_same_place(native, narrow, data, odd):
    row = st.tuples(st.integers(0, 6), st.integers(0, 10**6), st.integers(0, 99))
    some = data.draw(st.lists(row, min_size=1, max_size=6))
    text = "\n,".join(f"{kind},{name},{to * 7}" for kind, name, to in (some * NODES)[:NODES])
    at = data.draw(st.integers(0, len(text)))
    text = f"{text[:at]}{odd}{text[at:]}]"
    window = np.frombuffer(text.encode() + b"\0", np.uint8)
    header = header_of(SEVEN, 2 * NODES)

    found = []
    for way in (narrow, native):
        done, table = Progress(), EdgeTable(header, 2 * NODES, 100)
        way.parse_edges(window, len(window) - 1, table, done)
        found.append((done, [column[: done.rows].tolist() for column in table.columns]))

    assert found[0] == found[1]
