"""Which objects hold the memory: where it gathers in the dominator tree."""

from dataclasses import replace
from typing import Final

import numpy as np

from memfit.heap.graph import I64
from memfit.heap.groups import Groups
from memfit.heap.heap import Heap
from memfit.heap.names import Names
from memfit.heap.paths import Paths
from memfit.model.snapshot import Content, Holder, Place

_SMALLEST: Final = 0.01  # of the heap: less is not worth a line
_SPREAD: Final = 0.6  # below this share of the largest child, memory gathers in the parent
_MOST: Final = 60
_CONTENTS: Final = 3
_ALIKE: Final = 0.5  # things of one kind that make up this much are a collection
_PART: Final = 1.25
_PLAIN: Final = frozenset({"Object", "Array", "Map", "Set", "system / Context", "global", "Module"})
_VISIBLE: Final = frozenset(
    {"object", "closure", "native", "string", "concatenated string", "regexp"}
)


class Holders:
    """Finds the holders of one heap that is whole."""

    def __init__(self, heap: Heap, names: Names, paths: Paths, groups: Groups) -> None:
        self.heap = heap
        self.graph = heap.graph
        self.names = names
        self.paths = paths
        self.groups = groups
        self.retained = groups.tree.retained
        self.dominator = groups.tree.dominator
        self.total = max(int(self.retained[self.graph.header.root]), 1)

    def find(self, most: int) -> tuple[Holder, ...]:
        """Return the outermost holders with those inside them; the one to blame first."""
        found: dict[int, Holder] = {}
        for gathers in self._gathering():
            node = self._visible(gathers)
            if node is not None and node not in found:
                found[node] = self.holder(node, gathers)
        outer = _alike(self._nested(found))
        return tuple(sorted(outer, key=self._blame, reverse=True)[:most])

    def holder(self, node: int, gathers: int | None = None) -> Holder:
        """Describe a node; `gathers` is the node inside it that the contents hang from."""
        name, place, role = self.paths.name(node)
        held = int(self.retained[node])
        inner = self._inner(node) if gathers is None else gathers
        contents = self.groups.contents(self.groups.children(inner), _CONTENTS)
        return Holder(
            int(self.graph.node_id[node]), self.names.what(node), name, place, role, held,
            held / self.total, contents, path=self.paths.steps(node), within=self._within(node),
        )  # fmt: skip

    def _within(self, node: int) -> str | None:
        """Name the class of the largest thing that is little more than this node."""
        found, above = None, int(self.dominator[node])
        while (
            above != self.graph.header.root and self.retained[above] <= _PART * self.retained[node]
        ):
            if self.names.type(above) == "object" and self.graph.name(above) not in _PLAIN:
                found = self.graph.name(above)
            above = int(self.dominator[above])
        return found

    def _inner(self, node: int) -> int:
        """Go down from an object to where its memory spreads."""
        while True:
            children = self.groups.children(node)
            if not len(children):
                return node
            largest = int(children[np.argmax(self.retained[children])])
            inside = self.names.type(largest) in {"array", "hidden"}
            if not inside or self.retained[largest] < _SPREAD * self.retained[node]:
                return node
            node = largest

    def _gathering(self) -> I64:
        """Return nodes that hold much, no child of which holds most of it; largest first."""
        large = np.flatnonzero(self.retained >= max(self.total * _SMALLEST, 1))
        largest_child = np.zeros(self.graph.nodes, np.uint64)
        inner = large[large != self.graph.header.root]
        np.maximum.at(largest_child, self.dominator[inner], self.retained[inner])
        spread = large[largest_child[large] < _SPREAD * self.retained[large]]
        return spread[np.argsort(-self.retained[spread].astype(np.float64), kind="stable")][:_MOST]

    def _visible(self, node: int) -> int | None:
        """Go up to what a program can name; None where that is V8 or the program as a whole."""
        start = node
        while not self._nameable(node):
            above = int(self.dominator[node])
            if above == node or self.retained[above] * _SPREAD > self.retained[start]:
                break
            node = above
        return node if self._nameable(node) else None

    def _nameable(self, node: int) -> bool:
        if self.names.type(node) not in _VISIBLE or node == self.graph.header.root:
            return False
        edge = int(self.paths.parents[node])
        from_root = (
            edge < len(self.graph.target) and self.graph.source(edge) == self.graph.header.root
        )
        return not from_root and not self.graph.name(node).startswith("system / NativeContext")

    def _nested(self, found: dict[int, Holder]) -> list[Holder]:
        place, end = self.groups.subtrees.place, self.groups.subtrees.end
        outer: list[Holder] = []
        open_nodes: list[tuple[int, list[Holder]]] = []

        def close(until: int) -> None:
            while open_nodes and end[open_nodes[-1][0]] <= until:
                node, inside = open_nodes.pop()
                inside.sort(key=lambda holder: -holder.bytes)
                whole = replace(found[node], inside=tuple(inside))
                (open_nodes[-1][1] if open_nodes else outer).append(whole)

        for node in sorted(found, key=lambda node: int(place[node])):
            close(int(place[node]))
            open_nodes.append((node, []))
        close(self.graph.nodes)
        return outer

    def _blame(self, holder: Holder) -> float:
        """Weigh a holder: a collection of things of one kind is what a leak looks like."""
        return holder.bytes * (1.0 if holder.count >= 4 or self._collects(holder) else 0.4)

    @staticmethod
    def _collects(holder: Holder) -> bool:
        def alike(content: Content) -> bool:
            return content.count >= 4 and content.bytes >= _ALIKE * holder.bytes

        return not holder.contents or any(alike(content) for content in holder.contents)


def _alike(holders: list[Holder]) -> list[Holder]:
    """Put holders of one kind and name together: a leak that comes once a file is one leak."""
    groups: dict[tuple[str, str, str | None, Place | None], list[Holder]] = {}
    for holder in sorted(holders, key=lambda holder: -holder.bytes):
        key = (holder.what, holder.name, holder.within, holder.place)
        groups.setdefault(key, []).append(holder)
    return [
        replace(
            group[0], count=len(group), bytes=sum(holder.bytes for holder in group),
            share=sum(holder.share for holder in group),
        )
        for group in groups.values()
    ]  # fmt: skip
