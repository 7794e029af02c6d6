"""Listings of the server, which come in pages."""

import json
from collections.abc import Callable

Fetch = Callable[[str], str]


def rows(fetch: Fetch, path: str) -> list[dict]:
    """All rows of a listing, page after page."""
    found = []
    while path is not None:
        page = json.loads(fetch(path))
        found += page["rows"]
        path = page["next"]
    return found
