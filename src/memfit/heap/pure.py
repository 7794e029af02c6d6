"""The kernels without a compiler: numpy where it can, Python where it must."""

from typing import Final

import numpy as np

from memfit.heap.dominators import dominator_tree, sums_below
from memfit.heap.graph import (
    I32,
    I64,
    U8,
    U32,
    Bits,
    Graph,
    Mask,
    bits,
    edge_sources,
    edges_of,
    unpacked,
)
from memfit.heap.kernels import Classing, ClassSums, Dominators, Marks, Subtrees
from memfit.heap.pure_paths import cheapest_ways
from memfit.heap.pure_text import PureText

_SYSTEM_DISTANCE: Final = 100_000_000
_NO_DISTANCE: Final = -5
_AT_ONCE: Final = 1 << 20


class PureKernels(PureText):
    """What `_kernels.c` does, slower."""

    compiled = False

    def essential(self, graph: Graph, marks: Marks) -> Bits:
        """See `Kernels`."""
        page = _page(graph, marks)
        source, target = edge_sources(graph), graph.target
        edge, root = graph.header.edge_type, graph.header.root
        keeps = page[target]
        keeps &= ~np.repeat(page, np.diff(graph.first).astype(np.int64))
        np.logical_not(keeps, out=keeps)
        keeps &= graph.edge_type != edge("shortcut")
        keeps[graph.first[root] : graph.first[root + 1]] = True
        keeps &= graph.edge_type != edge("weak")
        keeps &= source != target
        named, pair = _pairs_of(graph)
        keeps[named[graph.pairs.table[pair] == graph.node_id[source[named]]]] = False
        return bits(keeps)

    def own_sizes(self, graph: Graph, ownable: Bits) -> None:
        """See `Kernels`."""
        owned = unpacked(ownable, graph.nodes)
        edges = np.flatnonzero(
            owned[graph.target] & (graph.edge_type != graph.header.edge_type("weak"))
        )
        source, target = edge_sources(graph)[edges], graph.target[edges].astype(np.int64)
        # A node has one owner if the least and the greatest that reach it are the same.
        passes = owned[source]
        least = np.where(owned, graph.nodes, np.arange(graph.nodes))
        most = np.where(owned, -1, np.arange(graph.nodes))
        while True:
            better = (least[source] < least[target]) | (most[source] > most[target])
            if not better.any():
                break
            np.minimum.at(least, target[better], least[source[better]])
            np.maximum.at(most, target[better], most[source[better]])
            # From now on only what owned nodes pass on can change.
            source, target = source[passes], target[passes]
            passes = owned[source]
        synthetic = graph.header.node_type("synthetic")
        moved = np.flatnonzero(owned & (least == most))
        by = least[moved]
        keep = (graph.node_type[by] != synthetic) & (by != graph.header.root)
        moved, by = moved[keep], by[keep]
        np.add.at(graph.size, by, graph.size[moved])
        graph.size[moved] = 0

    def dominators(self, graph: Graph, essential: Bits) -> Dominators:
        """See `Kernels`."""
        return dominator_tree(graph, unpacked(essential, len(graph.target)))

    def distances(self, graph: Graph, marks: Marks, spelled: I32 | None) -> I32:
        """See `Kernels`."""
        root, kind = graph.header.root, graph.header.node_type
        distance = np.full(graph.nodes, _NO_DISTANCE, np.int32)
        passable = _passable(graph, marks, spelled)
        pair = np.zeros(len(graph.target), np.uint32)
        named, which = _pairs_of(graph)
        pair[named] = graph.pairs.number[which]
        descriptors = _is(graph, graph.sources(named), kind("array"), marks.map_descriptors)
        if spelled is not None:
            pair[named[descriptors]] = 0
        edges = np.arange(int(graph.first[root]), int(graph.first[root + 1]))
        children = graph.target[edges].astype(np.int64)
        users = (graph.node_type[children] != kind("synthetic")) | (children == marks.dom_trees)
        pending = np.zeros(int(graph.pairs.number.max(initial=0)) + 1, np.bool_)
        distance[children[users]] = 1
        front = _distinct(graph.target[edges[users]], np.empty(graph.nodes, np.int64))
        _walk(graph, front, distance, passable, pair, pending)
        distance[root] = _SYSTEM_DISTANCE if users.any() else 0
        _walk(graph, np.array([root]), distance, passable, pair, pending)
        return distance

    def subtrees(self, tree: Dominators) -> Subtrees:
        """See `Kernels`."""
        order, dominator = tree.order, tree.dominator
        size = sums_below(dominator, order, np.ones(len(order), np.uint64))
        # What the earlier children of the same node take, and that node itself.
        inner = order[1:]
        inner = inner[np.argsort(dominator[inner], kind="stable")]
        taken = np.cumsum(size[inner]) - size[inner]
        by = dominator[inner]
        starts = np.flatnonzero(np.append(True, by[1:] != by[:-1]))[: len(by)]
        taken -= np.repeat(taken[starts], np.diff(np.append(starts, len(by))))
        offset = np.zeros(len(order), np.uint64)
        offset[inner] = taken + np.uint64(1)
        place, above = offset.tolist(), dominator.tolist()
        for at in order[1:].tolist():
            place[at] += place[above[at]]
        places = np.array(place, np.uint32)
        node = np.empty(len(order), np.uint32)
        node[places] = np.arange(len(order), dtype=np.uint32)
        return Subtrees(places, size.astype(np.uint32) + places, node)

    def classes(
        self, graph: Graph, tree: Dominators, subtrees: Subtrees, by: Classing
    ) -> ClassSums:
        """See `Kernels`."""
        sized = np.flatnonzero(graph.size)
        group = by.of(graph, sized).astype(np.int64)
        # By class and, within a class, by place: what is nested follows what it is in.
        order = np.lexsort((subtrees.place[sized], group))
        sized, group = sized[order], group[order]
        # The classes are put one behind the other on a longer line, so that one running maximum
        # of ends does for all of them.
        shift = group * (graph.nodes + 1)
        ends = np.maximum.accumulate(subtrees.end[sized] + shift)
        outer = np.ones(len(sized), np.bool_)
        outer[1:] = (subtrees.place[sized] + shift)[1:] >= ends[:-1]
        held = np.where(outer, tree.retained[sized].astype(np.float64), 0.0)
        example = np.zeros(by.classes, np.uint32)
        example[group] = sized
        return ClassSums(
            np.bincount(group, minlength=by.classes).astype(np.uint64),
            np.bincount(group, graph.size[sized].astype(np.float64), by.classes).astype(np.uint64),
            np.bincount(group, held, by.classes).astype(np.uint64),
            example,
        )

    def select(self, column: U32, wanted: Bits, known: int) -> I64:
        """See `Kernels`."""
        mask = np.append(unpacked(wanted, known), np.False_)
        found = []
        # A part at a time: a mask of all edges would be as large as a column.
        for start in range(0, len(column), _AT_ONCE):
            part = np.minimum(column[start : start + _AT_ONCE], known)
            found.append(np.flatnonzero(mask[part]) + start)
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def paths(self, graph: Graph, essential: Bits, cost: U8, cheap: Bits) -> U32:
        """See `Kernels`."""
        return cheapest_ways(graph, essential, cost, cheap)


