"""Lines of a run's output that may say something, found without looking at every line.

A program may print anything: lines of megabytes, millions of empty ones, the same mark on each.
So marks are searched for in the bytes as they are, in one pass, and only so many lines around so
many marks are looked at. Patterns here and in the adapters take time in proportion to a line.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from memfit.model.output import plain
from memfit.model.recording import OutputChunk
from memfit.runners.contract import Line

LONGEST: Final = 1000
"""Characters of a line that are kept."""
_AROUND: Final = 4 * LONGEST  # bytes before and behind a mark, colours included
_FIRST: Final = 2_000  # marks from the start, where a runner says what it is going to do
_LAST: Final = 18_000  # and from the end, where it says how it went

_DOCUMENTS: Final = 8

# What ends a line on a terminal: a program that shows its progress writes over the last one.
_BREAK: Final = re.compile(rb"[\r\n]|\x1b\[[0-9;]*[GHJK]")
_DURATION: Final = re.compile(r"(\d{1,7}(?:\.\d{1,6})?) ?(ms|s)\b")
_COUNT: Final = re.compile(r"\s*(\d{1,9}) ([a-z][a-z ]{0,30})")
# What stands before a line of one of several programs whose output was put together: the name of a
# package or task and a mark. Anything else is a line that only quotes.
_PREFIX: Final = re.compile(r"(?:[\w@\[(][^\"'`]{0,150}[:\]|>)])?")


class _Stream:
    """The bytes of one stream, and when each was printed."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._starts: list[int] = []
        self._at: list[float] = []
        self._size = 0

    def add(self, at: float, data: bytes) -> None:
        self._starts.append(self._size)
        self._at.append(at)
        self._parts.append(data)
        self._size += len(data)

    def text(self) -> bytes:
        return b"".join(self._parts)

    def at(self, position: int) -> float:
        return self._at[bisect_right(self._starts, position) - 1]


def lines(output: Sequence[OutputChunk], marks: bytes) -> list[Line]:
    """Find the lines that a pattern occurs in, in the order in which they were printed.

    Args:
        output: What was printed, oldest first.
        marks: Searched for in the bytes, colours included; it must not match the empty string.

    Returns:
        Those of the first and the last marks of each stream, each at the time of its mark.
    """
    pattern = re.compile(marks)
    found: list[Line] = []
    for stream in _streams(output).values():
        found += _marked(stream, pattern)
    return sorted(found, key=lambda line: line.at)


def documents(output: Sequence[OutputChunk], opening: bytes) -> list[tuple[float, str]]:
    """Find JSON documents that were printed, and when each was complete.

    Args:
        output: What was printed.
        opening: Pattern of a document's start, at the beginning of a line. The document ends with
            that line, or, if `{` is all that stands there, with the line `}`.

    Returns:
        At most the last 8 of each stream.
    """
    pattern = re.compile(rb"^(?:" + opening + rb")", re.MULTILINE)
    found: list[tuple[float, str]] = []
    for stream in _streams(output).values():
        text = stream.text()
        last: deque[tuple[int, int]] = deque(maxlen=_DOCUMENTS)
        position = 0
        while (match := pattern.search(text, position)) is not None:
            position = _document_end(text, match.start())
            last.append((match.start(), position))
        for start, end in last:
            found.append((stream.at(end - 1), text[start:end].decode("utf-8", "replace")))
    return found


def counts(text: str, separator: str) -> dict[str, int]:
    """Read a list of counts; what is not one makes the whole text none.

    >>> counts("  1 failed | 2 passed ", "|")
    {'failed': 1, 'passed': 2}
    >>> counts("2 left, and so on", ",")
    {}
    """
    read: dict[str, int] = {}
    for part in text.split(separator):
        match = _COUNT.fullmatch(part.rstrip())
        if match is None:
            return {}
        read[match[2]] = read.get(match[2], 0) + int(match[1])
    return read


def after(line: str, mark: str) -> tuple[str, str] | None:
    """Part a line at a mark that begins it, or follows the name of the program that printed it.

    Returns:
        The name before the mark and what follows it; None if the line is another.

    >>> after("web:test:  Test Files  1 passed (2)", "Test Files ")
    ('web:test:', ' 1 passed (2)')
    >>> after('-  "Test Files  1 passed (2)"', "Test Files ") is None
    True
    """
    before, found, rest = line.partition(mark)
    name = prefix(before)
    return (name, rest) if found and name is not None else None


def prefix(before: str) -> str | None:
    """Read the name of the program that printed a line, from what stands before its own words.

    Tools that put the output of several programs together begin each line with a name and a mark.

    Returns:
        The name, empty if there is none; None if something else stands there.
    """
    before = before.strip()
    return before if _PREFIX.fullmatch(before) else None


def began(line: Line, position: int = 0) -> float:
    """Say when something began that a line ends and tells the duration of."""
    match = _DURATION.search(line.text, position)
    if match is None:
        return line.at
    return max(0.0, line.at - float(match[1]) / (1000 if match[2] == "ms" else 1))


def _streams(output: Sequence[OutputChunk]) -> dict[str, _Stream]:
    streams: dict[str, _Stream] = {}
    for chunk in output:
        stream = streams.setdefault(chunk.stream, _Stream())
        stream.add(chunk.at, chunk.data)
        if chunk.dropped:  # what stands on both sides is no line
            for each in streams.values():
                each.add(chunk.at, b"\n")
    return streams


def _document_end(text: bytes, start: int) -> int:
    end = text.find(b"\n", start)
    if end >= 0 and text[start:end].strip() == b"{":
        closing = text.find(b"\n}", end)
        end = closing + 2 if closing >= 0 else -1
    return end if end >= 0 else len(text)


def _marked(stream: _Stream, pattern: re.Pattern[bytes]) -> Iterator[Line]:
    text = stream.text()
    spans = (match.span() for match in pattern.finditer(text))
    first = list(islice(spans, _FIRST))
    position = 0
    for mark, behind in (*first, *deque(spans, maxlen=_LAST)):
        if mark < position:
            continue  # a second mark on the same line
        start, end = _bounds(text, position, mark, behind)
        content = plain(text[start:end]).decode("utf-8", "replace").rstrip()[:LONGEST]
        yield Line(stream.at(mark), content)
        position = end


def _bounds(text: bytes, free: int, mark: int, behind: int) -> tuple[int, int]:
    """Where the line around a mark starts and ends, as far as it is looked at.

    Args:
        text: All of the text.
        free: Where the line before it ended.
        mark: Where the mark starts.
        behind: Where it ends.
    """
    start = max(free, mark - _AROUND)
    start = max(start, text.rfind(b"\n", start, mark) + 1, text.rfind(b"\r", start, mark) + 1)
    for found in _BREAK.finditer(text, start, mark):
        start = found.end()
    found_end = _BREAK.search(text, behind, behind + _AROUND)
    return start, found_end.start() if found_end else min(len(text), behind + _AROUND)
