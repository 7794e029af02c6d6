"""Nodes put together by what they are, and what they hold together."""

from functools import cached_property
from typing import Final

import numpy as np

from memfit.heap.graph import I64, U64, edges_of
from memfit.heap.heap import Heap
from memfit.heap.kernels import Classing, Dominators, Subtrees
from memfit.heap.names import Names
from memfit.model.snapshot import ClassRow, Content

_BY_NAME: Final = ("object", "native", "synthetic", "hidden", "array", "closure")


class Groups:
    """Sums over sets of nodes of one heap that is whole."""

    def __init__(self, heap: Heap, names: Names, tree: Dominators) -> None:
        self.heap = heap
        self.graph = heap.graph
        self.names = names
        self.tree = tree

    @cached_property
    def subtrees(self) -> Subtrees:
        """The dominator tree as intervals."""
        return self.heap.kernels.subtrees(self.tree)

    def topmost(self, nodes: I64) -> I64:
        """Return those nodes that no other of them dominates."""
        if not len(nodes):
            return nodes
        ordered = nodes[np.argsort(self.subtrees.place[nodes], kind="stable")]
        ends = np.maximum.accumulate(self.subtrees.end[ordered])
        outer = np.ones(len(ordered), np.bool_)
        outer[1:] = self.subtrees.place[ordered][1:] >= ends[:-1]
        return ordered[outer]

    def held(self, nodes: I64) -> int:
        """Return what nodes hold alone, together; nested ones count once."""
        return int(self.tree.retained[self.topmost(nodes)].sum())

    def children(self, node: int) -> I64:
        """Return the nodes that `node` dominates directly."""
        found = []
        at, end = int(self.subtrees.place[node]) + 1, int(self.subtrees.end[node])
        by_place = self.subtrees.node
        while at < end:
            child = int(by_place[at])
            found.append(child)
            at = int(self.subtrees.end[child])
        return np.array(found, np.int64)

    @cached_property
    def classing(self) -> Classing:
        """How nodes are put into classes: by name where a type has names, else by type."""
        types, names = self.graph.header.node_types, len(self.graph.strings)
        named = np.array([kind in _BY_NAME for kind in types])
        count = np.where(named, names + 1, 1)
        ends = np.cumsum(count)
        return Classing((ends - count).astype(np.uint32), named, names, int(ends[-1]))

    def shapes(self, nodes: I64) -> U64:
        """Return a number per node that is equal for objects with the same properties."""
        graph = self.graph
        count = graph.first[nodes + 1].astype(np.int64) - graph.first[nodes].astype(np.int64)
        owner = np.repeat(np.arange(len(nodes)), count)
        edges = edges_of(graph, nodes)
        is_property = graph.edge_type[edges] == graph.header.edge_type("property")
        mixed = (graph.edge_name[edges].astype(np.uint64) + np.uint64(1)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        mixed ^= mixed >> np.uint64(29)
        mixed[~is_property] = 0
        sums = np.zeros(len(nodes), np.uint64)
        np.add.at(sums, owner, mixed)
        return sums

    def contents(self, nodes: I64, most: int) -> tuple[Content, ...]:
        """Group nodes by what they are; the largest groups."""
        if not len(nodes):
            return ()
        keys = self.classing.of(self.graph, nodes).astype(np.uint64)
        plain = self.graph.strings.find(["Object"]).get("Object")
        kind = self.graph.header.node_type("object")
        if plain is not None:
            shaped = (self.graph.node_name[nodes] == plain) & (self.graph.node_type[nodes] == kind)
            keys[shaped] ^= self.shapes(nodes[shaped]) << np.uint64(1)
        _, first, group = np.unique(keys, return_index=True, return_inverse=True)
        held = np.bincount(group, self.tree.retained[nodes].astype(np.float64))
        count = np.bincount(group)
        largest = np.argsort(-held, kind="stable")[:most]
        return tuple(
            Content(
                self._group_name(int(nodes[first[g]]), int(count[g])), int(count[g]), int(held[g]),
                self.names.origin(int(nodes[first[g]])),
            )
            for g in largest
        )  # fmt: skip

    def _group_name(self, node: int, count: int) -> str:
        kind = self.names.type(node)
        if count > 1 and kind in {"string", "concatenated string", "sliced string"}:
            return kind
        return self.names.what(node)

    def classes(self, most: int) -> tuple[ClassRow, ...]:
        """Return the classes that hold most."""
        sums = self.heap.kernels.classes(self.graph, self.tree, self.subtrees, self.classing)
        there = np.flatnonzero(sums.count)
        largest = there[np.argsort(-sums.held[there].astype(np.float64), kind="stable")][:most]
        return tuple(
            ClassRow(
                self._class_name(int(sums.example[c])),
                int(sums.count[c]),
                int(sums.own[c]),
                int(sums.held[c]),
            )
            for c in largest
        )

    def _class_name(self, node: int) -> str:
        kind, name = self.names.type(node), self.graph.name(node)
        if kind in {"object", "native", "synthetic"}:
            return name or f"({kind})"
        if kind == "closure":
            return f"function {name or '(anonymous)'}"
        return name if kind in {"hidden", "array"} and name else f"({kind})"
