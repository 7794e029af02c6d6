"""Strings that are there more than once."""

from typing import Final

import numpy as np

from memfit.heap.graph import Graph
from memfit.model.snapshot import Duplicate

_TEXT: Final = 80


def duplicates(graph: Graph, most: int) -> tuple[Duplicate, ...]:
    """Find copies of strings, by content and size; the most wasteful.

    V8 cuts long strings in snapshots, so two strings with one start and one size count as copies.
    """
    names = np.flatnonzero(
        (graph.node_type == graph.header.node_type("string"))
        & (graph.size > 0)
        & (graph.node_name < len(graph.strings))
    )
    if not len(names):
        return ()
    size = graph.size[names].astype(np.int64)
    key = graph.node_name[names].astype(np.int64) << 24 | np.minimum(size, (1 << 24) - 1)
    key, first, count = np.unique(key, return_index=True, return_counts=True)
    wasted = (count - 1) * size[first]
    return tuple(
        Duplicate(
            graph.strings[int(graph.node_name[names[first[k]]])][:_TEXT],
            int(count[k]),
            int(wasted[k]),
        )
        for k in np.argsort(-wasted, kind="stable")[:most]
        if wasted[k]
    )
