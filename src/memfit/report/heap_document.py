"""A heap snapshot as JSON for programs and as Markdown for issues and pull requests."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from memfit.heap.words import written
from memfit.model.snapshot import (
    SCHEMA,
    AllocationProfile,
    Growth,
    Holder,
    Place,
    Snapshot,
)
from memfit.report.markup import prose, table
from memfit.units import format_bytes


def document(
    said: Snapshot | Growth | AllocationProfile | Sequence[Holder],
) -> dict[str, Any]:
    """Return the JSON document: the dataclasses of `memfit.model.snapshot`, with a schema."""
    if isinstance(said, Snapshot | Growth | AllocationProfile):
        kind = {Snapshot: "snapshot", Growth: "growth", AllocationProfile: "profile"}[type(said)]
        return {"schema": SCHEMA, "kind": kind, **asdict(said)}
    return {"schema": SCHEMA, "kind": "objects", "objects": [asdict(holder) for holder in said]}


def markdown(said: Snapshot | Growth | AllocationProfile | Sequence[Holder]) -> str:
    """Write tables in Markdown; names from the heap cannot start anything of their own."""
    if isinstance(said, Snapshot):
        return _snapshot(said)
    if isinstance(said, Growth):
        return _growth(said)
    if isinstance(said, AllocationProfile):
        rows = [
            (format_bytes(f.self_bytes), format_bytes(f.total), f.function, _where(f.place))
            for f in said.functions
        ]
        head = f"**{format_bytes(said.bytes)} sampled and still alive**\n\n"
        return head + _table(("own", "total", "function", "where"), rows)
    return "\n".join(_object(holder) for holder in said)


def _snapshot(said: Snapshot) -> str:
    parts = [f"**{prose(said.headline)}**\n", *(f"- {prose(note)}\n" for note in said.notes)]
    parts.append(
        _table(
            ("held", "share", "what", "at", "where", "holds"),
            [
                (
                    format_bytes(h.bytes), f"{h.share:.0%}",
                    f"{h.count:,} x {h.what}" if h.count > 1 else h.what,
                    h.name, _where(h.place),
                    "; ".join(f"{c.count:,} x {c.what}" for c in h.contents[:2]),
                )
                for h in said.holders
            ],
        )
    )  # fmt: skip
    parts.append(
        _table(
            ("held", "share", "count", "asked of every heap"),
            [
                (format_bytes(a.bytes), f"{a.share:.0%}", f"{a.count:,}", a.what)
                for a in said.answers
            ],
        )
    )
    return "\n".join(part for part in parts if part)


def _growth(said: Growth) -> str:
    rows = [
        (format_bytes(g.bytes), f"{g.count:,}", g.what, g.name, _where(g.place)) for g in said.grown
    ]
    change = f"{format_bytes(said.bytes_before)} before, {format_bytes(said.bytes_after)} after"
    return (
        f"**{prose(said.headline)}**\n\n{change}\n\n"
        + _table(("new", "count", "what", "at", "where"), rows)
    )  # fmt: skip


def _object(holder: Holder) -> str:
    head = f"**{format_bytes(holder.bytes)} {prose(holder.what)} @{holder.id}**\n\n"
    rows = [(s.edge.strip(), s.what, f"@{s.id}", format_bytes(s.bytes)) for s in holder.path]
    return head + _table(("reference", "object", "id", "holds"), rows)


def _where(place: Place | None) -> str:
    return written(place) if place else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written_out = table(head, ([prose(cell) for cell in row] for row in rows))
    return f"{written_out}\n" if written_out else ""
