"""The contract of the two ways to compute: compiled, and with numpy and Python alone."""

import os
from enum import IntEnum
from functools import cache
from typing import Protocol

import numpy as np

from memfit.classes import dataclass
from memfit.heap.graph import I32, I64, U8, U32, U64, Bits, Graph, Mask
from memfit.heap.header import Header
from memfit.heap.room import room


class State(IntEnum):
    """Why a parser came back."""

    WANTS_TEXT = 0  # the piece is used up
    COMPLETE = 1  # every row that the header promises is there
    ENDED = 2  # the array ended
    BAD_VALUE = 3  # a number that cannot be, or no text at all
    FULL = 4  # the caller's tables are


@dataclass(slots=True)
class Progress:
    """How far a parser is.

    Attributes:
        consumed: Bytes of the last piece that are done with.
        rows: Rows or strings that are stored, over all calls.
        state: Why the last call came back.
    """

    consumed: int = 0
    rows: int = 0
    state: State = State.WANTS_TEXT


class NodeTable:
    """Room for the nodes that a header promises."""

    def __init__(self, header: Header, rows: int) -> None:
        places = {name: place for place, name in enumerate(header.node_fields)}
        self.rows = rows
        self.fields = len(header.node_fields)
        self.places = [
            places.get(name, -1)
            for name in ("type", "name", "id", "self_size", "edge_count", "detachedness")
        ]
        self.types = len(header.node_types)
        self.edges = header.edges
        self.type: U8 = room(rows, np.uint8)
        self.name: U32 = room(rows, np.uint32)
        self.id: U32 = room(rows, np.uint32)
        self.size: U64 = room(rows, np.uint64)
        self.first: U32 = room(rows + 1, np.uint32)
        self.first[0] = 0
        self.detached: U8 = room(rows, np.uint8)

    @property
    def columns(self) -> tuple[U8 | U32 | U64, ...]:
        """What is filled, row by row."""
        return (self.type, self.name, self.id, self.size, self.first, self.detached)


class EdgeTable:
    """Room for the edges that a header promises."""

    def __init__(self, header: Header, rows: int, nodes: int) -> None:
        self.rows = rows
        self.fields = len(header.edge_fields)
        self.places = [header.edge_fields.index(n) for n in ("type", "name_or_index", "to_node")]
        self.types = len(header.edge_types)
        self.node_fields = len(header.node_fields)
        self.nodes = nodes
        self.type: U8 = room(rows, np.uint8)
        self.name: U32 = room(rows, np.uint32)
        self.target: U32 = room(rows, np.uint32)

    @property
    def columns(self) -> tuple[U8 | U32, ...]:
        """What is filled, row by row."""
        return (self.type, self.name, self.target)


class StringTable:
    """Room for places of strings, and for the names of WeakMap entries among them."""

    def __init__(self, strings: int, pairs: int) -> None:
        self.offset: U64 = room(strings, np.uint64)
        self.length: U32 = room(strings, np.uint32)
        self.pairs = 0
        self.pair_string: U32 = room(pairs, np.uint32)
        self.pair_table: U32 = room(pairs, np.uint32)
        self.pair_hash: U64 = room(pairs, np.uint64)

    def grow(self, rows: int) -> None:
        """Double what is full, with `rows` strings stored; what is stored stays."""
        pairs = ("pair_string", "pair_table", "pair_hash")
        full = ("offset", "length") if rows == len(self.offset) else pairs
        for name in full:
            old = getattr(self, name)
            new = room(2 * len(old), old.dtype.type)
            new[: len(old)] = old
            setattr(self, name, new)


@dataclass(slots=True)
class Dominators:
    """The dominator tree: what would go if a node went.

    Attributes:
        dominator: Per node, the node that holds it alone; of the root, itself.
        retained: Per node, bytes that it holds alone, its own among them.
        order: Every node, dominators before what they dominate; the root first.
    """

    dominator: U32
    retained: U64
    order: U32


@dataclass(slots=True)
class Subtrees:
    """Nodes numbered so that all that a node dominates follows it without a gap.

    Attributes:
        place: Per node, its number.
        end: Per node, the number after the last node that it dominates.
        node: Per number, its node.
    """

    place: U32
    end: U32
    node: U32


