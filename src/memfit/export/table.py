"""What a table of an export is: its columns, and how its rows are computed."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from memfit.classes import dataclass
from memfit.export.rows import Row
from memfit.model.recording import Recording

SECONDS = "seconds"
"""Unit of instants too: since the recording started, CLOCK_MONOTONIC."""


class Kind(StrEnum):
    """What a column holds, as SQLite calls it."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    REAL = "REAL"
    BLOB = "BLOB"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Its name.
        kind: What it holds.
        unit: `bytes`, `seconds`, …; empty for what has none.
        meaning: What it says.
        source: The file of the recording that it comes from, and the counter behind it.
        absent: What NULL means; empty if it is never NULL.
    """

    name: str
    kind: Kind
    unit: str
    meaning: str
    source: str
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: Its name.
        columns: Its columns, in order.
        rows: Computes its rows, in the order of the columns.
        key: The column that identifies a row, or None.
        index: The columns that most queries search by; may be empty.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Recording], Iterable[Row]]
    key: str | None = None
    index: tuple[str, ...] = ()
