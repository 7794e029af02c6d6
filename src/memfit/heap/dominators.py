"""The dominator tree in Python: semi-NCA, with all that numpy can do done around it.

Nodes have preorder numbers from 1; number 1 is the root. What makes it quick is that few nodes
need Python at all: a node that only its parent refers to, other than from within, is *plain*; its
dominator is its parent, and for all that it refers to it stands for its parent. References from
plain nodes to the same thing, such as from a million objects to their hidden class, become one.
"""

from array import array
from typing import Final

import numpy as np

from memfit.heap.graph import U32, U64, Graph, Mask
from memfit.heap.kernels import Dominators
from memfit.heap.room import uncollected

_HALF: Final = np.uint64(32)
_FEW: Final = 256  # nodes of which a pass through numpy takes longer than one through Python


def dominator_tree(graph: Graph, essential: Mask) -> Dominators:
    """Compute the dominator tree of the edges that retain.

    Nodes without an essential retainer hang from the root, in order of their ordinals; what is
    still not reached (rings of garbage) has the root for its dominator and dominates nothing.
    """
    kept = np.zeros(len(essential) + 1, np.uint32)
    np.cumsum(essential, dtype=np.uint32, out=kept[1:])
    first, targets = kept[graph.first], graph.target[essential]
    del kept
    with uncollected():
        order, parent = _preorder(graph, first, targets)
        number = np.zeros(graph.nodes, np.uint32)
        number[order[1:]] = np.arange(1, len(order), dtype=np.uint32)
        dominators = _semi_nca(number, parent, first, targets)
        return _tree(graph, number, order, dominators)


def _preorder(graph: Graph, first: U32, targets: U32) -> tuple[U32, U32]:
    """Return per number its node, and the number of its parent; both have a 0 in front."""
    retained = np.zeros(graph.nodes, np.bool_)
    retained[targets] = True
    root = graph.header.root
    starts, to_node = array("I", first.tobytes()), array("I", targets.tobytes())
    seen = bytearray(graph.nodes)
    order, parent = array("I", [0]), array("I", [0])
    for start in [root, *np.flatnonzero(~retained).tolist()]:
        if seen[start]:
            continue
        seen[start] = 1
        order.append(start)
        parent.append(0 if start == root else 1)
        at = last = len(order) - 1
        numbers = [at]
        stack = [iter(to_node[starts[start] : starts[start + 1]])]
        while stack:
            for to in stack[-1]:
                if not seen[to]:
                    seen[to] = 1
                    order.append(to)
                    parent.append(at)
                    at = last = last + 1
                    numbers.append(at)
                    stack.append(iter(to_node[starts[to] : starts[to + 1]]))
                    break
            else:
                stack.pop()
                numbers.pop()
                at = numbers[-1] if numbers else 0
    return np.frombuffer(order, np.uint32), np.frombuffer(parent, np.uint32)


def _semi_nca(number: U32, parent: U32, first: U32, targets: U32) -> U32:
    """Return per number its immediate dominator's number."""
    before = np.repeat(number, np.diff(first).astype(np.int64))
    after = number[targets]
    semi = parent.copy()
    # An earlier source is final at once; a later one is looked at again.
    early = before < after
    early &= before > 0
    np.minimum.at(semi, after[early], before[early])
    late = before > after
    late &= after > 1
    late &= semi[after] != 1
    before, after = before[late], after[late]
    plain = semi == parent
    plain[after] = False
    plain[:2] = False
    sources = _sources(before, after, parent, plain)
    ends = np.bincount((sources >> _HALF).astype(np.int64), minlength=len(parent)).cumsum()
    best = semi.tolist()
    parents = parent.tolist()
    _evaluate(best, parents, sources.astype(np.uint32).tolist(), ends)
    dominators = parents
    dominators[1] = 1
    for w in np.flatnonzero(~plain).tolist()[2:]:
        d, limit = dominators[w], best[w]
        while d > limit:
            d = dominators[d]
        dominators[w] = d
    return np.array(dominators, np.uint32)


