"""A heap as columns: one number a node or an edge, and the strings they refer to."""

from bisect import bisect_right
from dataclasses import field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from memfit.classes import dataclass
from memfit.heap.header import Header
from memfit.heap.strings import Strings

U8: TypeAlias = npt.NDArray[np.uint8]
U32: TypeAlias = npt.NDArray[np.uint32]
U64: TypeAlias = npt.NDArray[np.uint64]
I32: TypeAlias = npt.NDArray[np.int32]
I64: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Bits: TypeAlias = U64

ABSENT = 0xFFFFFFFF
"""The number of no node and no string."""


@dataclass(slots=True)
class WeakPairs:
    """Names of the edges to the values of WeakMaps, in rising order of the string.

    Attributes:
        string: Which string the name is.
        table: Id of the WeakMap's table that the name tells.
        number: Equal for the two edges (from the key, from the table) of a pair, from 1.
        bits: A bit per string: whether it is such a name.
    """

    string: U32
    table: U32
    number: U32
    bits: Bits


@dataclass(slots=True)
class Graph:
    """The nodes and edges of a snapshot; edges are sorted by the node they come from.

    Attributes:
        header: What the snapshot says about itself.
        node_type: Per node, an index of `header.node_types`.
        node_name: Per node, an index of `strings`.
        node_id: Per node, its id; it stays with an object as long as its process lives.
        size: Per node, bytes of its own.
        first: Node n has the edges `first[n]` to `first[n + 1]`.
        detached: Per node, 2 if its embedder has let go of it, 1 if not, 0 if unknown.
        edge_type: Per edge, an index of `header.edge_types`.
        edge_name: Per edge, an index of `strings`; of element and hidden edges, a number.
        target: Per edge, the node that it leads to.
        locations: Rows of node, script id, line and column, both from 0.
        strings: Names and contents.
        pairs: The entries of WeakMaps.
        notes: What is missing or odd in the file, each a sentence.
    """

    header: Header
    node_type: U8
    node_name: U32
    node_id: U32
    size: U64
    first: U32
    detached: U8
    edge_type: U8
    edge_name: U32
    target: U32
    locations: U32
    strings: Strings
    pairs: WeakPairs
    notes: list[str] = field(default_factory=list)

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.node_type)

    def name(self, node: int) -> str:
        """Return the name that V8 gave a node; of a string, its content."""
        return self.strings[int(self.node_name[node])]

    def edges(self, node: int) -> range:
        """Return the edges that leave a node."""
        return range(int(self.first[node]), int(self.first[node + 1]))

    def source(self, edge: int) -> int:
        """Return the node that an edge leaves."""
        return bisect_right(self.first, edge) - 1

    def sources(self, edges: I64) -> I64:
        """Return the nodes that edges leave."""
        # Of another type than `first`, numpy would first make a copy of that whole column.
        found: I64 = np.searchsorted(self.first, edges.astype(np.uint32), side="right") - 1
        return found

    def edge_label(self, edge: int) -> str:
        """Return an edge's name; of element and hidden edges, its number in digits."""
        name = int(self.edge_name[edge])
        if self.header.edge_types[self.edge_type[edge]] in {"element", "hidden"}:
            return str(name)
        return self.strings[name]


def edge_sources(graph: Graph) -> U32:
    """Return per edge, of all of them, the node it leaves."""
    count = np.diff(graph.first).astype(np.int64)
    return np.repeat(np.arange(graph.nodes, dtype=np.uint32), count)


def edges_of(graph: Graph, nodes: I64) -> I64:
    """Return the edges that leave `nodes`, node after node."""
    start = graph.first[nodes].astype(np.int64)
    count = graph.first[nodes + 1].astype(np.int64) - start
    ends = np.cumsum(count)
    every = np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64)
    edges: I64 = every + np.repeat(start - ends + count, count)
    return edges


def rising(numbers: I64) -> I64:
    """Return numbers once each, the lowest first.

    `np.unique` does the same, but imports numpy.ma for it, which takes as long as a small heap.
    """
    ordered = np.sort(numbers)
    once = np.ones(len(ordered), np.bool_)
    once[1:] = ordered[1:] != ordered[:-1]
    return ordered[once]


def bits(mask: Mask) -> Bits:
    """Pack booleans into words of 64, the first in the lowest bit; one word more than needed."""
    packed = np.packbits(mask, bitorder="little")
    words = np.zeros((len(mask) // 64 + 1) * 8, np.uint8)
    words[: len(packed)] = packed
    return words.view(np.uint64)


def unpacked(words: Bits, count: int) -> Mask:
    """Turn words into booleans again."""
    return np.unpackbits(words.view(np.uint8), count=count, bitorder="little").view(np.bool_)
