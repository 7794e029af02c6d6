"""From transformed code back to the file that a person wrote (Source Map revision 3)."""

import base64
import json
import re
from bisect import bisect_right
from os.path import normpath
from pathlib import Path
from typing import Any, Final

from memfit.model.snapshot import Place

_DIGITS: Final = {
    digit: value
    for value, digit in enumerate(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    )
}
_URL: Final = re.compile(r"//[#@] sourceMappingURL=(\S+)\s*$")
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*")
_DECLARATION: Final = (
    r"^\s*(?:export\s+)?(?:const|let|var|class|(?:async\s+)?function\*?)\s+({})(?![\w$])"
)
_LARGEST: Final = 64 << 20
_TAIL: Final = 8 << 20


class SourceMap:
    """One map: sorted segments per line of the generated code."""

    def __init__(self, document: dict[str, Any]) -> None:
        root = document.get("sourceRoot") or ""
        self.sources = [f"{root}{source}" for source in document.get("sources", [])]
        self.lines = _segments(str(document.get("mappings", "")))

    def original(self, line: int, column: int) -> tuple[str, int, int] | None:
        """Return source, line and column (all from 0) of a generated position, or None."""
        if line >= len(self.lines) or not self.lines[line]:
            return None
        segments = self.lines[line]
        at = bisect_right(segments, column, key=lambda segment: segment[0]) - 1
        # A class or function may start before the first segment of its line.
        _, source, source_line, source_column = segments[max(at, 0)]
        if not 0 <= source < len(self.sources):
            return None
        return self.sources[source], source_line, source_column


def _segments(mappings: str) -> list[list[tuple[int, int, int, int]]]:
    lines = []
    source = line = column = 0
    for text in mappings.split(";"):
        generated, segments = 0, []
        for segment in filter(None, text.split(",")):
            values = _values(segment)
            generated += values[0]
            if len(values) >= 4:
                source, line, column = source + values[1], line + values[2], column + values[3]
                segments.append((generated, source, line, column))
        lines.append(segments)
    return lines


def _values(segment: str) -> list[int]:
    """Decode base64 VLQ.

    >>> _values("AAgBC")
    [0, 0, 16, 1]
    """
    values, value, shift = [], 0, 0
    for digit in segment:
        bits = _DIGITS[digit]
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            values.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return values


class SourceMaps:
    """Maps by script, read once; a map that cannot be read is as good as none."""

    def __init__(self) -> None:
        self._maps: dict[str, SourceMap | None] = {}
        self._texts: dict[str, str] = {}

    def original(self, file: str, source: str | None, line: int, column: int) -> Place:
        """Return where a position of a script was written.

        Args:
            file: The script.
            source: Its text as the snapshot has it, or None.
            line: From 0.
            column: From 0.
        """
        if file not in self._maps:
            self._maps[file] = _read(file, source)
        found = self._maps[file]
        original = found.original(line, column) if found else None
        if original is None:
            return Place(file, line + 1, column + 1)
        name = re.sub(r"^file://", "", original[0])
        if not name.startswith("/") and not re.match(r"[a-z]+:", name):
            name = normpath(Path(file).parent / name)
        return Place(name, original[1] + 1, original[2] + 1, mapped=True)

    def declared(self, place: Place, name: str) -> Place:
        """Return where a variable is declared in the file that a script was made of.

        V8 cuts long strings, and with them source maps inside of code, such as those of vitest.
        The file is then searched instead; the answer counts only if the name is declared once.
        """
        if place.mapped or not _WORD.fullmatch(name):
            return place
        if place.file not in self._texts:
            self._texts[place.file] = _text(Path(place.file))
        text = self._texts[place.file]
        found = list(re.finditer(_DECLARATION.format(re.escape(name)), text, re.MULTILINE))
        if len(found) != 1:
            return place
        start = found[0].start(1)
        line = text.count("\n", 0, start)
        column = start - text.rfind("\n", 0, start) - 1
        return Place(place.file, line + 1, column + 1, mapped=True)


def _text(path: Path) -> str:
    try:
        if path.is_absolute() and path.is_file() and path.stat().st_size <= _TAIL:
            return path.read_text("utf-8", "replace")
    except OSError:
        pass
    return ""


def _read(file: str, source: str | None) -> SourceMap | None:
    try:
        url = _url(source) or _url(_tail(Path(file)))
        if url is None:
            return None
        text = _inline(url) if url.startswith("data:") else _beside(Path(file), url)
        document = json.loads(text) if text else None
        return SourceMap(document) if isinstance(document, dict) else None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _tail(path: Path) -> str | None:
    if not path.is_absolute() or not path.is_file():
        return None
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return file.read().decode("utf-8", "replace")


def _url(text: str | None) -> str | None:
    match = _URL.search(text) if text else None
    return match[1] if match else None


def _inline(url: str) -> bytes | None:
    head, _, data = url.partition(",")
    return base64.b64decode(data) if head.endswith(";base64") else None


def _beside(file: Path, url: str) -> bytes | None:
    path = (file.parent / url).resolve()
    if not path.is_file() or path.stat().st_size > _LARGEST:
        return None
    return path.read_bytes()
