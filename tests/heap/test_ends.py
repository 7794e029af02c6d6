"""Two threads find in a file what one does, whatever the file is."""

import gzip
import random
import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from memfit.heap.ends import BothEnds
from memfit.heap.header import read_header
from memfit.heap.parse import parse
from memfit.heap.sections import Span, guess_edges
from tests.heap.builder import leaky
from tests.heap.fuzz import damaged, tangled
from tests.heap.ways import told

PROGRAM = Path(__file__).parents[2] / "benchmarks/heap_program.mjs"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A snapshot that Node wrote, of some megabytes."""
    file = tmp_path_factory.mktemp("real") / "a.heapsnapshot"
    subprocess.run(["node", PROGRAM, "3", file], check=True)
    return file


def header_of(file):
    text = file.read_bytes()
    start = text.index(b'"nodes":[')
    head = text[text.index(b"{", 1) : start].rstrip().rstrip(b",")
    return read_header(head), start, len(text)


def edges_of(file, native):
    """Return the edges as two threads read them, or None if they leave it to one."""
    header, *place = header_of(file)
    span = guess_edges(file, header, *place)
    if span is None:
        return None
    with BothEnds(file, span, header, native) as both:
        return both.finish()


@pytest.mark.parametrize("piece", [1 << 12, 1 << 16, 1 << 20])
def test_a_snapshot_of_node_is_read_from_both_ends(piece, real, native, monkeypatch):
    monkeypatch.setattr(native, "piece", piece)

    edges, graph = edges_of(real, native), parse(real, native, threads=1)

    assert np.array_equal(edges.target, graph.target)
    assert np.array_equal(edges.name, graph.edge_name)
    assert np.array_equal(edges.type, graph.edge_type)
    assert told(real, native, threads=2) == told(real, native, threads=1)


@pytest.mark.parametrize("count", [1, 50, 4000])
def test_the_edges_are_where_they_were_guessed(count, tmp_path):
    file = leaky(count=count).write(tmp_path / "a")
    text = file.read_text()
    start = text.index('"edges":[') + len('"edges":[')

    span = guess_edges(file, *header_of(file))

    assert span == Span(start, text.index("]", start))


@pytest.mark.parametrize("piece", [60, 97, 500, 5000])
def test_the_ends_meet_wherever_the_parts_end(piece, native, tmp_path, monkeypatch):
    file = leaky(count=400).write(tmp_path / "a")
    monkeypatch.setattr(native, "piece", piece)

    edges = edges_of(file, native)

    assert np.array_equal(edges.target, parse(file, native, threads=1).target)


@pytest.mark.parametrize("cut", [-1, 1])
def test_no_edges_come_of_a_wrong_guess(cut, real, native):
    header, *place = header_of(real)
    span = guess_edges(real, header, *place)

    for wrong in (Span(span.start + 20 * cut, span.end), Span(span.start, span.end + 20 * cut)):
        with BothEnds(real, wrong, header, native) as both:
            assert both.finish() is None


def between(text, before, after):
    start = text.index(before) + len(before)
    return start, text.index(after, start)


def rows_moved(text, count):
    """Take some rows off the end of the nodes, and leave the head as it is."""
    start, end = between(text, '"nodes":[', "]")
    return text[:start] + "\n,".join(text[start:end].split("\n,")[:-count]) + text[end:]


def sections_swapped(text):
    """Write the edges before the nodes."""
    nodes, edges, rest = (
        text.index(f'"{name}"') for name in ("nodes", "edges", "trace_function_infos")
    )
    return text[:nodes] + text[edges:rest] + text[nodes:edges] + text[rest:]


def followed_by_others(text):
    """Write more nodes and other edges, as many as the head says, after the edges."""
    start, end = text.index('"nodes"'), text.index('"trace_function_infos"')
    nodes, edges = text[start:end].split('"edges"')
    others = nodes.replace("]", ("\n," + nodes[len('"nodes":[') : nodes.index("]")]) * 20 + "]")
    more = others + '"edges"' + edges.replace("\n,3,", "\n,2,")
    return text[:end] + more + text[end:]


def edges_changed(change):
    def changed(text):
        start, end = between(text, '"edges":[', "]")
        return text[:start] + change(text[start:end]) + text[end:]

    return changed


def many_rows(text):
    return text + "\n,1,2,6" * 5000


TRAPS = {
    "as it is": lambda text: text,
    "the word in the head": lambda text: text.replace(
        '"node_count"', '"more": ["edges", [1,1,6]], "node_count"', 1
    ),
    "a first section of another kind": lambda text: text.replace(
        '"edges":[', '"more":[1,1,6\n,1,1,12\n,1,1,18],\n"edges":[', 1
    ),
    "an early section of that name": lambda text: text.replace(
        '"edges":[', '"edges":[1,1,6\n,1,1,12],\n"edges":[', 1
    ),
    "a later section of that name": lambda text: text.replace(
        '"trace_tree":[', '"edges":[1,1,6\n,1,1,12],\n"trace_tree":[', 1
    ),
    "the word between the nodes": lambda text: text.replace("\n,", '\n,"edges":[', 1),
    "edges before nodes": sections_swapped,
    "nodes and edges once more": followed_by_others,
    "rows over several lines": edges_changed(lambda rows: rows.replace(",", ",\n")),
    "several rows a line": edges_changed(lambda rows: rows.replace("\n,", ",").replace(",1,", "\n,1,")),
    "some rows on one line": edges_changed(lambda rows: rows.replace("\n,2", ",2")),
    "a gap": edges_changed(lambda rows: rows.replace("\n,2", "\n" * 20_000 + ",2", 1)),
    "blanks": edges_changed(lambda rows: rows.replace("\n,", " \n , ")),
    "nodes that end early": lambda text: rows_moved(text, 3),
    "half a row too few": edges_changed(lambda rows: rows[: rows.rindex(",")]),
    "a row too few": edges_changed(lambda rows: rows[: rows.rindex("\n")]),
    "a row too many": edges_changed(lambda rows: rows + "\n,1,1,6"),
    "far too many rows": edges_changed(many_rows),
    "a row for a row": edges_changed(lambda rows: rows[: rows.rindex("\n")] + "\n,1,1,7"),
    "a bad type": edges_changed(lambda rows: rows.replace("\n,3,", "\n,200,")),
    "a bracket inside": edges_changed(lambda rows: rows.replace("\n,3,", "]\n,3,", 1)),
    "a zero byte": edges_changed(lambda rows: rows.replace("\n,3,", "\n\0,3,", 1)),
    "a sum that is wrong": lambda text: text.replace(",1,0\n,", ",0,0\n,", 1),
    "samples and a tree": lambda text: text.replace(
        '"trace_tree":[]', '"trace_tree":[1,0,0,0,[2,1,3,4,[]]]'
    ).replace('"samples":[]', '"samples":[0,1\n,2,3\n,4,5]'),
    "the word among the strings": lambda text: text.replace(
        '"strings":[', '"strings":["edges",\n"[",\n"edges",\n', 1
    ),
    "only among the strings": lambda text: text.replace('"edges":[', '"other":[', 1).replace(
        '"strings":[', '"strings":["edges",\n"[1,2,6\n,1,2,6",\n', 1
    ),
    "rows in a string": lambda text: text.replace(
        '"strings":[', '"strings":["' + "\n,1,1,1,1,1,1" * 20_000 + '",\n', 1
    ),
    "edges in a string": lambda text: text.replace(
        '"strings":[', '"strings":["' + "\n,1,1,6" * 20_000 + '",\n', 1
    ),
    "no strings": lambda text: text[: text.index('"strings"')],
    "cut in its edges": lambda text: text[: text.index('"edges"') + 400],
    "cut in its strings": lambda text: text[: text.index('"strings"') + 40],
}  # fmt: skip


@pytest.mark.parametrize("piece", [97, 1000, 1 << 20])
@pytest.mark.parametrize("trap", TRAPS)
def test_two_threads_say_what_one_says(trap, piece, native, tmp_path, monkeypatch):
    text = leaky(count=200).text()
    file = tmp_path / "a"
    file.write_text(TRAPS[trap](text))
    monkeypatch.setattr(native, "piece", piece)

    assert trap == "as it is" or file.read_text() != text
    assert told(file, native, threads=2) == told(file, native, threads=1)


def test_a_packed_snapshot_is_read_in_order(native, tmp_path):
    plain, packed = leaky().write(tmp_path / "a"), tmp_path / "b"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert told(packed, native, threads=2) == told(plain, native, threads=1)


@pytest.mark.parametrize("way", ["native", "narrow"])
def test_damage_reads_the_same(way, request, real, tmp_path, monkeypatch):
    kernels = request.getfixturevalue(way)
    file, whole = tmp_path / "a", real.read_bytes()
    start = whole.index(b'"edges"')
    for seed in range(40):
        chance = random.Random(seed)
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(start - 200_000, len(raw))
            raw[at : at + chance.randint(0, 3)] = bytes(chance.choices(b'01,[]"\n', k=2))
        file.write_bytes(raw)
        monkeypatch.setattr(kernels, "piece", chance.choice([1 << 13, 1 << 17, 1 << 20]))

        assert told(file, kernels, threads=2) == told(file, kernels, threads=1), seed


def test_small_damage_reads_the_same(native, tmp_path, monkeypatch):
    file, text = tmp_path / "a", leaky(count=100).text().encode()
    for seed in range(1000):
        chance = random.Random(seed)
        file.write_bytes(damaged(chance, tangled(chance) if chance.random() < 0.3 else text))
        monkeypatch.setattr(native, "piece", chance.choice([97, 500, 5000]))

        assert told(file, native, threads=2) == told(file, native, threads=1), seed


def test_no_thread_outlives_a_file_that_is_refused(native, tmp_path):
    text = leaky(count=200).text()
    start, end = between(text, '"nodes":[', "]")
    file = tmp_path / "a"
    file.write_text(text[:start] + "99" + text[start + 1 : end] + text[end:])
    before = threading.active_count()

    assert "holds no node" in told(file, native, threads=2)
    assert threading.active_count() == before
