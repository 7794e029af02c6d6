"""A heap snapshot as one HTML file that opens offline: a treemap of holders and their ways."""

from memfit.model.snapshot import Snapshot
from memfit.report.heap_document import document
from memfit.report.shell import assemble


def page(snapshot: Snapshot) -> str:
    """Return the page; names from the heap are data in it, never markup or script."""
    return assemble(
        snapshot.file,
        "heap.html",
        ("common.css", "heap.css"),
        ("common.js", "heap.js"),
        document(snapshot),
    )