def _page(graph: Graph, marks: Marks) -> Mask:
    """Mark what the page owns: all that its windows and documents reach."""
    edge, root = graph.header.edge_type, graph.header.root
    page = np.zeros(graph.nodes, np.bool_)
    edges = np.arange(int(graph.first[root]), int(graph.first[root + 1]))
    kind, to = graph.edge_type[edges], graph.target[edges]
    entry = (kind == edge("shortcut")) | ((kind == edge("element")) & (to == marks.dom_trees))
    mark = np.empty(graph.nodes, np.int64)
    front = _distinct(to[entry], mark)
    while len(front):
        page[front] = True
        edges = edges_of(graph, front)
        to = graph.target[edges[graph.edge_type[edges] != edge("weak")]]
        front = _distinct(to[~page[to]], mark)
    return page


def _distinct(nodes: U32, mark: I64) -> I64:
    """Return nodes once each, in the order in which they come first; `mark` has any content."""
    every = np.arange(len(nodes))
    mark[nodes[::-1]] = every[::-1]
    distinct: I64 = nodes[mark[nodes] == every].astype(np.int64)
    return distinct


def _pairs_of(graph: Graph) -> tuple[I64, I64]:
    """Return the edges that stand for entries of WeakMaps, and which entry each is."""
    if not len(graph.pairs.string):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    known = np.append(unpacked(graph.pairs.bits, len(graph.strings)), np.False_)
    names = np.minimum(graph.edge_name, len(graph.strings))
    named = np.flatnonzero(
        known[names] & (graph.edge_type == graph.header.edge_type("internal"))
    )  # fmt: skip
    return named, np.searchsorted(graph.pairs.string, graph.edge_name[named])


