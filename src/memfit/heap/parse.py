"""Read a snapshot file into a `Graph`; a damaged file gives what is whole, and says what is not."""

from contextlib import AbstractContextManager, closing, nullcontext, suppress
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from memfit.errors import UnusableInputError
from memfit.heap.ends import BothEnds, processors
from memfit.heap.graph import ABSENT, U32, Graph, WeakPairs, bits
from memfit.heap.header import Header, read_header
from memfit.heap.kernels import EdgeTable, Kernels, NodeTable, Progress, State, StringTable
from memfit.heap.pieces import Pieces
from memfit.heap.reserve import DIGITS, Reserve
from memfit.heap.sections import guess_edges
from memfit.heap.strings import Strings, open_text

_HEAD: Final = 1 << 20  # V8 writes about 1 kB before the nodes
_BLANK: Final = 1 << 12  # bytes in which a file must begin
_AT_ONCE: Final = 1 << 20  # numbers
_WORTH_TWO: Final = 1 << 27  # bytes; below, milliseconds would cost half as much CPU again
_TAKE_AGAIN: Final = "take it again, with more room on the disk and under the memory limit"


def parse(path: Path, kernels: Kernels, threads: int | None = None) -> Graph:
    """Read a `.heapsnapshot`, plain or gzipped.

    Args:
        path: The file.
        kernels: What parses rows.
        threads: One or two, which find the same; None for what is quicker.

    Returns:
        The graph. If the file ends early, `edge_type` and `target` may be empty and strings may
        be missing; `notes` say so.

    Raises:
        UnusableInputError: If nothing can be said about the file.
    """
    with closing(Pieces(path, kernels.piece)) as pieces:
        return _Reader(pieces, kernels, threads or _threads(pieces, kernels)).read()


def _threads(pieces: Pieces, kernels: Kernels) -> int:
    worth = kernels.compiled and pieces.size >= _WORTH_TWO
    return 2 if worth and processors() > 1 else 1


class _Others(NamedTuple):
    """What follows the edges."""

    locations: U32
    strings: Strings
    pairs: WeakPairs


