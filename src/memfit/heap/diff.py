"""What grew between two snapshots of one process: new objects, by where they hang."""

from pathlib import Path
from typing import Final

import numpy as np

from memfit.heap.examine import Examined
from memfit.heap.graph import ABSENT, I64, U64, Mask
from memfit.heap.groups import Groups
from memfit.model.snapshot import ClassRow, Grown, Growth
from memfit.units import format_bytes

_DEPTH: Final = 6  # steps of the way that tell one place from another
_FEWEST_COMMON: Final = 0.2  # ids of another process hardly meet


def diff(before: Path, after: Path, most: int) -> Growth:
    """Compare two snapshots.

    Raises:
        UnusableInputError: If one of them cannot be read or is cut before the end of its edges.
    """
    # One after the other: only ids and class sums of the earlier one are needed.
    earlier = Examined(before)
    earlier_groups = earlier.groups
    ids = np.sort(earlier.heap.graph.node_id.astype(np.uint64) << np.uint64(8)
                  | earlier.heap.graph.node_type)  # fmt: skip
    earlier_classes = {row.name: row for row in earlier_groups.classes(10**6)}
    earlier_bytes, earlier_notes = earlier.heap.total, earlier.notes
    del earlier, earlier_groups
    later = Examined(after)
    groups = later.groups
    graph = later.heap.graph
    key = graph.node_id.astype(np.uint64) << np.uint64(8) | graph.node_type
    new = ~_contained(key, ids)
    new[graph.header.root] = False
    same = bool((~new).sum() >= _FEWEST_COMMON * min(len(ids), graph.nodes))
    grown = _grown(later, groups, new, most) if same else ()
    return Growth(
        str(before), str(after), earlier_bytes, later.heap.total, same,
        _headline(grown, same, later.heap.total - earlier_bytes), grown,
        _classes(earlier_classes, groups.classes(10**6), most),
        (*(f"{before}: {note}" for note in earlier_notes), *(f"{after}: {n}" for n in later.notes)),
    )  # fmt: skip


def _contained(values: U64, ordered: U64) -> Mask:
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: Mask = ordered[at] == values
    return found


def _grown(later: Examined, groups: Groups, new: Mask, most: int) -> tuple[Grown, ...]:
    tree, graph = groups.tree, later.heap.graph
    top = np.flatnonzero(new & ~new[tree.dominator])
    # What is retained may hold older objects as well; those did not grow.
    fresh = _new_bytes(groups, top, new)
    keys = _hangs(later, groups, top)
    _, group = np.unique(keys, return_inverse=True)
    total, count = np.bincount(group, fresh.astype(np.float64)), np.bincount(group)
    grown = []
    for g in np.argsort(-total, kind="stable")[:most]:
        if total[g] <= 0:
            break
        members = top[group == g]
        example = int(members[np.argmax(tree.retained[members])])
        name, place, _ = later.paths.name(example)
        grown.append(
            Grown(later.names.what(example), name, place, int(count[g]), int(total[g]),
                  int(graph.node_id[example]), later.paths.steps(example))
        )  # fmt: skip
    return tuple(grown)


def _new_bytes(groups: Groups, top: I64, new: Mask) -> U64:
    size = np.where(new, groups.graph.size, 0)[groups.nodes_by_place]
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(size, dtype=np.uint64)))
    found: U64 = sums[groups.subtrees.end[top]] - sums[groups.subtrees.place[top]]
    return found


def _hangs(later: Examined, groups: Groups, nodes: I64) -> U64:
    """Return a number per node that is equal for like things at like places."""
    graph, parents = later.heap.graph, later.paths.parents
    classes = groups.class_numbers
    indexed = [graph.header.edge_type(kind) for kind in ("element", "hidden", "internal")]
    key: U64 = classes[nodes].astype(np.uint64)
    at = nodes.copy()
    for _ in range(_DEPTH):
        edge = parents[at].astype(np.int64)
        there = edge != ABSENT
        edge[~there] = 0
        label = graph.edge_type[edge].astype(np.uint64)
        named = ~np.isin(graph.edge_type[edge], indexed)
        label[named] |= graph.edge_name[edge][named].astype(np.uint64) << np.uint64(8)
        source = np.searchsorted(graph.first, edge, side="right") - 1
        at = np.where(there, source, at)
        key = (key ^ label) * np.uint64(0x9E3779B97F4A7C15) + classes[at].astype(np.uint64)
        key ^= key >> np.uint64(29)
    return key


def _classes(
    before: dict[str, ClassRow], after: tuple[ClassRow, ...], most: int
) -> tuple[ClassRow, ...]:
    nothing = ClassRow("", 0, 0, 0)
    names = {row.name: row for row in after}
    rows = []
    for name in {**before, **names}:
        old, now = before.get(name, nothing), names.get(name, nothing)
        rows.append(
            ClassRow(name, now.count - old.count, now.self_bytes - old.self_bytes,
                     now.retained - old.retained)
        )  # fmt: skip
    rows.sort(key=lambda row: (-row.retained, row.name))
    return tuple(row for row in rows[:most] if row.retained > 0)


def _headline(grown: tuple[Grown, ...], same: bool, change: int) -> str:
    if not same:
        return f"the snapshots are of different processes; together {format_bytes(change)} more"
    if not grown:
        return f"nothing new is held; the heap changed by {format_bytes(change)}"
    first = grown[0]
    where = f" ({first.place.file}:{first.place.line})" if first.place else ""
    return f"{format_bytes(first.bytes)} new: {first.count:,} x {first.what} at {first.name}{where}"
