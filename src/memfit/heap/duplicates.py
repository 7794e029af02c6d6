"""Strings that are there more than once."""

from typing import Final

import numpy as np

from memfit.heap.graph import Graph
from memfit.model.snapshot import Duplicate

_TEXT: Final = 80
_HALF: Final = np.uint64(32)


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
    # The text in the high half and the size in the low one.
    keys = graph.node_name[names].astype(np.uint64) << _HALF
    keys |= np.minimum(graph.size[names], np.uint64(0xFFFFFFFF))
    keys.sort()
    starts = np.flatnonzero(np.append(np.True_, keys[1:] != keys[:-1]))
    copies = np.diff(np.append(starts, len(keys))) - 1
    starts, copies = starts[copies > 0], copies[copies > 0]
    wasted = copies * (keys[starts] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    texts = keys[starts] >> _HALF
    return tuple(
        Duplicate(graph.strings[int(texts[k])][:_TEXT], int(copies[k]) + 1, int(wasted[k]))
        for k in np.argsort(-wasted, kind="stable")[:most]
    )
