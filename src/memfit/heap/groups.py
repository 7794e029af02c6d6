"""Nodes put together by what they are, and what they hold together."""

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from memfit.heap.graph import I64, U64
from memfit.heap.heap import Heap
from memfit.heap.kernels import Dominators, Subtrees
from memfit.heap.names import Names
from memfit.model.snapshot import ClassRow, Content

Mask = npt.NDArray[np.bool_]
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

    @cached_property
    def nodes_by_place(self) -> I64:
        """The nodes in the order of their intervals."""
        by_place = np.empty(self.graph.nodes, np.int64)
        by_place[self.subtrees.place] = np.arange(self.graph.nodes)
        return by_place

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
        by_place = self.nodes_by_place
        while at < end:
            child = int(by_place[at])
            found.append(child)
            at = int(self.subtrees.end[child])
        return np.array(found, np.int64)

    @cached_property
    def class_numbers(self) -> I64:
        """Per node, a number that is equal for nodes of one class; not for other snapshots."""
        graph = self.graph
        named = np.zeros(len(graph.header.node_types), np.bool_)
        for kind in _BY_NAME:
            if kind in graph.header.node_types:
                named[graph.header.node_type(kind)] = True
        strings = len(graph.strings)
        name = np.minimum(graph.node_name, strings).astype(np.int64)
        kind = graph.node_type.astype(np.int64)
        return np.where(named[kind], name, strings + 1) * 256 + kind

    def shapes(self, nodes: I64) -> U64:
        """Return a number per node that is equal for objects with the same properties."""
        graph = self.graph
        start = graph.first[nodes].astype(np.int64)
        count = graph.first[nodes + 1].astype(np.int64) - start
        owner = np.repeat(np.arange(len(nodes)), count)
        ends = np.cumsum(count)
        edges = np.arange(len(owner)) + np.repeat(start - ends + count, count)
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
        keys = self.class_numbers[nodes].astype(np.uint64)
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
            Content(self._group_name(int(nodes[first[g]]), int(count[g])), int(count[g]), int(held[g]))
            for g in largest
        )

    def _group_name(self, node: int, count: int) -> str:
        kind = self.names.type(node)
        if count > 1 and kind in {"string", "concatenated string", "sliced string"}:
            return kind
        return self.names.what(node)

    def classes(self, most: int) -> tuple[ClassRow, ...]:
        """Return the classes that hold most."""
        sized = np.flatnonzero(self.graph.size)
        if not len(sized):
            return ()
        numbers = self.class_numbers[sized]
        # Sorted by class and, within a class, by place: what is nested follows what it is in.
        order = np.lexsort((self.subtrees.place[sized], numbers))
        sized, numbers = sized[order], numbers[order]
        starts = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
        count = np.diff(np.append(starts, len(sized)))
        group = np.repeat(np.arange(len(starts)), count)
        retained = np.bincount(group, self._outer(sized, group))
        own = np.bincount(group, self.graph.size[sized].astype(np.float64))
        return tuple(
            ClassRow(self._class_name(int(sized[starts[g]])), int(count[g]), int(own[g]), int(retained[g]))
            for g in np.argsort(-retained, kind="stable")[:most]
        )

    def _outer(self, sized: I64, group: I64) -> "npt.NDArray[np.float64]":
        # The groups are put one behind the other on a longer line, so that one running maximum of
        # ends does for all of them.
        shift = group * (self.graph.nodes + 1)
        ends = np.maximum.accumulate(self.subtrees.end[sized] + shift)
        outer = np.ones(len(sized), np.bool_)
        outer[1:] = (self.subtrees.place[sized] + shift)[1:] >= ends[:-1]
        return np.where(outer, self.tree.retained[sized].astype(np.float64), 0.0)

    def _class_name(self, node: int) -> str:
        kind, name = self.names.type(node), self.graph.name(node)
        if kind in {"object", "native", "synthetic"}:
            return name or f"({kind})"
        if kind == "closure":
            return f"function {name or '(anonymous)'}"
        return name if kind in {"hidden", "array"} and name else f"({kind})"
