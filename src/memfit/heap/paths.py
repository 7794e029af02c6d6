"""The way from a root to an object, and a name for the object made of it."""

from functools import cached_property
from typing import Final

import numpy as np

from memfit.heap.graph import ABSENT, U32, bits
from memfit.heap.heap import Heap
from memfit.heap.names import CONTEXT, Names, property_label
from memfit.model.snapshot import Place, Step

_LONGEST: Final = 200
# Ways through names that a program knows are taken before ways through V8's own links.
_COST: Final = {"context": 1, "element": 1, "property": 1, "shortcut": 1, "hidden": 2}
_OTHER: Final = 7
_PARTS: Final = ("elements", "properties", "table", "context", "bound_this", "backing_store")
_SILENT: Final = frozenset({"elements", "properties", "table"})
_ROLES: Final = (
    ("_events", "listeners"),
    ("kEvents", "listeners"),
    ("_idleNext", "timers"),
    ("_idlePrev", "timers"),
    ("_onTimeout", "timers"),
    ("timerListMap", "timers"),
    ("mockState", "mocks"),
    ("mock", "mocks"),
    ("calls", "mocks"),
    ("collect", "metrics"),
    ("_collect", "metrics"),
    ("_handle", "handles"),
)


class Paths:
    """Ways to the nodes of one heap."""

    def __init__(self, heap: Heap, names: Names) -> None:
        self.heap = heap
        self.graph = heap.graph
        self.names = names

    @cached_property
    def parents(self) -> U32:
        """Per node, the edge that the way to it ends with."""
        graph = self.graph
        cost = np.array([_COST.get(n, _OTHER) for n in graph.header.edge_types], np.uint8)
        cheap = np.zeros(len(graph.strings), np.bool_)
        cheap[list(graph.strings.find(_PARTS).values())] = True
        return self.heap.kernels.paths(graph, self.heap.essential, cost, bits(cheap))

    def source(self, edge: int) -> int:
        """Return the node that an edge leaves."""
        return int(np.searchsorted(self.graph.first, edge, side="right")) - 1

    def way(self, node: int) -> list[tuple[int | None, int]]:
        """Return pairs of edge and node from a root, whose edge is None, to `node`."""
        steps: list[tuple[int | None, int]] = []
        while len(steps) < _LONGEST:
            edge = int(self.parents[node])
            if edge == ABSENT:
                break
            steps.append((edge, node))
            node = self.source(edge)
        steps.append((None, node))
        return steps[::-1]

    def label(self, edge: int) -> str:
        """Write how the source of an edge refers to its target."""
        graph, names = self.graph, self.names
        kind = names.edge_kind[graph.edge_type[edge]]
        name = graph.edge_label(edge)
        if kind == "property":
            return property_label(name)
        if kind == "shortcut":
            return f" ({name})"
        if kind == "element":
            return f"[{name}]"
        if kind == "context":
            return f" variable {name}"
        if kind == "hidden" and graph.name(self.source(edge)).startswith(CONTEXT):
            slot = names.slot(self.source(edge), int(graph.edge_name[edge]))
            return f" variable {slot or f'in slot {name}'}"
        if kind == "hidden":
            return f"[{name}]"
        if " part of key (" in name:
            return " value in a WeakMap"
        return f" {{{name}}}"

    def steps(self, node: int) -> tuple[Step, ...]:
        """Return the way to a node for people."""
        tree = self.heap.tree
        return tuple(
            Step(
                "" if edge is None else self.label(edge),
                self.names.what(at),
                int(self.graph.node_id[at]),
                int(tree.retained[at]) if tree else 0,
            )
            for edge, at in self.way(node)
        )

    def name(self, node: int) -> tuple[str, Place | None, str | None]:
        """Return what a program calls a node, where its owner is written, and its role.

        The name starts at the innermost variable or, where there is none, at the global object.
        """
        way = self.way(node)
        text, place, role = "", None, None
        for edge, at in way:
            if edge is None:
                continue
            label, source = self.label(edge), self.source(edge)
            kind = self.names.edge_kind[self.graph.edge_type[edge]]
            raw = self.graph.edge_label(edge)
            role = next((role for word, role in _ROLES if word == raw), role)
            if label.startswith(" variable "):
                text, place = label.removeprefix(" variable "), self._scope_place(source)
            elif source == self.graph.header.root:
                text = self._root_name(at)
            elif kind == "internal" and (raw in _SILENT or raw.isdigit()):
                text += "{}" if raw == "table" else ""
            elif self.names.type(source) in {"array", "hidden"}:
                text += "[]" if not text.endswith(("[]", "{}")) else ""
            elif kind == "internal" and raw == "context":
                text += "()" if text and not text.endswith("()") else ""
            elif kind == "element":
                text += "[]"
            else:
                text += label
            place = place or self.names.place(at)
        return text.strip() or self.names.what(node), place, role

    def _root_name(self, node: int) -> str:
        what = self.graph.name(node)
        return "globalThis" if self.names.type(node) == "object" else what

    def _scope_place(self, context: int) -> Place | None:
        owner = self.names.scope_owner(context)
        return None if owner is None else self.names.place(owner)
