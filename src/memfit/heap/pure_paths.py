"""The cheapest ways to all nodes, level by level in numpy."""

import numpy as np

from memfit.heap.graph import ABSENT, I64, U8, U32, Bits, Graph, Mask, edges_of, unpacked


def cheapest_ways(graph: Graph, essential: Bits, cost: U8, cheap: Bits) -> U32:
    """See `memfit.heap.kernels.Kernels.paths`."""
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
    users = (graph.node_type[children] != graph.header.node_type("synthetic")) & (children != root)
    np.minimum.at(parent, children[users], edges[users])
    done = np.zeros(graph.nodes, np.bool_)
    for start in (np.unique(children[users]), np.array([root])):
        distance[start] = 0
        done[root] = False
        _spread(graph, start, step, distance, parent, done)
    parent[root] = ABSENT
    return parent.astype(np.uint32)


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