class _Reader:
    def __init__(self, pieces: Pieces, kernels: Kernels, threads: int) -> None:
        self.pieces = pieces
        self.kernels = kernels
        self.threads = threads
        self.notes: list[str] = []

    def read(self) -> Graph:
        header = self._header()
        with self._ahead(header) as ahead:
            nodes = self._nodes(header)
            edges, others = self._rest(header, nodes, ahead)
        if not edges.rows:
            nodes.first[:] = 0  # edges that are not there must not be looked for
        graph = Graph(
            header, nodes.type, nodes.name, nodes.id, nodes.size, nodes.first, nodes.detached,
            edges.type, edges.name, edges.target, others.locations.reshape(-1, 4), others.strings,
            others.pairs, self.notes,
        )  # fmt: skip
        _check_names(graph)
        return graph

    def _header(self) -> Header:
        pieces = self.pieces
        if not pieces.more():
            raise UnusableInputError(
                f"{pieces.path} {'cannot be unpacked' if pieces.broken else 'is empty'}",
                _TAKE_AGAIN,
            )
        if not pieces.text(_BLANK).lstrip()[:1] == b"{" or not pieces.find(b'"snapshot":'):
            raise UnusableInputError(
                f"{pieces.path} is no heap snapshot: it does not start with a snapshot section",
                "v8.writeHeapSnapshot() and node --heapsnapshot-signal write such files",
            )
        while (end := pieces.where(b'"nodes"')) is None:
            if pieces.end - pieces.start > _HEAD or not pieces.more():
                raise UnusableInputError(
                    f"{pieces.path} ends before its first node, after {pieces.size} bytes",
                    _TAKE_AGAIN,
                )
        header = read_header(pieces.text(end).rstrip().rstrip(b","))
        pieces.consume(end)
        return header

    def _rows(self, promised: int, fields: int) -> int:
        # A header may lie; a row takes at least a digit and a comma for each of its numbers.
        return min(promised, self.pieces.most_bytes() // (2 * fields) + 1)

    def _edge_rows(self, header: Header) -> int:
        return self._rows(header.edges, len(header.edge_fields))

    def _nodes(self, header: Header) -> NodeTable:
        table = NodeTable(header, self._rows(header.nodes, len(header.node_fields)))
        done = Progress()
        if self.pieces.find(b"["):
            self._run(done, table, "nodes")
        if done.rows < header.nodes:
            self._cut(f"nodes: {done.rows:,} of {header.nodes:,} are there", done)
            _shorten(table, done.rows)
        if not table.rows:
            raise UnusableInputError(f"{self.pieces.path} holds no node", _TAKE_AGAIN)
        return table

    def _ahead(self, header: Header) -> AbstractContextManager[BothEnds | None]:
        """Begin with the edges, if it can be guessed where they are."""
        pieces, all_fit = self.pieces, self._edge_rows(header) == header.edges
        if self.threads > 1 and not pieces.gzipped and all_fit:
            span = guess_edges(pieces.path, header, pieces.place, pieces.size)
            if span is not None:
                return BothEnds(pieces.path, span, header, self.kernels)
        return nullcontext()

    def _rest(
        self, header: Header, nodes: NodeTable, ahead: BothEnds | None
    ) -> tuple[EdgeTable, _Others]:
        pieces, whole = self.pieces, nodes.rows == header.nodes
        there = whole and pieces.find(b'"edges"') and pieces.find(b"[")
        if ahead is not None:
            found = None
            if there and pieces.place == ahead.span.start:
                found = self._rest_ahead(header, nodes, ahead)
            ahead.close()
            if found is not None:
                return found
        edges = self._edges(header, nodes, whole=whole, there=there)
        return edges, self._others(header, locations=edges.rows > 0, strings=whole)

    def _rest_ahead(
        self, header: Header, nodes: NodeTable, ahead: BothEnds
    ) -> tuple[EdgeTable, _Others] | None:
        """Read what follows the edges while they are read; None, and nothing done, if they fail."""
        place, noted = self.pieces.place, len(self.notes)
        with suppress(UnusableInputError):
            self.pieces.jump(ahead.span.end)
            others = self._others(header, locations=True, strings=True)
            edges = ahead.finish()
            if edges is not None and nodes.first[nodes.rows] == header.edges:
                return edges, others
        # What is damaged, or written in another way, is read in order, to say the same of it.
        self.pieces.jump(place)
        del self.notes[noted:]
        return None

    def _others(self, header: Header, *, locations: bool, strings: bool) -> _Others:
        found = self._locations(header) if locations else np.empty(0, np.uint32)
        return _Others(found, *self._strings(header, wanted=strings))

    def _edges(self, header: Header, nodes: NodeTable, *, whole: bool, there: bool) -> EdgeTable:
        table = EdgeTable(header, self._edge_rows(header) if whole else 0, nodes.rows)
        done = Progress()
        if there:
            self._run(done, table, "edges")
        if whole and done.rows < header.edges:
            self._cut(f"edges: {done.rows:,} of {header.edges:,} are there", done)
        elif whole and nodes.first[nodes.rows] != header.edges:
            self.notes.append("the nodes' counts of edges do not sum up to the edges: damaged")
        else:
            return table
        return EdgeTable(header, 0, nodes.rows)

    def _run(self, done: Progress, table: NodeTable | EdgeTable, what: str) -> None:
        pieces = self.pieces
        reserve = Reserve(table.columns)
        rate = 1 / (DIGITS * table.fields)
        while True:
            window, length = pieces.buffer[pieces.start :], pieces.end - pieces.start
            before = done.rows
            reserve.until(before + int(rate * length) + 1)
            if isinstance(table, NodeTable):
                self.kernels.parse_nodes(window, length, table, done)
            else:
                self.kernels.parse_edges(window, length, table, done)
            rate = (done.rows - before) / (done.consumed or 1)
            pieces.consume(done.consumed)
            if done.state is not State.WANTS_TEXT or not pieces.more():
                break
        following = pieces.text(64).lstrip(b"\n\r ,")
        if done.state is State.COMPLETE and following and not following.startswith(b"]"):
            self.notes.append(f"there are more {what} than the head says: they are left out")

    def _cut(self, what: str, done: Progress) -> None:
        why = {
            State.BAD_VALUE: "the next number cannot be right",
            State.ENDED: "the list ends there",
        }.get(done.state, f"the file ends there ({self.pieces.broken or 'cut off'})")
        self.notes.append(f"the file is damaged in its {what}; {why}")

    def _locations(self, header: Header) -> U32:
        fields = ["object_index", "script_id", "line", "column"]
        if not set(fields) <= set(header.location_fields) or not self.pieces.find(b'"locations"'):
            return np.empty(0, np.uint32)
        self.pieces.find(b"[")
        out: U32 = np.empty(1 << 12, np.uint32)
        done = Progress()
        while True:
            pieces = self.pieces
            window, length = pieces.buffer[pieces.start :], pieces.end - pieces.start
            self.kernels.parse_numbers(window, length, out, done)
            pieces.consume(done.consumed)
            if done.state is State.FULL:
                larger = np.empty(4 * len(out), np.uint32)
                larger[: len(out)] = out
                out = larger
            elif done.state is not State.WANTS_TEXT or not pieces.more():
                break
        width = len(header.location_fields)
        rows = out[: done.rows // width * width].reshape(-1, width)
        if list(header.location_fields) != fields:
            rows = rows[:, [header.location_fields.index(field) for field in fields]]
        rows[:, 0] //= np.uint32(len(header.node_fields))
        beyond = rows[:, 0] >= header.nodes
        return rows[~beyond] if beyond.any() else rows

    def _strings(self, header: Header, *, wanted: bool) -> tuple[Strings, WeakPairs]:
        table = StringTable(max(1 << 10, header.nodes // 4 if wanted else 0), 1 << 10)
        done = Progress()
        kept: list[bytes] = []
        base = 0
        if wanted and self.pieces.find(b'"strings"') and self.pieces.find(b"["):
            base = self.pieces.base + self.pieces.start
            self._index(table, done, kept)
        if wanted and done.state is not State.ENDED and not self.notes:
            self.notes.append(
                f"the file is cut in its strings: {done.rows:,} are there, other names are lost"
            )
        if self.pieces.gzipped:
            strings = Strings(b"".join(kept), table.offset[: done.rows] - np.uint64(base),
                              table.length[: done.rows])  # fmt: skip
        else:
            strings = Strings(
                open_text(self.pieces.path), table.offset[: done.rows], table.length[: done.rows]
            )
        return strings, _pairs(table, done.rows)

    def _index(self, table: StringTable, done: Progress, kept: list[bytes]) -> None:
        pieces = self.pieces
        while True:
            start, length = pieces.start, pieces.end - pieces.start
            self.kernels.index_strings(
                pieces.buffer[start:], length, pieces.base + start, table, done
            )
            if pieces.gzipped:
                # A packed file cannot be read at random, so its strings stay in memory.
                kept.append(pieces.buffer[start : start + done.consumed].tobytes())
            pieces.consume(done.consumed)
            if done.state is State.FULL:
                table.grow(done.rows)
            elif done.state is not State.WANTS_TEXT or not pieces.more():
                break


def _shorten(table: NodeTable, rows: int) -> None:
    table.rows = rows
    for name in ("type", "name", "id", "size", "detached"):
        setattr(table, name, getattr(table, name)[:rows])
    table.first = table.first[: rows + 1]


def _pairs(table: StringTable, strings: int) -> WeakPairs:
    _, number = np.unique(table.pair_hash[: table.pairs], return_inverse=True)
    named = np.zeros(strings, np.bool_)
    string = table.pair_string[: table.pairs].copy()
    named[string] = True
    return WeakPairs(
        string, table.pair_table[: table.pairs].copy(), (number + 1).astype(np.uint32), bits(named)
    )


def _check_names(graph: Graph) -> None:
    """Point names beyond the strings that are there at the one that says they are lost."""
    strings = len(graph.strings)
    numbered = [graph.header.edge_type(name) for name in ("element", "hidden")]
    # A part at a time: a mask of all edges would be as large as a column.
    for start in range(0, graph.nodes, _AT_ONCE):
        names = graph.node_name[start : start + _AT_ONCE]
        if names.max() >= strings:
            names[names >= strings] = ABSENT
    for start in range(0, len(graph.edge_name), _AT_ONCE):
        names = graph.edge_name[start : start + _AT_ONCE]
        if names.max() < strings:
            continue
        beyond = np.flatnonzero(names >= strings)
        names[beyond[~np.isin(graph.edge_type[start + beyond], numbered)]] = ABSENT
