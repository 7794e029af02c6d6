"""A snapshot that is understood: who holds what, by the rules of Chrome DevTools.

The rules are those of front_end/entrypoints/heap_snapshot_worker/HeapSnapshot.ts in
chrome-devtools-frontend; a test compares every node of real snapshots with that program.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from memfit.classes import dataclass
from memfit.heap.graph import ABSENT, I32, I64, U32, Bits, Graph, Mask, bits, edges_of
from memfit.heap.kernels import Dominators, Kernels, Marks
from memfit.heap.parse import parse

_DETACHED: Final = 2
_EXTERNAL: Final = "system / ExternalStringData"
_NATIVE_CONTEXT: Final = "system / NativeContext"
_SLOPPY: Final = "sloppy_function_map"
_DESCRIPTORS: Final = "(map descriptors)"
_DOM_TREES: Final = "(Document DOM trees)"


@dataclass(slots=True)
class Heap:
    """A graph with what follows from it.

    Attributes:
        graph: The nodes and edges; sizes of hidden nodes are with their owners.
        kernels: What computes.
        essential: A bit per edge: whether it retains. Empty in a cut file.
        tree: The dominator tree, or None in a cut file.
        marks: Numbers of names with a meaning.
    """

    graph: Graph
    kernels: Kernels
    essential: Bits
    tree: Dominators | None
    marks: Marks

    @property
    def total(self) -> int:
        """Bytes of all nodes."""
        return int(self.graph.size.sum())

    def nodes_named(self, words: Iterable[str]) -> I64:
        """Return the nodes of these names, in their order."""
        return self._named(self.graph.node_name, words)

    def edges_named(self, words: Iterable[str]) -> I64:
        """Return the edges of these names, in their order; numbered ones may be among them."""
        return self._named(self.graph.edge_name, words)

    def _named(self, column: U32, words: Iterable[str]) -> I64:
        strings = self.graph.strings
        wanted = np.zeros(len(strings), np.bool_)
        wanted[list(strings.find(words).values())] = True
        return self.kernels.select(column, bits(wanted), len(strings))

    def distances(self) -> I32:
        """Return per node the steps from the nearest user root.

        As DevTools counts: 1 for what hangs from the root itself and is not made up by V8,
        100,000,000 and more for what only V8's own roots hold, -5 for what nothing holds.
        """
        return self.kernels.distances(self.graph, self.marks, _spelled(self.graph))


def load(path: Path, kernels: Kernels) -> Heap:
    """Read a snapshot and compute its dominator tree.

    Raises:
        UnusableInputError: If nothing can be said about the file.
    """
    return understand(parse(path, kernels), kernels)


def understand(graph: Graph, kernels: Kernels) -> Heap:
    """Compute what follows from a graph; moves sizes of hidden nodes to their owners."""
    words = graph.strings.find((_NATIVE_CONTEXT, _SLOPPY, _DESCRIPTORS, _DOM_TREES, _EXTERNAL))
    marks = Marks(
        _dom_trees(graph, words.get(_DOM_TREES)),
        words.get(_NATIVE_CONTEXT, ABSENT),
        words.get(_SLOPPY, ABSENT),
        words.get(_DESCRIPTORS, ABSENT),
    )
    if not len(graph.target):
        return Heap(graph, kernels, np.zeros(1, np.uint64), None, marks)
    essential = kernels.essential(graph, marks)
    if _has_user_roots(graph, marks):
        kernels.own_sizes(graph, bits(_ownable(graph, words.get(_EXTERNAL))))
    return Heap(graph, kernels, essential, kernels.dominators(graph, essential), marks)


def _dom_trees(graph: Graph, name: int | None) -> int:
    if name is None:
        return ABSENT
    synthetic = graph.node_type == graph.header.node_type("synthetic")
    found = np.flatnonzero(synthetic & (graph.node_name == name))
    return int(found[0]) if len(found) else ABSENT


def _has_user_roots(graph: Graph, marks: Marks) -> bool:
    """Tell whether V8 hid its internals; with `exposeInternals` it did not, and sizes stay."""
    root = graph.header.root
    children = graph.target[graph.first[root] : graph.first[root + 1]]
    made_up = graph.node_type[children] == graph.header.node_type("synthetic")
    return bool((~made_up | (children == marks.dom_trees)).any())


def _ownable(graph: Graph, external: int | None) -> Mask:
    kind = graph.header.node_type
    ownable: Mask = (graph.node_type == kind("hidden")) | (graph.node_type == kind("array"))
    if external is not None:
        data = (graph.node_type == kind("native")) & (graph.node_name == external)
        data[detached(graph)] = False  # DevTools has renamed these by then
        ownable |= data
    return ownable


def detached(graph: Graph) -> I64:
    """Return the native nodes that their embedder has let go of, and what only they reach.

    DevTools puts "Detached" before their names.
    """
    kind, edge = graph.header.node_type, graph.header.edge_type
    native = graph.node_type == kind("native")
    known = np.flatnonzero(native & (graph.detached > 0))
    if not len(known):
        return known
    skipped = [edge("hidden"), edge("weak")]
    state = np.where(native, graph.detached, 0)
    seen = native & (graph.detached > 0)
    for value in (1, _DETACHED):
        stack = [int(node) for node in known if graph.detached[node] == value]
        while stack:
            node = stack.pop()
            for e in graph.edges(node):
                to = int(graph.target[e])
                if native[to] and not seen[to] and graph.edge_type[e] not in skipped:
                    seen[to] = True
                    state[to] = value
                    stack.append(to)
    return np.flatnonzero(state == _DETACHED)


def _spelled(graph: Graph) -> I32 | None:
    """Read the number at the start of names of edges that leave descriptors, as parseInt does."""
    descriptors = graph.strings.find([_DESCRIPTORS]).get(_DESCRIPTORS)
    if descriptors is None:
        return None
    kind = graph.header.node_type("array")
    nodes = np.flatnonzero((graph.node_type == kind) & (graph.node_name == descriptors))
    spelled = np.full(len(graph.strings), -1, np.int32)
    edges = edges_of(graph, nodes)
    numbered = [graph.header.edge_type(name) for name in ("element", "hidden")]
    names = graph.edge_name[edges[~np.isin(graph.edge_type[edges], numbered)]]
    for name in set(names[names < len(spelled)].tolist()):
        match = re.match(rb"\s*(\d{1,9})", graph.strings.raw(int(name)))
        if match:
            spelled[name] = int(match[1])
    return spelled
