"""A heap snapshot as one HTML file that opens offline: a treemap of holders and their ways."""

import html
import json
from importlib.resources import files

from memfit.model.snapshot import Snapshot
from memfit.report.heap_document import document


def page(snapshot: Snapshot) -> str:
    """Return the page; names from the heap are data in it, never markup or script."""
    assets = files("memfit.report").joinpath("assets")
    data = json.dumps(document(snapshot))
    # "</script>" in a name would end the element; these characters mean nothing else in JSON.
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return (
        assets.joinpath("heap.html").read_text("utf-8")
        .replace("{{title}}", html.escape(snapshot.file))
        .replace("{{style}}", assets.joinpath("heap.css").read_text("utf-8"))
        .replace("{{script}}", assets.joinpath("heap.js").read_text("utf-8"))
        .replace("{{data}}", data)
    )  # fmt: skip
