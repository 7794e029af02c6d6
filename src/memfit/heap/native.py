"""The compiled kernels, called through ctypes, which lets other threads run meanwhile."""

import ctypes as c
import os
from pathlib import Path
from typing import Any, Final

import numpy as np

from memfit.errors import MemfitError
from memfit.heap.graph import ABSENT, I32, I64, U8, U32, Bits, Graph
from memfit.heap.kernels import (
    Classing,
    ClassSums,
    Dominators,
    EdgeTable,
    Marks,
    NodeTable,
    Progress,
    State,
    StringTable,
    Subtrees,
)
from memfit.heap.room import room

_i64, _u32, _u64, _pointer = c.c_int64, c.c_uint32, c.c_uint64, c.c_void_p


def _structure(name: str, /, **fields: Any) -> type[c.Structure]:
    return type(name, (c.Structure,), {"_fields_": list(fields.items())})


# These mirror the structures of _kernels.c, field by field.
_Progress = _structure("Progress", consumed=_i64, rows=_i64, state=_i64)
_Nodes = _structure(
    "Nodes", rows=_i64, fields=_i64, places=_i64 * 6, types=_u64, edges=_u64,
    type=_pointer, name=_pointer, id=_pointer, size=_pointer, first=_pointer, detached=_pointer,
)  # fmt: skip
_Edges = _structure(
    "Edges", rows=_i64, fields=_i64, places=_i64 * 3, types=_u64, node_fields=_u64, nodes=_u64,
    type=_pointer, name=_pointer, target=_pointer,
)  # fmt: skip
_Strings = _structure(
    "Strings", capacity=_i64, offset=_pointer, length=_pointer, pair_capacity=_i64, pairs=_i64,
    pair_string=_pointer, pair_table=_pointer, pair_hash=_pointer,
)  # fmt: skip
_Graph = _structure(
    "Graph", nodes=_u32, root=_u32, dom_trees=_u32, element=_u32, hidden=_u32, internal=_u32,
    shortcut=_u32, weak=_u32, synthetic=_u32, native_context=_u32, sloppy_function_map=_u32,
    map_descriptors=_u32, type_hidden=_u32, type_array=_u32, first=_pointer, edge_type=_pointer,
    edge_name=_pointer, target=_pointer, node_type=_pointer, node_name=_pointer, id=_pointer,
    strings=_u64, pairs=_u64, pair_bit=_pointer, pair_string=_pointer, pair_table=_pointer, pair_number=_pointer,
)  # fmt: skip

_Classing = _structure(
    "Classing", type=_pointer, name=_pointer, base=_pointer, named=_pointer, names=_u32,
    classes=_u32,
)  # fmt: skip
_AT_ONCE: Final = 1 << 20  # numbers that are selected from at a time


def find() -> Path | None:
    """Return the compiled kernels beside this module, or None if there are none.

    `MEMFIT_HEAP_LIBRARY` names another file.
    """
    named = os.environ.get("MEMFIT_HEAP_LIBRARY")
    place = Path(named) if named else Path(__file__).with_name("_kernels.so")
    return place if place.is_file() else None


def _at(array: Any) -> int:
    # Only for arrays that something else keeps alive during the call.
    return int(array.ctypes.data)


