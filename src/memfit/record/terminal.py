"""The user's terminal while the wrapped program runs on a pseudo-terminal.

The status line lives on the terminal's last row, outside of a scroll region that the program
has to itself; the pseudo-terminal is one row shorter, so the program never reaches it. A
program that manages the screen itself (alternate screen, own scroll region, saved cursor) takes
the whole terminal: the status line goes away for good.

Source: ECMA-48 and xterm's control sequences (DECSC, DECRC, DECSTBM).
"""

import fcntl
import os
import re
import struct
import termios
import tty
from typing import Final

_OWN_SCREEN: Final = re.compile(
    rb"\x1b(?:[78c]|\[(?:s|u|[0-9]*;[0-9]*r|\?(?:47|1047|1048|1049)[hl]))"
)
_UNFINISHED: Final = re.compile(
    rb"(?:\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]{0,200}|[ -/]*)?"  # escape sequences
    rb"|[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"  # UTF-8
)
_FEWEST_ROWS: Final = 6


def size(descriptor: int) -> tuple[int, int]:
    """Rows and columns of a terminal; zeros where it does not say."""
    packed = fcntl.ioctl(descriptor, termios.TIOCGWINSZ, b"\0" * 8)
    rows, columns, _, _ = struct.unpack("HHHH", packed)
    return rows, columns


def resize(descriptor: int, rows: int, columns: int) -> None:
    """Tell a pseudo-terminal its size; its foreground program gets SIGWINCH."""
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


class Screen:
    """The user's terminal.

    Args:
        descriptor: The terminal.
        status: Whether a status line is wanted.
        raw: Whether memfit may change the terminal's settings, because it reads its keys.
    """

    def __init__(self, descriptor: int, *, status: bool, raw: bool) -> None:
        self._descriptor = descriptor
        self._raw = raw
        self._saved: list[object] | None = None
        self._rows, self._columns = size(descriptor)
        self._status = status and self._rows >= _FEWEST_ROWS and self._columns >= 20
        self._region = False
        self._unfinished = False

    @property
    def for_program(self) -> tuple[int, int]:
        """Rows and columns that the program may use."""
        return (self._rows - 1 if self._status else self._rows), self._columns

    def enter(self) -> None:
        """Pass keys through unchanged, and set the last row apart."""
        if self._raw and self._saved is None:
            self._saved = termios.tcgetattr(self._descriptor)
            tty.setraw(self._descriptor, termios.TCSANOW)

    def leave(self) -> None:
        """Give the terminal back as it was."""
        self._drop_region()
        if self._saved is not None:
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._saved)  # type: ignore[arg-type]
            self._saved = None

    def resized(self) -> None:
        """Read the new size after SIGWINCH."""
        had_region = self._region
        self._drop_region()
        self._rows, self._columns = size(self._descriptor)
        if self._rows < _FEWEST_ROWS:
            self._status = False
        elif had_region:
            self._make_region()

    def show(self, text: str) -> None:
        """Draw the status line, unless the program is in the middle of something."""
        if not self._status or self._unfinished:
            return
        if not self._region:
            self._make_region()
        line = text[: self._columns - 1]
        self.write(f"\x1b7\x1b[{self._rows};1H\x1b[0;2m\x1b[2K{line}\x1b[0m\x1b8".encode())

    def passed(self, chunk: bytes) -> bool:
        """Note what the program is about to print.

        Returns:
            True if the program has just taken over the screen and must be told its full size.
        """
        self._unfinished = _UNFINISHED.search(chunk[-256:]) is not None
        return bool(self._status and _OWN_SCREEN.search(chunk) and self.hide())

    def hide(self) -> bool:
        """Take the status line away for good; whether the program now has more room."""
        self._drop_region()
        had, self._status = self._status, False
        return had

    def write(self, data: bytes) -> None:
        """Write to the terminal; a terminal that has gone is not an error."""
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            self._status = False

    def _make_region(self) -> None:
        # A line feed makes room when the cursor stands on the last row; then back up.
        self.write(f"\n\x1b7\x1b[1;{self._rows - 1}r\x1b8\x1b[1A".encode())
        self._region = True

    def _drop_region(self) -> None:
        if self._region:
            self._region = False
            self.write(f"\x1b7\x1b[{self._rows};1H\x1b[2K\x1b[r\x1b8".encode())
