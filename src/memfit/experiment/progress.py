"""Says which run is under way, why, and how long it may take: on a terminal as a status line."""

import contextlib
from collections.abc import Callable
from textwrap import wrap
from typing import Final, TextIO

from memfit.report.cells import cut
from memfit.report.escape import escape
from memfit.units import format_seconds

_NARROWEST: Final = 40
_INDENT: Final = "        "  # as wide as `memfit: `


class Progress:
    """What a user sees while runs are made.

    Args:
        stream: Where to write.
        columns: Columns of the terminal, asked before each line; None where there is no terminal,
            and each run gets a plain line when it begins and when it has ended.
    """

    def __init__(self, stream: TextIO, columns: Callable[[], int] | None = None) -> None:
        self._stream = stream
        self._columns = columns
        self._doing = ""
        self._left: float | None = None

    def say(self, sentence: str) -> None:
        """Print a line that stays, between words on several lines where a terminal is narrow."""
        line = f"memfit: {escape(sentence)}"
        if self._columns is not None:
            line = "\n".join(
                wrap(line, max(self._columns(), _NARROWEST), subsequent_indent=_INDENT,
                     break_long_words=False, break_on_hyphens=False)
            )  # fmt: skip
        self._write(f"{line}\n")

    def begin(self, what: str, why: str, left: float | None) -> None:
        """Announce a run.

        Args:
            what: Which one it is.
            why: What it is to show.
            left: Seconds until the last run will have ended, about; None if unknown.
        """
        self._doing, self._left = f"{what} ({why})" if why else what, left
        if self._columns is None:
            self._write(f"memfit: {escape(self._doing)}{self._remaining(0.0)}\n")
        else:
            self.waiting(0.0)

    def waiting(self, seconds: float) -> None:
        """Say that the run has gone on for some time; without a terminal nothing is said."""
        if self._columns is None:
            return
        line = f"memfit: {_whole(seconds)}{self._remaining(seconds)}  {self._doing}"
        self._write(f"\r\x1b[2K{cut(escape(line), self._columns() - 1)}")

    def end(self, outcome: str) -> None:
        """Say how the run ended."""
        self._clear()
        self.say(f"{self._doing}: {outcome}" if self._columns is not None else f"  {outcome}")

    def _remaining(self, seconds: float) -> str:
        if self._left is None:
            return ""
        return f", about {_whole(max(self._left - seconds, 1.0))} left"

    def _clear(self) -> None:
        if self._columns is not None:
            self._write("\r\x1b[2K")

    def interrupted(self) -> None:
        """Leave the status line."""
        self._clear()

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):  # nobody looks any more, and the runs go on
            self._stream.write(text)
            self._stream.flush()


def _whole(seconds: float) -> str:
    """Write a time that is about to change."""
    return f"{seconds:.0f} s" if seconds < 99.5 else format_seconds(seconds)
