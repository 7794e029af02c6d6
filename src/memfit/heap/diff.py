"""What grew between two snapshots of one process: new objects, by where they hang."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

import numpy as np

from memfit.classes import dataclass
from memfit.heap.examine import Examined
from memfit.heap.graph import ABSENT, I64, U64, Graph, Mask
from memfit.heap.groups import Groups
from memfit.model.snapshot import ClassRow, Grown, Growth
from memfit.units import format_bytes

_DEPTH: Final = 6  # steps of the way that tell one place from another
_INNER: Final = 4  # arrays in arrays, as in tables of large maps
_EVERY: Final = 10**6
_FEWEST_COMMON: Final = 0.2  # ids of another process hardly meet


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a comparison needs of the earlier snapshot.

    Attributes:
        path: The file.
        keys: Id and type of each node, rising.
        classes: What each class came to.
        bytes: Of all nodes.
        notes: What is missing in the file, or odd.
    """

    path: Path
    keys: U64
    classes: Mapping[str, ClassRow]
    bytes: int
    notes: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a snapshot, and forget the rest of it.

        Raises:
            UnusableInputError: If it cannot be read or is cut before the end of its edges.
        """
        examined = Examined(path)
        classes = {row.name: row for row in examined.groups.classes(_EVERY)}
        keys = np.sort(_keys(examined.heap.graph))
        return cls(path, keys, classes, examined.heap.total, examined.notes)


def diff(before: Path, after: Path, most: int) -> Growth:
    """Compare two snapshots, one after the other in memory.

    Raises:
        UnusableInputError: If one of them cannot be read or is cut before the end of its edges.
    """
    return compare(Earlier.read(before), Examined(after), most)


def compare(earlier: Earlier, later: Examined, most: int) -> Growth:
    """Say what grew since an earlier snapshot.

    Raises:
        UnusableInputError: If the later one is cut before the end of its edges.
    """
    groups, graph = later.groups, later.heap.graph
    new = ~_contained(_keys(graph), earlier.keys)
    new[graph.header.root] = False
    same = bool((~new).sum() >= _FEWEST_COMMON * min(len(earlier.keys), graph.nodes))
    grown = _grown(later, groups, new, most) if same else ()
    change = later.heap.total - earlier.bytes
    notes = [f"{earlier.path}: {note}" for note in earlier.notes]
    notes += [f"{later.path}: {note}" for note in later.notes]
    return Growth(
        str(earlier.path), str(later.path), earlier.bytes, later.heap.total, same,
        _headline(grown, same, change), grown,
        _classes(earlier.classes, groups.classes(_EVERY), most), tuple(notes),
    )  # fmt: skip


def _keys(graph: Graph) -> U64:
    # V8 gives the id of an object that is gone to no other, but types tell apart what is made up.
    keys: U64 = graph.node_id.astype(np.uint64) << np.uint64(8) | graph.node_type
    return keys


def _contained(values: U64, ordered: U64) -> Mask:
    at = np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)
    found: Mask = ordered[at] == values
    return found


def _grown(later: Examined, groups: Groups, new: Mask, most: int) -> tuple[Grown, ...]:
    tree, graph = groups.tree, later.heap.graph
    top = _topmost(groups, new)
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


def _topmost(groups: Groups, new: Mask) -> I64:
    """Return the new nodes that hang from older ones.

    A collection that grows gets new inner arrays: what is new in them counts, not they.
    """
    graph, dominator = groups.graph, groups.tree.dominator
    kinds = [graph.header.node_type(kind) for kind in ("array", "hidden")]
    top: Mask = new & ~new[dominator]
    for _ in range(_INNER):
        inner = np.flatnonzero(top & np.isin(graph.node_type, kinds))
        inner = inner[_new_bytes(groups, inner, new) > np.uint64(2) * graph.size[inner]]
        if not len(inner):
            break
        within = np.zeros(graph.nodes, np.bool_)
        within[inner] = True
        top &= ~within
        top |= new & within[dominator]
    return np.flatnonzero(top)


def _new_bytes(groups: Groups, top: I64, new: Mask) -> U64:
    size = np.where(new, groups.graph.size, 0)[groups.subtrees.node]
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(size, dtype=np.uint64)))
    found: U64 = sums[groups.subtrees.end[top]] - sums[groups.subtrees.place[top]]
    return found


def _hangs(later: Examined, groups: Groups, nodes: I64) -> U64:
    """Return a number per node that is equal for like things at like places."""
    graph, parents = later.heap.graph, later.paths.parents
    indexed = [graph.header.edge_type(kind) for kind in ("element", "hidden", "internal")]
    key: U64 = groups.classing.of(graph, nodes).astype(np.uint64)
    at = nodes.copy()
    for _ in range(_DEPTH):
        edge = parents[at].astype(np.int64)
        there = edge != ABSENT
        edge[~there] = 0
        label = graph.edge_type[edge].astype(np.uint64)
        named = ~np.isin(graph.edge_type[edge], indexed)
        label[named] |= graph.edge_name[edge][named].astype(np.uint64) << np.uint64(8)
        at = np.where(there, graph.sources(edge), at)
        key = (key ^ label) * np.uint64(0x9E3779B97F4A7C15)
        key += groups.classing.of(graph, at)
        key ^= key >> np.uint64(29)
    return key


def _classes(
    before: Mapping[str, ClassRow], after: tuple[ClassRow, ...], most: int
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
