"""The dominator tree in Python: semi-NCA, with all that numpy can do done beforehand."""

import gc

import numpy as np

from memfit.heap.graph import I64, Graph, Mask, sources
from memfit.heap.kernels import Dominators


def dominator_tree(graph: Graph, essential: Mask) -> Dominators:
    """Compute the dominator tree of the edges that retain.

    Nodes without an essential retainer hang from the root, in order of their ordinals; what is
    still not reached (rings of garbage) has the root for its dominator and dominates nothing.
    """
    edges = np.flatnonzero(essential)
    source = sources(graph)[edges]
    target = graph.target[edges].astype(np.int64)
    first = np.searchsorted(source, np.arange(graph.nodes + 1)).tolist()
    retained = np.zeros(graph.nodes, np.bool_)
    retained[target] = True
    collecting = gc.isenabled()
    gc.disable()  # it would look through millions of integers again and again
    try:
        number, order, parent = _preorder(graph, first, target.tolist(), retained)
        dominators = _semi_nca(number, parent, source, target)
        return _tree(graph, order, dominators)
    finally:
        if collecting:
            gc.enable()


def _preorder(
    graph: Graph, first: list[int], targets: list[int], retained: Mask
) -> tuple[list[int], list[int], list[int]]:
    """Number the nodes depth first from 1; 0 stands for not reached."""
    number = [0] * graph.nodes
    order, parent = [0], [0]
    root = graph.header.root
    for start in [root, *np.flatnonzero(~retained).tolist()]:
        if number[start]:
            continue
        parent.append(0 if start == root else 1)
        order.append(start)
        at = number[start] = len(parent) - 1
        stack = [(at, iter(targets[first[start] : first[start + 1]]))]
        while stack:
            at, rest = stack[-1]
            for to in rest:
                if not number[to]:
                    parent.append(at)
                    order.append(to)
                    below = number[to] = len(parent) - 1
                    stack.append((below, iter(targets[first[to] : first[to + 1]])))
                    break
            else:
                stack.pop()
    return number, order, parent


def _semi_nca(numbers: list[int], parent: list[int], source: I64, target: I64) -> list[int]:
    """Return per number its immediate dominator's number."""
    number = np.array(numbers, np.int64)
    semi = np.array(parent, np.int64)
    reached = len(parent) - 1
    before, after = number[source], number[target]
    there = (before > 0) & (after > 0)
    before, after = before[there], after[there]
    early = before < after
    # An earlier source is final at once; a later one is looked at again.
    np.minimum.at(semi, after[early], before[early])
    late = ~early & (semi[after] != 1)
    before, after = before[late], after[late]
    sort = np.argsort(after, kind="stable")
    later = before[sort].tolist()
    start = np.searchsorted(after[sort], np.arange(reached + 2)).tolist()
    best = semi.tolist()
    waiting = np.unique(after)[::-1].tolist()
    _evaluate(best, parent, later, start, waiting)
    dominators = [0, 1]
    for w in range(2, reached + 1):
        d, limit = parent[w], best[w]
        while d > limit:
            d = dominators[d]
        dominators.append(d)
    return dominators


def _evaluate(
    semi: list[int], parent: list[int], later: list[int], start: list[int], waiting: list[int]
) -> None:
    """Lower the semidominators of the numbers that have later sources, the last number first.

    A number is linked to its ancestor once it was passed, so links above w are those that hold.
    """
    label, ancestor = list(range(len(parent))), parent.copy()
    for w in waiting:
        best = semi[w]
        for v in later[start[w] : start[w + 1]]:
            if ancestor[v] > w:
                _compress(v, w, label, ancestor, semi)
            lowest = semi[label[v]]
            if lowest < best:  # noqa: PLR1730 - min() takes twice as long
                best = lowest
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


def _tree(graph: Graph, order: list[int], dominators: list[int]) -> Dominators:
    root = graph.header.root
    ordered = np.array(order[1:], np.uint32)
    dominator = np.full(graph.nodes, root, np.uint32)
    dominator[ordered] = np.array(order, np.uint32)[np.array(dominators[1:], np.int64)]
    unreached = np.ones(graph.nodes, np.bool_)
    unreached[ordered] = False
    ordered = np.concatenate((ordered, np.flatnonzero(unreached).astype(np.uint32)))
    retained, by = graph.size.tolist(), dominator.tolist()
    for node in reversed(ordered[1:].tolist()):
        retained[by[node]] += retained[node]
    return Dominators(dominator, np.array(retained, np.uint64), ordered)
