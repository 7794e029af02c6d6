"""Lines of the program's output, put together from chunks and freed from terminal colours."""

import re
from collections.abc import Iterator

from memfit.classes import dataclass
from memfit.model.output import plain
from memfit.model.recording import OutputChunk

LONGEST = 400
"""Characters of a line that are kept: the lines that matter are short."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output.

    Attributes:
        at: When its last byte was read.
        text: Its text without escape sequences, at most `LONGEST` characters.
    """

    at: float
    text: str


def matching(output: tuple[OutputChunk, ...], pattern: re.Pattern[bytes]) -> Iterator[Line]:
    """Yield the lines that a pattern occurs in, in the order in which they were completed."""
    for at, line in _lines(output):
        words = plain(line)
        match = pattern.search(words)
        if match is not None:
            start = max(0, match.start() - LONGEST // 4)
            text = words[start : start + LONGEST].decode("utf-8", "replace").strip()
            yield Line(at, text)


def _lines(output: tuple[OutputChunk, ...]) -> Iterator[tuple[float, bytes]]:
    pending: dict[str, tuple[float, list[bytes]]] = {}
    for chunk in output:
        first, *rest = chunk.data.split(b"\n")
        _, parts = pending.setdefault(chunk.stream, (chunk.at, []))
        parts.append(first)
        if rest:
            yield chunk.at, b"".join(parts)
            for line in rest[:-1]:
                yield chunk.at, line
            parts = [rest[-1]]
        pending[chunk.stream] = (chunk.at, parts)
    for at, parts in pending.values():
        yield at, b"".join(parts)
