"""A heap snapshot for a terminal: what holds the memory, at most a screen.

Plain strings, no rich: a small snapshot is understood faster than rich is imported.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final
from unicodedata import combining, east_asian_width

from memfit.heap.words import label, written
from memfit.model.snapshot import (
    AllocationProfile,
    Answer,
    Content,
    Growth,
    Holder,
    Place,
    Snapshot,
    Step,
)
from memfit.report.escape import escape
from memfit.units import format_bytes

_SCREEN: Final = 24
_DEEPEST: Final = 3
_SMALL: Final = 0.005  # an answer below this share is not worth a line
_PATH: Final = re.compile(r"(?:file://)?(?:/[^/\s()]+){2,}(?=(?:/[^/\s()]+){3}:\d)")
_BOLD: Final = ("\x1b[1m", "\x1b[0m")


def render(snapshot: Snapshot, *, width: int, height: int, colour: bool) -> str:
    """Write what is said about a snapshot.

    Args:
        snapshot: What was found.
        width: Columns; longer lines are cut.
        height: Lines of the screen; as many are used at most.
        colour: Whether the terminal shows bold text.
    """
    room = max(height, _SCREEN) - 1
    head = [snapshot.headline, *(f"note: {note}" for note in snapshot.notes)]
    facts = f"{format_bytes(snapshot.bytes)} in {snapshot.nodes:,} objects: " + ", ".join(
        f"{kind.what} {format_bytes(kind.bytes)}" for kind in snapshot.kinds[:4]
    )
    answers = [_answer(answer) for answer in snapshot.answers if answer.share >= _SMALL]
    tail = ["", facts, *_copies(snapshot), *_next(snapshot)]
    tree = [line for holder in snapshot.holders for line in _tree(holder, 0)]
    left = room - len(head) - len(tail)
    asked = answers[: max(left // 3, left - len(tree) - 2, 1)]
    if asked:
        asked = ["", "asked of every heap:", *asked]
    # The tree gives way last: it is what the question was about.
    tree = ["", *tree[: max(left - len(asked) - 1, 4)]] if tree else []
    return _page([*head, *tree, *asked, *tail], width, colour)


def render_growth(growth: Growth, *, width: int, height: int, colour: bool) -> str:
    """Write what grew between two snapshots."""
    lines = [growth.headline, *(f"note: {note}" for note in growth.notes), ""]
    lines.append(
        f"{format_bytes(growth.bytes_before)} before, {format_bytes(growth.bytes_after)} after"
    )
    room = max(height, _SCREEN) - len(lines) - 3
    lines += [
        f"{format_bytes(new.bytes):>9} new: {new.count:,} x {new.what} at {new.name}"
        f"{_where(new.place)} @{new.example}"
        for new in growth.grown[: room // 2]
    ]
    if growth.classes:
        lines += ["", "    held    own   count  class"]
    lines += [
        f"{_signed(row.retained):>9} {_signed(row.self_bytes):>9} {row.count:>+7,}  {row.name}"
        for row in growth.classes[: max(room // 2 - 2, 3)]
    ]
    return _page(lines, width, colour)


def render_profile(profile: AllocationProfile, *, width: int, colour: bool) -> str:
    """Write where memory was allocated."""
    lines = [
        f"{format_bytes(profile.bytes)} sampled and still alive",
        "",
        "    own   total  function",
    ]
    lines += [
        f"{format_bytes(row.self_bytes):>8} {format_bytes(row.total):>8}  {row.function}"
        f" ({row.place.file}:{row.place.line})"
        for row in profile.functions
    ]
    lines += ["", "    own   total  file"]
    lines += [
        f"{format_bytes(row.self_bytes):>8} {format_bytes(row.total):>8}  {row.place.file}"
        for row in profile.files
    ]
    return _page(lines, width, colour)


def render_holders(holders: Iterable[Holder], *, width: int, colour: bool) -> str:
    """Write objects with the way to each."""
    lines: list[str] = []
    for holder in holders:
        lines += [_line(holder), *(_content(c, 1) for c in _contents(holder)), "  held by"]
        lines += ["    " + step for step in _steps(holder.path)]
        lines.append("")
    return _page(lines[:-1], width, colour)


def _steps(path: tuple[Step, ...]) -> Iterator[str]:
    for step in path:
        yield f"{step.edge.strip() or '(root)'}  {step.what}  @{step.id}  {format_bytes(step.bytes)}"


def _line(holder: Holder) -> str:
    size = f"{format_bytes(holder.bytes):>9} {holder.share:>4.0%}"
    return f"{size}  @{holder.id} {_short(label(holder))}"


def _contents(holder: Holder) -> Iterator[Content]:
    each = holder.bytes // holder.count
    return (content for content in holder.contents if content.bytes * 20 >= each)


def _content(content: Content, depth: int) -> str:
    what = f"{'  ' * depth}{'':>16}holds {content.count:,} x {content.what}"
    return f"{what}{_where(content.place)}, {format_bytes(content.bytes)}"


def _tree(holder: Holder, depth: int) -> Iterator[str]:
    yield "  " * depth + _line(holder)
    yield from (_content(content, depth) for content in _contents(holder))
    if depth + 1 < _DEEPEST:
        for inside in holder.inside:
            yield from _tree(inside, depth + 1)


def _answer(answer: Answer) -> str:
    example = answer.examples[0] if answer.examples else None
    most = f", most in {example.count:,} x {example.what}" if example and answer.count > 1 else ""
    return f"{format_bytes(answer.bytes):>9} {answer.share:>4.0%}  {answer.count:,} {answer.what}{most}"


def _copies(snapshot: Snapshot) -> list[str]:
    if not snapshot.duplicates:
        return []
    first = snapshot.duplicates[0]
    return [
        f'most copied string: {first.count:,} x "{first.text[:30]}", {format_bytes(first.bytes)}'
    ]


def _next(snapshot: Snapshot) -> list[str]:
    if not snapshot.holders:
        return []
    return [f"next: memfit heap --path {snapshot.holders[0].id} {snapshot.file}"]


def _where(place: Place | None) -> str:
    return _short(f" ({written(place)})") if place else ""


def _short(words: str) -> str:
    """Leave out all but the end of long paths.

    >>> _short("Map at cache (/home/me/project/packages/app/src/prices.ts:3)")
    'Map at cache (…/app/src/prices.ts:3)'
    """
    return _PATH.sub("…", words)


def _signed(size: int) -> str:
    return ("+" if size > 0 else "") + format_bytes(size)


def _page(lines: list[str], width: int, colour: bool) -> str:
    safe = [escape(line) for line in lines]
    # The headline and the command to type next are worth two lines; the rest is cut.
    shown = [
        line if at == 0 or line.startswith(("next:", "note:")) else _cut(line, width)
        for at, line in enumerate(safe)
    ]  # fmt: skip
    if colour and shown:
        shown[0] = _BOLD[0] + shown[0] + _BOLD[1]
    return "\n".join(shown) + "\n"


def _cut(line: str, width: int) -> str:
    """Cut a line to columns of a terminal; Chinese characters take two, accents none.

    >>> _cut("at 网店网店", 8)
    'at 网店…'
    """
    if line.isascii():
        return line if len(line) <= width else line[: max(width - 1, 0)] + "…"
    ends = list(accumulate(map(_columns, line)))
    if ends[-1] <= width:
        return line
    return line[: bisect_right(ends, width - 1)] + "…"


def _columns(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1
