"""The kernels without a compiler: numpy where it can, Python where it must."""

from typing import Final

import numpy as np

from memfit.heap.dominators import dominator_tree
from memfit.heap.graph import (
    ABSENT,
    I32,
    I64,
    U8,
    U32,
    Bits,
    Graph,
    Mask,
    bits,
    edges_of,
    sources,
    unpacked,
)
from memfit.heap.kernels import ClassSums, Dominators, Marks, Subtrees
from memfit.heap.pure_text import PureText

_SYSTEM_DISTANCE: Final = 100_000_000
_NO_DISTANCE: Final = -5


class PureKernels(PureText):
    """What `_kernels.c` does, slower."""

    compiled = False

    def essential(self, graph: Graph, marks: Marks) -> Bits:
        """See `Kernels`."""
        page = _page(graph, marks)
        source, target = sources(graph), graph.target
        edge = graph.header.edge_type
        keeps = (graph.edge_type != edge("weak")) & (source != target)
        keeps &= (source == graph.header.root) | (
            (graph.edge_type != edge("shortcut")) & (page[source] | ~page[target])
        )
        named, pair = _pairs_of(graph)
        keeps[named[graph.pairs.table[pair] == graph.node_id[source[named]]]] = False
        return bits(keeps)

    def own_sizes(self, graph: Graph, ownable: Bits) -> None:
        """See `Kernels`."""
        owned = unpacked(ownable, graph.nodes)
        edges = np.flatnonzero(
            owned[graph.target] & (graph.edge_type != graph.header.edge_type("weak"))
        )
        source, target = sources(graph)[edges], graph.target[edges].astype(np.int64)
        # A node has one owner if the least and the greatest that reach it are the same.
        least = np.where(owned, graph.nodes, np.arange(graph.nodes))
        most = np.where(owned, -1, np.arange(graph.nodes))
        while True:
            better = (least[source] < least[target]) | (most[source] > most[target])
            if not better.any():
                break
            np.minimum.at(least, target[better], least[source[better]])
            np.maximum.at(most, target[better], most[source[better]])
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
        descriptors = _is(graph, sources(graph)[named], kind("array"), marks.map_descriptors)
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
        order, dominator = tree.order.tolist(), tree.dominator.tolist()
        end, place, following = ([1] * len(order), [0] * len(order), [1] * len(order))
        for node in reversed(order[1:]):
            end[dominator[node]] += end[node]
        for node in order[1:]:
            by = dominator[node]
            place[node] = following[by]
            following[by] += end[node]
            following[node] = place[node] + 1
        places = np.array(place, np.uint32)
        return Subtrees(places, np.array(end, np.uint32) + places)

    def classes(
        self, graph: Graph, tree: Dominators, subtrees: Subtrees, number: U32, classes: int
    ) -> ClassSums:
        """See `Kernels`."""
        sized = np.flatnonzero(graph.size)
        # By class and, within a class, by place: what is nested follows what it is in.
        sized = sized[np.lexsort((subtrees.place[sized], number[sized]))]
        group = number[sized].astype(np.int64)
        # The classes are put one behind the other on a longer line, so that one running maximum
        # of ends does for all of them.
        shift = group * (graph.nodes + 1)
        ends = np.maximum.accumulate(subtrees.end[sized] + shift)
        outer = np.ones(len(sized), np.bool_)
        outer[1:] = (subtrees.place[sized] + shift)[1:] >= ends[:-1]
        held = np.where(outer, tree.retained[sized].astype(np.float64), 0.0)
        return ClassSums(
            np.bincount(group, minlength=classes).astype(np.uint64),
            np.bincount(group, graph.size[sized].astype(np.float64), classes).astype(np.uint64),
            np.bincount(group, held, classes).astype(np.uint64),
        )

    def paths(self, graph: Graph, essential: Bits, cost: U8, cheap: Bits) -> U32:
        """See `Kernels`."""
        root = graph.header.root
        step = cost[graph.edge_type].astype(np.int64)
        names = np.minimum(graph.edge_name, len(graph.strings))
        easy = np.append(unpacked(cheap, len(graph.strings)), np.False_)[names]
        step[easy & (graph.edge_type == graph.header.edge_type("internal"))] = 1
        step[~unpacked(essential, len(graph.target))] = 0
        distance = np.full(graph.nodes, ABSENT, np.int64)
        parent = np.full(graph.nodes, ABSENT, np.int64)
        edges = np.arange(int(graph.first[root]), int(graph.first[root + 1]))
        children = graph.target[edges].astype(np.int64)
        users = (graph.node_type[children] != graph.header.node_type("synthetic")) & (
            children != root
        )
        np.minimum.at(parent, children[users], edges[users])
        done = np.zeros(graph.nodes, np.bool_)
        for start in (np.unique(children[users]), np.array([root])):
            distance[start] = 0
            done[root] = False
            _spread(graph, start, step, distance, parent, done)
        parent[root] = ABSENT
        return parent.astype(np.uint32)


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


def _spread(graph: Graph, front: I64, step: I64, distance: I64, parent: I64, done: Mask) -> None:
    """Settle nodes level by level of cost; of equal ways, the lowest edge counts."""
    waiting: dict[int, list[I64]] = {0: [front]}
    level = 0
    while waiting:
        if level in waiting:
            nodes = np.unique(np.concatenate(waiting.pop(level)))
            nodes = nodes[~done[nodes] & (distance[nodes] == level)]
            done[nodes] = True
            edges = edges_of(graph, nodes)
            edges = edges[(step[edges] > 0) & ~done[graph.target[edges]]]
            target, reach = graph.target[edges].astype(np.int64), level + step[edges]
            better = reach < distance[target]
            parent[target[better]] = ABSENT
            np.minimum.at(distance, target, reach)
            level_best = reach == distance[target]
            np.minimum.at(parent, target[level_best], edges[level_best])
            for cost in np.unique(reach[better & level_best]).tolist():
                chosen = target[better & level_best & (reach == cost)]
                waiting.setdefault(cost, []).append(chosen)
        level += 1
