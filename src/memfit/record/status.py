"""The status line: what one glance at a running test should tell."""

from collections import deque
from typing import Final

from memfit.units import format_bytes, format_seconds

_BARS: Final = "▁▂▃▄▅▆▇█"
_POINTS: Final = 20


class Status:
    """Builds the text of the status line.

    Args:
        limit: Bytes that the tree may use, or None; then the graph is scaled to its own maximum.
    """

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._history: deque[int] = deque(maxlen=_POINTS)

    def line(self, elapsed: float, usage: int, biggest: str, size: int) -> str:
        """Return the line.

        Args:
            elapsed: Seconds since the start.
            usage: What the tree uses, bytes.
            biggest: Name of the largest process, any text.
            size: Its resident set, bytes.
        """
        self._history.append(usage)
        top = max(self._limit or 0, *self._history, 1)
        graph = "".join(
            _BARS[min(len(_BARS) - 1, value * len(_BARS) // top)] for value in self._history
        )
        of = f" of {format_bytes(self._limit)}" if self._limit else ""
        name = "".join(letter if letter.isprintable() else "?" for letter in biggest)[:40]
        return (
            f" memfit {format_seconds(elapsed)}  {format_bytes(usage)}{of} {graph}"
            f"  biggest: {name} {format_bytes(size)}"
        )
