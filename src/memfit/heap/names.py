"""What things are called: objects by class or shape, scripts, slots of module scopes."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import Final

import numpy as np

from memfit.heap.graph import I64, U32
from memfit.heap.heap import Heap
from memfit.heap.sourcemap import SourceMaps
from memfit.model.snapshot import Place

_SHOWN: Final = 6
_TEXT: Final = 40
_SLOTS: Final = 400  # a scope with more variables is not looked through
CONTEXT: Final = "system / Context"
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*")


def property_label(name: str) -> str:
    """Write a property as a program would: `.name` or `["any text"]`."""
    if _WORD.fullmatch(name):
        return f".{name}"
    if name.startswith("<symbol "):
        return f"[{name[8:-1]}]"
    # The end of a long key, such as a path, says more than its start.
    return f'["{name if len(name) <= _TEXT else "…" + name[-_TEXT:]}"]'


class Names:
    """Names of the nodes of one heap."""

    def __init__(self, heap: Heap) -> None:
        self.heap = heap
        self.graph = heap.graph
        header = heap.graph.header
        self.kind = header.node_types
        self.edge_kind = header.edge_types
        self._hidden = header.edge_type("hidden")
        self._internal = header.edge_type("internal")
        self._property = header.edge_type("property")
        self.maps = SourceMaps()
        self._scripts: dict[int, int | None] = {}

    def type(self, node: int) -> str:
        """Return V8's type of a node."""
        return self.kind[int(self.graph.node_type[node])]

    def what(self, node: int) -> str:
        """Name what a node is, without where it is."""
        kind, name = self.type(node), self.graph.name(node)
        if kind == "object":
            return self.shape(node) if name == "Object" else name or "(object)"
        if kind == "closure":
            return f"function {name or '(anonymous)'}"
        if kind in {"string", "concatenated string", "sliced string"}:
            return f'string "{name[:_TEXT]}{"…" if len(name) > _TEXT else ""}"'
        if kind == "code":
            return "(compiled code)"
        return name or f"({kind})"

    def shape(self, node: int) -> str:
        """Name an object without a class by its properties."""
        names = [
            self.graph.edge_label(edge)
            for edge in self.graph.edges(node)
            if self.graph.edge_type[edge] == self._property
        ]
        names = [name for name in names if name != "__proto__" and not name.startswith("<symbol")]
        if not names:
            return "Object"
        return "{" + ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "") + "}"

    def child(self, node: int, name: str) -> int | None:
        """Follow the internal edge of that name."""
        for edge in self.graph.edges(node):
            if self.graph.edge_type[edge] == self._internal and self.graph.edge_label(edge) == name:
                return int(self.graph.target[edge])
        return None

    @cached_property
    def _located(self) -> tuple[U32, U32]:
        """The nodes with a location, rising, and the rows of their locations."""
        rows = self.graph.locations
        # Sorting node and row as one number takes a tenth of what sorting rows by node would.
        keys = rows[:, 0].astype(np.uint64) << np.uint64(32)
        keys |= np.arange(len(rows), dtype=np.uint64)
        keys.sort()
        rows = rows[(keys & np.uint64(0xFFFFFFFF)).astype(np.int64)]
        return rows[:, 0].copy(), rows

    @cached_property
    def _functions(self) -> U32:
        """The locations of functions."""
        nodes, rows = self._located
        closure = self.graph.header.node_type("closure")
        functions: U32 = rows[self.graph.node_type[nodes] == closure]
        return functions

    def script(self, number: int) -> int | None:
        """Return the node of a script by its id, or None."""
        if number not in self._scripts:
            self._scripts[number] = self._script(number)
        return self._scripts[number]

    def _script(self, number: int) -> int | None:
        mine = np.flatnonzero(self._functions[:, 1] == number)
        shared = self.child(int(self._functions[mine[0], 0]), "shared") if len(mine) else None
        if shared is None:
            return None
        script = self.child(shared, "script") or self.child(shared, "script_or_debug_info")
        if script is not None and self.child(script, "script") is not None:
            script = self.child(script, "script")  # a DebugInfo stands between
        return script

    def place(self, node: int) -> Place | None:
        """Return where the function or the class of a node is written, or None."""
        nodes, rows = self._located
        at = bisect_left(nodes, node)
        if at >= len(nodes) or nodes[at] != node:
            return None
        _, number, line, column = (int(value) for value in rows[at])
        script = self.script(number)
        if script is None:
            return None
        return self.maps.original(self.script_file(script), self._source(script), line, column)

    def origin(self, node: int) -> Place | None:
        """Return where a node, or else a function that it has for a property, is written.

        Functions of Node itself do not count: they say nothing about the program.
        """
        functions = [
            int(self.graph.target[edge])
            for edge in self.graph.edges(node)[:_SLOTS]
            if self.graph.edge_type[edge] == self._property
            and self.type(int(self.graph.target[edge])) == "closure"
        ]
        for at in (node, *functions):
            place = self.place(at)
            if place is not None and not place.file.startswith("node:"):
                return place
        return None

    def script_file(self, script: int) -> str:
        """Return the file of a script as V8 knows it."""
        return re.sub(r"^file://", "", self.graph.name(script))

    def _source(self, script: int) -> str | None:
        # V8 cuts strings in snapshots, so an inline source map is only there for short files.
        source = self.child(script, "source")
        return None if source is None else self.graph.name(source)

    def scope_owner(self, context: int) -> int | None:
        """Return a function that was made in a scope, which tells the scope's file."""
        graph = self.graph
        for edge in graph.edges(context):
            to = int(graph.target[edge])
            if (
                self.type(to) == "closure"
                and self.place(to)
                and self.child(to, "context") == context
            ):
                return to
        edges = self._to_contexts
        for edge in edges[graph.target[edges] == context][:_SLOTS]:
            source = graph.source(int(edge))
            if self.type(source) == "closure" and self.place(source):
                return source
        return None

    @cached_property
    def _to_contexts(self) -> I64:
        """The edges by which functions refer to the scope that they were made in."""
        edges = self.heap.edges_named(["context"])
        internal: I64 = edges[self.graph.edge_type[edges] == self._internal]
        return internal

    def slot(self, context: int, index: int) -> str | None:
        """Name a slot of a scope that V8 does not name, through the scope's own list of names.

        The list is in the order of the slots, but slots that hold small integers have no edge, so
        functions that carry their variable's name are the fixed points between which is counted.

        Returns:
            The name; two to four possible ones with `|` between them; or None.
        """
        graph, names = self.graph, self._scope_names(context)
        held = {
            int(graph.edge_name[edge]): int(graph.target[edge])
            for edge in graph.edges(context)
            if graph.edge_type[edge] == self._hidden
        }
        if not names or not held or len(names) > _SLOTS or index not in held:
            return None
        slots = max(held) + 1
        if slots == len(names):
            return names[index]
        fixed = [
            (slot, names.index(graph.name(node)))
            for slot, node in sorted(held.items())
            if self.type(node) == "closure" and graph.name(node) in names
        ]
        lowest = max([at + index - slot for slot, at in fixed if slot <= index], default=index)
        highest = min(
            [at - slot + index for slot, at in fixed if slot >= index],
            default=len(names) - (slots - index),
        )
        possible = [n for n in names[max(lowest, 0) : highest + 1] if not n.startswith("__vi")]
        return "|".join(possible[-4:]) or None

    def _scope_names(self, context: int) -> list[str]:
        scope = self.child(context, "scope_info")
        if scope is None:
            return []
        graph = self.graph
        return [
            graph.name(int(graph.target[edge]))
            for edge in graph.edges(scope)
            if graph.edge_type[edge] == self._hidden
            and self.type(int(graph.target[edge])) == "string"
            and graph.name(int(graph.target[edge]))
        ]
