r"""Text from recordings made safe for Markdown as GitHub renders it.

GitHub turns names, issue numbers and addresses into mentions and links after the Markdown was
rendered, so a backslash alone does not stop them. Code spans do; in prose, a zero-width space does.
"""

import re
from collections.abc import Iterable, Sequence

from memfit.report.escape import escape

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_LEADING = re.compile(r"^([-+=#]|[0-9]+(?=[.)]))")  # a list, a heading, a line under a heading
_LINKED = re.compile(r"([@#]|\b(?:www(?=\.)|GH(?=-)|\w+:(?=//))|:(?=[\w+-]+:))", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_TICKS = re.compile("`+")
_UNSEEN = "\u200b"


def prose(words: str) -> str:
    r"""Escape what Markdown or HTML would read, and break what GitHub would link.

    >>> print(prose("a|b <img> `x` $1"))
    a\|b \<img\> \`x\` \$1
    """
    broken = _LEADING.sub(rf"{_UNSEEN}\1", escape(words).strip())
    return _SPECIAL.sub(r"\\\1", _LINKED.sub(rf"\1{_UNSEEN}", broken))


def code(words: str) -> str:
    """Write a code span, in which nothing is read.

    >>> print(code("a `b`"), code("$1"))
    `` a `b` `` `$1`
    """
    text = escape(words)
    if not text.strip():
        return ""
    ticks = "`" * (_longest(text) + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{room}{text}{room}{ticks}"


def block(lines: Iterable[str], language: str = "") -> str:
    """Write a code block; each line is escaped by itself."""
    content = [escape(line) for line in lines]
    fence = "`" * max(3, *(_longest(line) + 1 for line in content), 3)
    return "\n".join([f"{fence}{language}", *content, fence])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of cells that are Markdown already; empty without rows."""
    lines = ["| " + " | ".join(_BAR.sub(r"\|", cell) for cell in row) + " |" for row in rows]
    if not lines:
        return ""
    return "\n".join(["| " + " | ".join(head) + " |", "|" + " --- |" * len(head), *lines])


def _longest(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)
