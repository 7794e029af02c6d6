"""The pieces that reports are put together from: safe text, sizes, names of processes."""

from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text

from memfit.model.recording import Measured, Process
from memfit.report.escape import escape
from memfit.units import format_bytes

ABSENT = "-"
"""What is printed for a number that was not measured."""


LEAST_BYTES = 100_000
"""Numbers of evidence are bytes unless they are counts or seconds, which are never this large."""


def text(words: str, style: str = "") -> Text:
    """Return words as rich text: controls escaped, markup not read."""
    return Text(escape(words), style=style)


def size(number: int | None) -> str:
    """Write a size, or that there is none."""
    return ABSENT if number is None else format_bytes(number)


def measured(number: Measured | None) -> str:
    """Write a size with how it was obtained."""
    return ABSENT if number is None else f"{format_bytes(number.bytes)} {number.how.value}"


def amount(number: float) -> str:
    """Write the number of an evidence: bytes if it is large, else as it is.

    >>> amount(9_400_000), amount(24), amount(1.0)
    ('8.96 MB', '24', '1')
    """
    return format_bytes(number) if abs(number) >= LEAST_BYTES else f"{number:g}"


def label(process: Process) -> str:
    """Name a process in a table."""
    return f"{process.role.value} {process.pid}"


def cut(words: str, width: int) -> str:
    """Cut words to a width in columns, so that the cut shows."""
    if cell_len(words) <= width:
        return words
    return set_cell_size(words, max(width - 1, 0)).rstrip() + "…"


def grid(width: int) -> Table:
    """Return a table of a short title and a text beside it that may wrap.

    Args:
        width: Columns of the page.
    """
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True, max_width=max(width // 3, 10))
    table.add_column(overflow="fold")
    return table
