"""Paths in a table: as much from their end as fits, and enough to tell them apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len

from memfit.report.cells import cut
from memfit.report.escape import escape

DEEPEST = 12
"""Directories that may tell two paths apart."""

LONGEST = 1000
"""Characters of a path that are looked at, its last ones."""


def shorten(paths: Iterable[str], directory: str, room: int) -> Mapping[str, str]:
    """Shorten paths from the left to what tells them apart, safe for a terminal.

    Args:
        paths: The paths, as they were recorded.
        directory: The working directory, which is left out.
        room: Columns for each.

    Returns:
        What to print for each path: all of it where it fits; else as many of its last parts as
        fit, but never fewer than tell it from the others. If those are too long, their end and
        their beginning.

    >>> shorten(["/app/long/a/x.ts", "/app/long/b/x.ts"], "/app", 9)["/app/long/a/x.ts"]
    '…/a/x.ts'
    """
    own = {path: _parts(path, directory) for path in dict.fromkeys(paths)}
    alike = Counter(suffix for parts in own.values() for suffix in _suffixes(parts))
    return {path: _fit(parts, alike, room) for path, parts in own.items()}


def _parts(path: str, directory: str) -> list[str]:
    inside = path[-LONGEST:] if len(path) > LONGEST else path
    inside = inside.removeprefix(f"{directory.rstrip('/')}/")
    return escape(inside).split("/")[-DEEPEST:]


def _suffixes(parts: Sequence[str]) -> Iterable[str]:
    """Yield the ends of a path, the shortest first."""
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[-count:])


def _fit(parts: Sequence[str], alike: Mapping[str, int], room: int) -> str:
    suffixes = list(_suffixes(parts))
    if cell_len(suffixes[-1]) <= room:
        return suffixes[-1]
    apart = next((one for one in suffixes if alike[one] == 1), suffixes[-1])
    fitting = [one for one in suffixes if len(one) >= len(apart) and cell_len(one) + 2 <= room]
    if fitting:
        return f"…/{fitting[-1]}"
    return _without_middle(apart, room)


def _without_middle(words: str, room: int) -> str:
    """Cut the middle out: the beginning tells apart, the end names the file."""
    head = max(room // 3, 1)
    tail = room - head
    end = words
    while cell_len(end) > tail:
        end = end[max(len(end) - tail, 1) :] if len(end) > 2 * tail else end[1:]
    return cut(words, head) + end
