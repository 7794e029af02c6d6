"""Everything that is said about one snapshot, put together."""

from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from memfit.errors import UnusableInputError
from memfit.heap.duplicates import duplicates
from memfit.heap.groups import Groups
from memfit.heap.heap import Heap, load
from memfit.heap.holders import Holders
from memfit.heap.kernels import kernels
from memfit.heap.names import Names
from memfit.heap.paths import Paths
from memfit.heap.questions import ask
from memfit.heap.words import headline
from memfit.model.snapshot import Content, Holder, Snapshot
from memfit.units import format_bytes

_AT_ONCE: Final = 1 << 20


class Examined:
    """A heap with everything that is asked of it, each part computed when it is needed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.heap: Heap = load(path, kernels())
        self.names = Names(self.heap)
        self.paths = Paths(self.heap, self.names)

    @cached_property
    def groups(self) -> Groups:
        """Sums over sets of nodes.

        Raises:
            UnusableInputError: If the file is cut before the end of its edges.
        """
        if self.heap.tree is None:
            raise UnusableInputError(
                f"{self.path} is cut: what holds what cannot be told", "; ".join(self.notes)
            )
        return Groups(self.heap, self.names, self.heap.tree)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is missing in the file, or odd."""
        return tuple(self.heap.graph.notes)

    def node(self, number: int) -> int:
        """Return the node with an id.

        Raises:
            UnusableInputError: If there is none.
        """
        ids = self.heap.graph.node_id.astype(np.int64)
        found = np.flatnonzero(ids == number) if 0 <= number < 1 << 32 else np.empty(0, np.int64)
        if not len(found):
            raise UnusableInputError(
                f"{self.path} has no object @{number}", "ids are the numbers after @ in the report"
            )
        return int(found[0])

    def holder(self, number: int) -> Holder:
        """Describe the object with an id.

        Raises:
            UnusableInputError: If there is none, or the file is cut.
        """
        holders = Holders(self.heap, self.names, self.paths, self.groups)
        return holders.holder(self.node(number))

    def holders_of_class(self, name: str, most: int) -> tuple[Holder, ...]:
        """Return the largest objects of a class, or functions of a name.

        Raises:
            UnusableInputError: If there is none.
        """
        groups = self.groups
        graph = self.heap.graph
        found = np.flatnonzero(
            (graph.node_name == graph.strings.find([name]).get(name, -1))
            & np.isin(
                graph.node_type,
                [graph.header.node_type(k) for k in ("object", "closure", "native")],
            )
        )
        if not len(found):
            raise UnusableInputError(
                f"{self.path} has no object of class {name}", "--format json --top 50 lists classes"
            )
        largest = found[np.argsort(-groups.tree.retained[found].astype(np.float64), kind="stable")]
        holders = Holders(self.heap, self.names, self.paths, groups)
        return tuple(holders.holder(int(node)) for node in largest[:most])

    def snapshot(self, most: int, *, classes: bool = True) -> Snapshot:
        """Say what holds the memory.

        Args:
            most: How many holders, classes and duplicates.
            classes: Whether to sum up classes, which a report for a terminal does not show.
        """
        graph, kinds = self.heap.graph, self._kinds()
        size = self.heap.total + graph.header.extra_native_bytes
        if self.heap.tree is None:
            return Snapshot(
                str(self.path), size, graph.nodes, len(graph.target),
                f"the file is cut: {graph.nodes:,} objects with {format_bytes(size)} of their own "
                "are there, what holds them is not",
                (), (), kinds, (), duplicates(graph, most), self.notes,
            )  # fmt: skip
        groups = self.groups
        holders = Holders(self.heap, self.names, self.paths, groups).find(most)
        answers = ask(groups)
        return Snapshot(
            str(self.path), size, graph.nodes, len(graph.target),
            headline(holders, answers, size), holders, answers, kinds, groups.classes(most) if classes else (),
            duplicates(graph, most), self.notes,
        )  # fmt: skip

    def _kinds(self) -> tuple[Content, ...]:
        graph = self.heap.graph
        types = graph.header.node_types
        count, own = np.zeros(len(types), np.int64), np.zeros(len(types))
        for start in range(0, graph.nodes, _AT_ONCE):
            part = graph.node_type[start : start + _AT_ONCE]
            count += np.bincount(part, minlength=len(types))
            own += np.bincount(part, graph.size[start : start + _AT_ONCE], len(types))
        kinds = [Content(kind, int(count[k]), int(own[k])) for k, kind in enumerate(types)]
        kinds.sort(key=lambda kind: -kind.bytes)
        return tuple(kind for kind in kinds if kind.count)
