"""Small heaps written by hand, in the format of V8."""

import json
from dataclasses import dataclass, field
from pathlib import Path

NODE_TYPES = [
    "hidden", "array", "string", "object", "code", "closure", "regexp", "number", "native",
    "synthetic", "concatenated string", "sliced string", "symbol", "bigint", "object shape",
]  # fmt: skip
EDGE_TYPES = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"]
NODE_FIELDS = ["type", "name", "id", "self_size", "edge_count", "detachedness"]


@dataclass
class HeapFile:
    """Nodes and edges by hand; node 0 is the root.

    >>> heap = HeapFile()
    >>> array = heap.node("object", "Array", 10)
    >>> heap.edge(0, "element", 1, array)
    """

    strings: list[str] = field(default_factory=lambda: [""])
    nodes: list[tuple[str, str, int, int, int]] = field(default_factory=list)
    edges: list[list[tuple[str, str | int, int]]] = field(default_factory=list)
    locations: list[tuple[int, int, int, int]] = field(default_factory=list)
    newlines: bool = True

    def __post_init__(self):
        self.node("synthetic", "", 0)

    def node(self, kind, name, size=0, *, detached=0, number=None):
        self.nodes.append(
            (kind, name, 2 * len(self.nodes) + 1 if number is None else number, size, detached)
        )
        self.edges.append([])
        return len(self.nodes) - 1

    def edge(self, source, kind, name, target):
        self.edges[source].append((kind, name, target))

    def child(self, source, kind, name, node_kind, node_name, size=0):
        node = self.node(node_kind, node_name, size)
        self.edge(source, kind, name, node)
        return node

    def _string(self, text):
        if text not in self.strings:
            self.strings.append(text)
        return self.strings.index(text)

    def _label(self, kind, name):
        return name if kind in {"element", "hidden"} else self._string(str(name))

    def text(self) -> str:
        nodes = [
            (
                NODE_TYPES.index(kind),
                self._string(name),
                number,
                size,
                len(self.edges[at]),
                detached,
            )
            for at, (kind, name, number, size, detached) in enumerate(self.nodes)
        ]
        edges = [
            (EDGE_TYPES.index(kind), self._label(kind, name), to * 6)
            for own in self.edges
            for kind, name, to in own
        ]
        meta = {
            "node_fields": NODE_FIELDS, "node_types": [NODE_TYPES, "string", *["number"] * 4],
            "edge_fields": ["type", "name_or_index", "to_node"],
            "edge_types": [EDGE_TYPES, "string_or_number", "node"],
            "location_fields": ["object_index", "script_id", "line", "column"],
        }  # fmt: skip
        head = {"meta": meta, "node_count": len(nodes), "edge_count": len(edges)}
        locations = [(node * 6, *rest) for node, *rest in self.locations]
        parts = {
            "nodes": nodes, "edges": edges, "trace_function_infos": [], "trace_tree": [],
            "samples": [], "locations": locations,
        }  # fmt: skip
        rows = ",\n".join(f'"{name}":[{self._rows(value)}]' for name, value in parts.items())
        strings = ",\n".join(json.dumps(text) for text in self.strings)
        return f'{{"snapshot":{json.dumps(head)},\n{rows},\n"strings":[{strings}]}}\n'

    def _rows(self, rows):
        between = "\n," if self.newlines else ","
        return between.join(",".join(map(str, row)) for row in rows)

    def write(self, path: Path) -> Path:
        path.write_text(self.text())
        return path


def leaky(name="app", count=20) -> HeapFile:
    """A heap in which a module variable of a file holds nearly everything."""
    heap = HeapFile()
    world = heap.child(0, "shortcut", 1, "object", "global", 100)
    function = heap.child(world, "property", "handler", "closure", "handler", 50)
    scope = heap.child(function, "internal", "context", "object", "system / Context", 40)
    shared = heap.child(function, "internal", "shared", "code", "handler", 10)
    heap.child(shared, "internal", "script", "code", f"file:///src/{name}.ts", 10)
    heap.locations.append((function, 7, 11, 2))
    array = heap.child(scope, "context", "requestLog", "object", "Array", 16)
    elements = heap.child(array, "internal", "elements", "array", "(object elements)", 8 * count)
    for at in range(count):
        entry = heap.child(elements, "internal", str(at), "object", "Object", 1000)
        heap.child(entry, "property", "url", "string", f"/path/{at}", 500)
        heap.child(entry, "property", "app", "object", "App", 300)
    return heap
