"""Write a recording into one SQLite file."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from memfit.errors import UnusableInputError
from memfit.export.placing import placed
from memfit.export.table import Table
from memfit.export.tables import TABLES
from memfit.model.recording import Recording

# Since SQLite 3.37; an older library can neither make nor read such tables.
_STRICT: Final = " STRICT" if sqlite3.sqlite_version_info >= (3, 37) else ""


def write(recording: Recording, path: Path) -> None:
    """Make `path` with every table of `memfit.export.tables`; only the owner can read it.

    Raises:
        UnusableInputError: If `path` exists or cannot be written. Then nothing is left there.
    """
    with placed(path) as beside:
        try:
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            # The file is thrown away if anything fails, so it needs no journal.
            with closing(sqlite3.connect(beside, isolation_level=None)) as database:
                database.execute("PRAGMA journal_mode = OFF")
                database.execute("BEGIN")
                for table in TABLES:
                    _fill(database, table, recording)
                database.execute("COMMIT")
        except (sqlite3.Error, OSError, OverflowError) as error:
            raise UnusableInputError(f"{path} cannot be written: {error}") from error


def _fill(database: sqlite3.Connection, table: Table, recording: Recording) -> None:
    database.execute(_definition(table))
    places = ", ".join("?" * len(table.columns))
    # Names are ours; values are bound.
    statement = f'INSERT INTO "{table.name}" VALUES ({places})'  # noqa: S608
    database.executemany(statement, table.rows(recording))
    if table.index:
        columns = ", ".join(f'"{name}"' for name in table.index)
        name = "_".join((table.name, *table.index))
        database.execute(f'CREATE INDEX "{name}" ON "{table.name}" ({columns})')


def _definition(table: Table) -> str:
    lines = [
        f'"{column.name}" {column.kind.value}'
        + (" PRIMARY KEY" if column.name == table.key else "")
        + ("" if column.absent else " NOT NULL")
        for column in table.columns
    ]
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)}){_STRICT}'
