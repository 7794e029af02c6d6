"""The head of a snapshot: which numbers a row has, and how many rows follow."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from memfit.classes import dataclass
from memfit.errors import UnusableInputError

MOST_FIELDS = 32
"""Numbers in a row of nodes or edges that the reader takes; V8 writes 6 or 7, and 3."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the `snapshot` section says about the others.

    Attributes:
        node_fields: Names of the numbers of a node, in order.
        node_types: Names of the types of nodes, by number.
        edge_fields: Names of the numbers of an edge, in order.
        edge_types: Names of the types of edges, by number.
        location_fields: Names of the numbers of a location; empty if there are none.
        nodes: How many nodes the file promises.
        edges: How many edges the file promises.
        root: Ordinal of the node that everything hangs from.
        extra_native_bytes: Bytes outside of the heap that belong to no node; 0 before Node 24.
    """

    node_fields: tuple[str, ...]
    node_types: tuple[str, ...]
    edge_fields: tuple[str, ...]
    edge_types: tuple[str, ...]
    location_fields: tuple[str, ...]
    nodes: int
    edges: int
    root: int
    extra_native_bytes: int

    def node_type(self, name: str) -> int:
        """Return the number of a type of nodes; 255, which no node has, if it is not known."""
        return self.node_types.index(name) if name in self.node_types else 255

    def edge_type(self, name: str) -> int:
        """Return the number of a type of edges; 255, which no edge has, if it is not known."""
        return self.edge_types.index(name) if name in self.edge_types else 255


def read_header(text: bytes) -> Header:
    """Read the JSON object that follows `"snapshot":`.

    Raises:
        UnusableInputError: If it is not the head of a V8 heap snapshot that can be read.
    """
    try:
        snapshot = json.loads(text)
        meta = snapshot["meta"]
        node_fields = _names(meta["node_fields"])
        edge_fields = _names(meta["edge_fields"])
        header = Header(
            node_fields=node_fields,
            node_types=_names(meta["node_types"][node_fields.index("type")]),
            edge_fields=edge_fields,
            edge_types=_names(meta["edge_types"][edge_fields.index("type")]),
            location_fields=_names(meta.get("location_fields", ())),
            nodes=_count(snapshot, "node_count"),
            edges=_count(snapshot, "edge_count"),
            root=_count(snapshot, "root_index", 0) // len(node_fields),
            extra_native_bytes=_count(snapshot, "extra_native_bytes", 0),
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise UnusableInputError(
            f"the head of the snapshot cannot be read: {type(error).__name__}: {error}",
            "only V8 heap snapshots (.heapsnapshot) and sampling profiles (.heapprofile) are read",
        ) from error
    _check(header)
    return header


def _check(header: Header) -> None:
    missing = [
        name
        for name in ("type", "name", "id", "self_size", "edge_count")
        if name not in header.node_fields
    ]
    missing += [
        name for name in ("type", "name_or_index", "to_node") if name not in header.edge_fields
    ]
    if missing:
        raise UnusableInputError(
            f"the snapshot has no {', '.join(missing)}: it comes from a V8 that memfit cannot read",
            "Node 20 to 26 are known to work",
        )
    if max(len(header.node_fields), len(header.edge_fields)) > MOST_FIELDS:
        raise UnusableInputError("the rows of the snapshot are longer than any V8 writes")
    if max(len(header.node_types), len(header.edge_types)) > 250:
        raise UnusableInputError("the snapshot names more types than any V8 has")
    if header.nodes >= 1 << 31 or header.edges >= (1 << 32) - 1:
        raise UnusableInputError("the snapshot is larger than memfit can read (2^31 nodes)")
    if header.root >= max(header.nodes, 1):
        raise UnusableInputError("the snapshot's root is not one of its nodes")


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or not all(isinstance(name, str) for name in value):
        raise TypeError("names expected")
    return tuple(value)


def _count(mapping: Mapping[str, Any], key: str, default: int | None = None) -> int:
    value = mapping.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{key} is {value!r}")
    return value