def _sources(before: U32, after: U32, parent: U32, plain: Mask) -> U64:
    """Return the references that matter to semidominators: after in the high half, before below.

    Args:
        before: Per reference, the number that it comes from.
        after: Per reference, the lower number that it leads to.
        parent: Per number, its parent.
        plain: Per number, whether its semidominator is its parent for good.
    """
    # The nearest number above that is not plain, by doubling the steps.
    stands = np.where(plain, parent, np.arange(len(parent), dtype=np.uint32))
    below = np.flatnonzero(plain)
    while len(below):
        below = below[plain[stands[below]]]
        stands[below] = stands[stands[below]]
    instead = stands[before]
    # From within itself nothing can lower a number. From a plain one under another branch, the
    # semidominator may be a plain one too: such a reference stays as it is.
    outside = instead != after
    source = np.where(instead > after, instead, before)[outside]
    keys = after[outside].astype(np.uint64) << _HALF | source
    keys.sort()
    once = np.ones(len(keys), np.bool_)
    once[1:] = keys[1:] != keys[:-1]
    kept: U64 = keys[once]
    return kept


def _evaluate(semi: list[int], parent: list[int], later: list[int], ends: U64) -> None:
    """Lower the semidominators of the numbers that have later sources, the last number first.

    A number is linked to its ancestor once it was passed, so links above w are those that hold.
    """
    label, ancestor = list(range(len(parent))), parent.copy()
    waiting = np.flatnonzero(np.diff(ends))[::-1] + 1
    starts, stops = ends[waiting - 1].tolist(), ends[waiting].tolist()
    for w, start, end in zip(waiting.tolist(), starts, stops, strict=True):
        best = semi[w]
        for v in later[start:end]:
            if ancestor[v] > w:
                _compress(v, w, label, ancestor, semi)
            lowest = semi[label[v]]
            if lowest < best:
                best = lowest
                if best == 1:
                    break
        semi[w] = best


def _compress(v: int, w: int, label: list[int], ancestor: list[int], semi: list[int]) -> None:
    path = []
    up = ancestor[v]
    while up > w:
        path.append(v)
        v, up = up, ancestor[up]
    lowest = label[v]
    for y in reversed(path):
        if semi[lowest] < semi[label[y]]:
            label[y] = lowest
        else:
            lowest = label[y]
        ancestor[y] = up


def _tree(graph: Graph, number: U32, order: U32, dominators: U32) -> Dominators:
    root = graph.header.root
    dominator = np.full(graph.nodes, root, np.uint32)
    dominator[order[1:]] = order[dominators[1:]]
    every = np.concatenate((order[1:], np.flatnonzero(number == 0).astype(np.uint32)))
    return Dominators(dominator, sums_below(dominator, every, graph.size), every)


def sums_below(dominator: U32, order: U32, values: U64) -> U64:
    """Sum up values over each node with all that it dominates.

    Args:
        dominator: Per node, what dominates it; of the root, itself.
        order: Every node, dominators before what they dominate; the root first.
        values: Per node, its own.
    """
    sums = values.copy()
    waiting = np.bincount(dominator[order[1:]], minlength=len(dominator))
    mark = np.empty(len(dominator), np.uint32)
    front = np.flatnonzero(waiting == 0)
    while len(front) > _FEW:
        by = dominator[front]
        np.add.at(sums, by, sums[front])
        np.subtract.at(waiting, by, 1)
        waiting[front] = -1  # done
        # Of those whose last child this was, each once.
        by = by[waiting[by] == 0]
        mark[by] = np.arange(len(by), dtype=np.uint32)
        front = by[mark[by] == np.arange(len(by))]
    rest = order[waiting[order] >= 0]
    parts, above = sums.tolist() if len(rest) > _FEW else sums, dominator[rest].tolist()
    for node, by_node in zip(rest[:0:-1].tolist(), above[:0:-1], strict=True):
        parts[by_node] += parts[node]
    return np.asarray(parts, np.uint64)