def _is(graph: Graph, nodes: I64, kind: int, name: int) -> Mask:
    found: Mask = (graph.node_type[nodes] == kind) & (graph.node_name[nodes] == name)
    return found


def _passable(graph: Graph, marks: Marks, spelled: I32 | None) -> Mask:
    """Mark the edges that DevTools follows when it measures distances, but for WeakMaps."""
    kind, edge = graph.header.node_type, graph.header.edge_type
    passable: Mask = graph.edge_type != edge("weak")
    numbered = np.isin(graph.edge_type, [edge("element"), edge("hidden")])
    every = np.arange(graph.nodes)
    contexts = np.flatnonzero(_is(graph, every, kind("hidden"), marks.native_context))
    edges = edges_of(graph, contexts)
    sloppy = (graph.edge_name[edges] == marks.sloppy_function_map) & ~numbered[edges]
    passable[edges[sloppy]] = False
    if spelled is not None:
        descriptors = np.flatnonzero(_is(graph, every, kind("array"), marks.map_descriptors))
        edges = edges_of(graph, descriptors)
        name = graph.edge_name[edges]
        read = np.append(spelled, np.int32(-1))[np.minimum(name, len(spelled))]
        index = np.where(numbered[edges], name.astype(np.int64), read)
        passable[edges[(index >= 2) & (index % 3 == 1)]] = False
    return passable


def _walk(
    graph: Graph, front: I64, distance: I32, passable: Mask, pair: U32, pending: Mask
) -> None:
    """Go on breadth first from `front`; the first of a pair of WeakMap edges is not followed."""
    mark = np.empty(graph.nodes, np.int64)
    while len(front):
        following = int(distance[front[0]]) + 1
        edges = edges_of(graph, front)
        edges = edges[passable[edges]]
        edges = edges[distance[graph.target[edges]] == _NO_DISTANCE]
        if pair[edges].any():
            edges = edges[_followed(graph.target[edges], pair[edges], pending, mark)]
        front = _distinct(graph.target[edges], mark)
        distance[front] = following


def _followed(targets: U32, pairs: U32, pending: Mask, mark: I64) -> Mask:
    """Mark the edges to follow, in their order: of a pair, the second to a node not yet reached."""
    followed: Mask = pairs == 0
    plain = np.flatnonzero(followed)
    mark[targets] = len(targets)
    mark[targets[plain][::-1]] = plain[::-1]
    reached = set()
    for at in np.flatnonzero(~followed).tolist():
        to, pair = int(targets[at]), int(pairs[at])
        if mark[to] < at or to in reached:
            continue
        if pending[pair]:
            followed[at] = True
            reached.add(to)
        pending[pair] = not pending[pair]
    return followed
