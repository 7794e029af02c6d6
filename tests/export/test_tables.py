import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from memfit.export import sqlite
from memfit.export.table import Kind, Table
from memfit.export.tables import TABLES
from tests.export.build import FULL


def test_the_table_columns_names_every_column_of_every_table_and_no_other(tmp_path: Path):
    sqlite.write(FULL, tmp_path / "run.sqlite")
    with closing(sqlite3.connect(tmp_path / "run.sqlite")) as database:
        names = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        there = {
            (table, column)
            for (table,) in names
            for (_, column, *_) in database.execute(f"PRAGMA table_info('{table}')")
        }
        described = database.execute('SELECT "table", "column" FROM columns').fetchall()

    assert {name for (name,) in names} == {table.name for table in TABLES}
    assert len(described) == len(set(described))
    assert set(described) == there


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_row_has_a_cell_for_each_column_of_the_kind_that_is_stated(table: Table):
    kinds = {Kind.TEXT: str, Kind.INTEGER: int, Kind.REAL: float, Kind.BLOB: bytes}
    rows = list(table.rows(FULL))

    assert rows
    for row in rows:
        for column, cell in zip(table.columns, row, strict=True):
            if cell is None:
                assert column.absent, f"{table.name}.{column.name} says nothing of NULL"
            else:
                assert isinstance(cell, kinds[column.kind]), f"{table.name}.{column.name}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_a_value_somewhere_in_a_recording_that_has_everything(table: Table):
    columns = zip(*table.rows(FULL), strict=True)
    empty = [
        column.name
        for column, cells in zip(table.columns, columns, strict=True)
        if all(cell is None for cell in cells)
    ]

    # A run that exited was not ended by a signal.
    assert empty == (["signal"] if table.name == "run" else [])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_measured_numbers_have_a_unit_and_every_column_a_meaning_and_a_source(table: Table):
    for column in table.columns:
        assert column.meaning.endswith(".")
        assert column.source
        if column.kind is Kind.REAL:
            assert column.unit, f"{table.name}.{column.name}"
