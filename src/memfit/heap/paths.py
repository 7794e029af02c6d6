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
_ROLES: Final = {
    "_events": "listeners", "kEvents": "listeners", "_idleNext": "timers", "_idlePrev": "timers",
    "_onTimeout": "timers", "timerListMap": "timers", "mockState": "mocks", "mock": "mocks",
    "calls": "mocks", "collect": "metrics", "_collect": "metrics", "logs": "logs",
}  # fmt: skip
_LABELS: Final = {
    "shortcut": " ({})", "element": "[{}]", "hidden": "[{}]", "context": " variable {}",
}  # fmt: skip
PATCHED: Final = "patched core function"


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

    def way(self, node: int) -> list[tuple[int | None, int]]:
        """Return pairs of edge and node from a root, whose edge is None, to `node`."""
        steps: list[tuple[int | None, int]] = []
        while len(steps) < _LONGEST:
            edge = int(self.parents[node])
            if edge == ABSENT:
                break
            steps.append((edge, node))
            node = self.graph.source(edge)
        steps.append((None, node))
        return steps[::-1]

    def label(self, edge: int) -> str:
        """Write how the source of an edge refers to its target."""
        graph, names = self.graph, self.names
        kind = names.edge_kind[int(graph.edge_type[edge])]
        name = graph.edge_label(edge)
        if kind == "hidden" and graph.name(self.graph.source(edge)).startswith(CONTEXT):
            slot = names.slot(self.graph.source(edge), int(graph.edge_name[edge]))
            return f" variable {slot or f'in slot {name}'}"
        if kind == "property":
            return property_label(name)
        if kind == "internal" and " part of key (" in name:
            return " value in a WeakMap"
        return _LABELS.get(kind, " {{{}}}").format(name)

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
        text, place, role = "", None, None
        for edge, at in self.way(node):
            if edge is None:
                continue
            # Only what hangs directly from the module is a patch; below, anything may hang.
            if role is None and not {".", "["} & set(text) and self._patches(edge, at, place):
                role = PATCHED
            role = _ROLES.get(self.graph.edge_label(edge), role)
            label, source = self.label(edge), self.graph.source(edge)
            if label.startswith(" variable "):
                text = label.removeprefix(" variable ")
                place = self._variable_place(source, text)
            elif source == self.graph.header.root:
                text = self._root_name(at)
            else:
                part = self._part(edge, text)
                # A list that is linked through its members is one step, however long it is.
                text += "" if part and text.endswith(part) else part
            place = place or self.names.place(at)
        return text.strip() or self.names.what(node), place, role

    def _part(self, edge: int, text: str) -> str:
        """Write a step for a name: without V8's own links, and without numbers."""
        kind = self.names.edge_kind[self.graph.edge_type[edge]]
        raw = self.graph.edge_label(edge)
        if kind == "internal" and (raw in _SILENT or raw.isdigit()):
            return "{}" if raw == "table" else ""
        if kind == "internal" and raw == "context":
            return "()" if text else ""
        if self.names.type(self.graph.source(edge)) in {"array", "hidden"}:
            return "" if text.endswith("{}") else "[]"
        return "[]" if kind == "element" else self.label(edge)

    def _patches(self, edge: int, node: int, place: Place | None) -> bool:
        """Tell whether a property of a module of Node leads to a function of the program."""
        if (
            place is None
            or not place.file.startswith("node:")
            or self.names.type(node) != "closure"
        ):
            return False
        if self.names.edge_kind[self.graph.edge_type[edge]] != "property":
            return False
        own = self.names.place(node)
        return own is not None and not own.file.startswith("node:")

    def _root_name(self, node: int) -> str:
        what = self.graph.name(node)
        return "globalThis" if self.names.type(node) == "object" else what

    def _variable_place(self, scope: int, name: str) -> Place | None:
        owner = self.names.scope_owner(scope)
        place = None if owner is None else self.names.place(owner)
        return None if place is None else self.names.maps.declared(place, name)
