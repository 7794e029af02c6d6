"""The status line: what one glance at a running test should tell."""

from collections import deque
from typing import Final

from memfit.record.tail import Glance
from memfit.units import format_bytes, format_seconds

_BARS: Final = "▁▂▃▄▅▆▇█"
_POINTS: Final = 20
_POINTS_BESIDE: Final = 8  # of the graph, where the line has more to say
_LONGEST_FILE: Final = 28
_MB: Final = 1 << 20


class Status:
    """Builds the text of the status line.

    Args:
        limit: Bytes that the tree may use, or None; then the graph is scaled to its own maximum.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._history: deque[int] = deque(maxlen=_POINTS)

    def line(
        self, elapsed: float, usage: int, biggest: str, size: int, inside: Glance | None = None
    ) -> str:
        """Return the line: who is the biggest, or what goes on inside where that is known.

        Args:
            elapsed: Seconds since the start.
            usage: What the tree uses, bytes.
            biggest: Name of the largest process, any text.
            size: Its resident set, bytes.
            inside: What goes on inside, or None.
        """
        self._history.append(usage)
        known = inside is not None and bool(inside.file or inside.worker)
        shown = list(self._history)[-_POINTS_BESIDE:] if known else self._history
        top = max(self._limit or 0, *self._history, 1)
        graph = "".join(_BARS[min(len(_BARS) - 1, value * len(_BARS) // top)] for value in shown)
        of = f" of {format_bytes(self._limit)}" if self._limit else ""
        who = (
            _inside(inside)
            if known and inside is not None
            else f"biggest: {_printable(biggest)[:40]} {format_bytes(size)}"
        )
        return f" memfit {format_seconds(elapsed)}  {format_bytes(usage)}{of} {graph}  {who}"


def _inside(glance: Glance) -> str:
    file = _printable(glance.file[-200:].rpartition("/")[2])
    name = file if len(file) <= _LONGEST_FILE else f"…{file[-(_LONGEST_FILE - 1) :]}"
    others = f" +{glance.files - 1}" if glance.files > 1 else ""
    rate = f"+{glance.rate / _MB:.0f} MB/s"  # decimals would only flicker
    grows = f"  {_printable(glance.worker[:20])} {rate}" if glance.worker else ""
    return f"{name}{others}{grows}".strip()


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)