class NativeKernels:
    """The functions of _kernels.c."""

    compiled = True
    piece = 1 << 20

    def __init__(self, library: Path) -> None:
        try:
            self._library = c.CDLL(str(library))
        except OSError as error:
            raise MemfitError(f"{library} cannot be loaded: {error}") from error
        for name in (
            "essential",
            "own_sizes",
            "dominators",
            "distances",
            "subtrees",
            "classes",
            "paths",
            "select",
        ):
            getattr(self._library, f"memfit_{name}").restype = _i64

    def parse_nodes(self, text: U8, length: int, table: NodeTable, done: Progress) -> None:
        """See `Kernels`."""
        nodes = _Nodes(
            table.rows, table.fields, (_i64 * 6)(*table.places), table.types, table.edges,
            *map(_at, table.columns),
        )  # fmt: skip
        self._parse("nodes", text, length, done, c.byref(nodes))

    def parse_edges(self, text: U8, length: int, table: EdgeTable, done: Progress) -> None:
        """See `Kernels`."""
        edges = _Edges(
            table.rows, table.fields, (_i64 * 3)(*table.places), table.types, table.node_fields,
            table.nodes, *map(_at, table.columns),
        )  # fmt: skip
        self._parse("edges", text, length, done, c.byref(edges))

    def parse_numbers(self, text: U8, length: int, out: U32, done: Progress) -> None:
        """See `Kernels`."""
        self._parse("numbers", text, length, done, _pointer(_at(out)), _i64(len(out)))

    def _parse(self, what: str, text: U8, length: int, done: Progress, *more: Any) -> None:
        progress = _Progress(0, done.rows, 0)
        function = getattr(self._library, f"memfit_parse_{what}")
        function(_pointer(_at(text)), _i64(length), *more, c.byref(progress))
        _advance(done, progress)

    def index_strings(
        self, text: U8, length: int, base: int, table: StringTable, done: Progress
    ) -> None:
        """See `Kernels`."""
        strings = _Strings(
            len(table.offset), _at(table.offset), _at(table.length), len(table.pair_string),
            table.pairs, _at(table.pair_string), _at(table.pair_table), _at(table.pair_hash),
        )  # fmt: skip
        progress = _Progress(0, done.rows, 0)
        self._library.memfit_index_strings(
            _pointer(_at(text)), _i64(length), _u64(base), c.byref(strings), c.byref(progress)
        )
        table.pairs = strings.pairs
        _advance(done, progress)

    def essential(self, graph: Graph, marks: Marks) -> Bits:
        """See `Kernels`."""
        essential = np.zeros(len(graph.target) // 64 + 1, np.uint64)
        self._call("essential", graph, marks, _pointer(_at(essential)))
        return essential

    def own_sizes(self, graph: Graph, ownable: Bits) -> None:
        """See `Kernels`."""
        self._call("own_sizes", graph, None, _pointer(_at(ownable)), _pointer(_at(graph.size)))

    def dominators(self, graph: Graph, essential: Bits) -> Dominators:
        """See `Kernels`."""
        found = Dominators(
            room(graph.nodes, np.uint32),
            room(graph.nodes, np.uint64),
            room(graph.nodes, np.uint32),
        )
        work = room(3 * (graph.nodes + 1), np.uint32)
        arrays = (essential, graph.size, work, found.dominator, found.retained, found.order)
        self._call("dominators", graph, None, *(_pointer(_at(array)) for array in arrays))
        return found

    def distances(self, graph: Graph, marks: Marks, spelled: I32 | None) -> I32:
        """See `Kernels`."""
        distances = room(graph.nodes, np.int32)
        names = _pointer(None if spelled is None else _at(spelled))
        self._call("distances", graph, marks, names, _pointer(_at(distances)))
        return distances

    def subtrees(self, tree: Dominators) -> Subtrees:
        """See `Kernels`."""
        nodes = len(tree.order)
        found = Subtrees(*(room(nodes, np.uint32) for _ in range(3)))
        arrays = (tree.order, tree.dominator, found.place, found.end, found.node)
        if self._library.memfit_subtrees(_u32(nodes), *(_pointer(_at(a)) for a in arrays)):
            raise MemoryError("subtrees")
        return found

    def classes(
        self, graph: Graph, tree: Dominators, subtrees: Subtrees, by: Classing
    ) -> ClassSums:
        """See `Kernels`."""
        count, own, held = (np.zeros(by.classes, np.uint64) for _ in range(3))
        found = ClassSums(count, own, held, np.zeros(by.classes, np.uint32))
        columns = (graph.node_type, graph.node_name, by.base, by.named)
        classing = _Classing(*map(_at, columns), by.names, by.classes)
        if self._library.memfit_classes(
            _u32(graph.nodes), _pointer(_at(subtrees.node)), _pointer(_at(subtrees.end)),
            c.byref(classing),
            *(_pointer(_at(array)) for array in (graph.size, tree.retained, count, own, held, found.example)),
        ):  # fmt: skip
            raise MemoryError("classes")
        return found

    def select(self, column: U32, wanted: Bits, known: int) -> I64:
        """See `Kernels`."""
        out: U32 = np.empty(min(_AT_ONCE, len(column)), np.uint32)
        found = []
        for start in range(0, len(column), _AT_ONCE):
            part = column[start : start + _AT_ONCE]
            count = self._library.memfit_select(
                _pointer(_at(part)), _i64(len(part)), _pointer(_at(wanted)), _u64(known),
                _pointer(_at(out)),
            )  # fmt: skip
            found.append(out[:count].astype(np.int64) + start)
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def paths(self, graph: Graph, essential: Bits, cost: U8, cheap: Bits) -> U32:
        """See `Kernels`."""
        parent = room(graph.nodes, np.uint32)
        arrays = (essential, cost, cheap, parent)
        self._call("paths", graph, None, *(_pointer(_at(array)) for array in arrays))
        return parent

    def _call(self, what: str, graph: Graph, marks: Marks | None, *arguments: Any) -> None:
        structure = _graph(graph, marks)
        if getattr(self._library, f"memfit_{what}")(c.byref(structure), *arguments):
            raise MemoryError(what)


def _graph(graph: Graph, marks: Marks | None) -> c.Structure:
    header, pairs = graph.header, graph.pairs
    named = marks or Marks(ABSENT, ABSENT, ABSENT, ABSENT)
    return _Graph(
        graph.nodes, header.root, named.dom_trees,
        *map(header.edge_type, ("element", "hidden", "internal", "shortcut", "weak")),
        header.node_type("synthetic"), named.native_context, named.sloppy_function_map,
        named.map_descriptors, header.node_type("hidden"), header.node_type("array"),
        _at(graph.first), _at(graph.edge_type), _at(graph.edge_name), _at(graph.target),
        _at(graph.node_type), _at(graph.node_name), _at(graph.node_id),
        len(graph.strings), len(pairs.string),
        _at(pairs.bits), _at(pairs.string), _at(pairs.table), _at(pairs.number),
    )  # fmt: skip


def _advance(done: Progress, progress: Any) -> None:
    done.consumed, done.rows, done.state = progress.consumed, progress.rows, State(progress.state)