@dataclass(slots=True)
class Classing:
    """How nodes are put into classes: by type, and by name where a type has names of its own.

    Attributes:
        base: Per type, its first class.
        named: Per type, whether each name is a class.
        names: Names from this number on are one class.
        classes: How many there are.
    """

    base: U32
    named: Mask
    names: int
    classes: int

    def of(self, graph: Graph, nodes: I64) -> U32:
        """Return the class of each of some nodes."""
        types = graph.node_type[nodes]
        names = np.minimum(graph.node_name[nodes], np.uint32(self.names))
        found: U32 = self.base[types] + names * self.named[types]
        return found


@dataclass(slots=True)
class ClassSums:
    """What the nodes of each class come to; nodes without a size are left out.

    Attributes:
        count: Per class, how many nodes.
        own: Per class, bytes of their own.
        held: Per class, bytes that they hold; nested ones count once.
        example: Per class with a node, one of its nodes.
    """

    count: U64
    own: U64
    held: U64
    example: U32


@dataclass(slots=True)
class Marks:
    """Numbers that stand for names in one snapshot; `ABSENT` where it does not have the name.

    Attributes:
        dom_trees: The node `(Document DOM trees)`.
        native_context: The string `system / NativeContext`.
        sloppy_function_map: That string.
        map_descriptors: The string `(map descriptors)`.
    """

    dom_trees: int
    native_context: int
    sloppy_function_map: int
    map_descriptors: int


class Kernels(Protocol):
    """What both ways can do; the numbers are the same to the last bit."""

    @property
    def compiled(self) -> bool:
        """Whether this is the compiled way."""

    @property
    def piece(self) -> int:
        """How many bytes of text to pass at a time."""

    def parse_nodes(self, text: U8, length: int, table: NodeTable, done: Progress) -> None:
        """Read rows of nodes; `text[length]` is zero."""

    def parse_edges(self, text: U8, length: int, table: EdgeTable, done: Progress) -> None:
        """Read rows of edges; `text[length]` is zero."""

    def parse_numbers(self, text: U8, length: int, out: U32, done: Progress) -> None:
        """Read the numbers of an array; larger ones than fit are clamped."""

    def index_strings(
        self, text: U8, length: int, base: int, table: StringTable, done: Progress
    ) -> None:
        """Find the strings of an array; `base` is where the piece stands in the file."""

    def essential(self, graph: Graph, marks: Marks) -> Bits:
        """Return a bit per edge: whether it retains."""

    def own_sizes(self, graph: Graph, ownable: Bits) -> None:
        """Move the size of each ownable node that has one owner to that owner."""

    def dominators(self, graph: Graph, essential: Bits) -> Dominators:
        """Compute the dominator tree and retained sizes."""

    def distances(self, graph: Graph, marks: Marks, spelled: I32 | None) -> I32:
        """Return the steps from the nearest user root; see `memfit.heap.heap.Heap.distances`."""

    def subtrees(self, tree: Dominators) -> Subtrees:
        """Number the nodes of a dominator tree."""

    def classes(
        self, graph: Graph, tree: Dominators, subtrees: Subtrees, by: Classing
    ) -> ClassSums:
        """Sum up nodes by class."""

    def select(self, column: U32, wanted: Bits, known: int) -> I64:
        """Return where a column has numbers that have a bit among the `known` ones of `wanted`."""

    def paths(self, graph: Graph, essential: Bits, cost: U8, cheap: Bits) -> U32:
        """Find the cheapest way to each node: first from user roots, then from the root.

        Args:
            graph: The graph.
            essential: The edges that count.
            cost: Per edge type, 1 to 15.
            cheap: Per string, whether an internal edge of that name costs 1.

        Returns:
            Per node, the edge it is reached by; `ABSENT` for the root and what is not reached.
        """


@cache
def kernels() -> Kernels:
    """Return the compiled kernels, or the pure ones where there are none.

    `MEMFIT_HEAP_KERNELS=pure` asks for the pure ones.
    """
    from memfit.heap import native

    library = native.find()
    if library is not None and os.environ.get("MEMFIT_HEAP_KERNELS") != "pure":
        return native.NativeKernels(library)
    from memfit.heap import pure

    return pure.PureKernels()
