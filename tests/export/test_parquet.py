import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from memfit.errors import UnusableInputError
from memfit.export import parquet, sqlite
from memfit.export.tables import TABLES
from memfit.model.recording import Recording
from memfit.record.load import load
from tests.export.build import EMPTY, FULL, WORKER, names


def check_equal(recording: Recording, directory: Path) -> None:
    """Compare what both formats hold, row by row."""
    sqlite.write(recording, directory / "run.sqlite")
    parquet.write(recording, directory / "run")
    assert names(directory / "run") == sorted(f"{t.name}.parquet" for t in TABLES)
    with closing(sqlite3.connect(directory / "run.sqlite")) as database:
        for table in TABLES:
            cursor = database.execute(f"SELECT * FROM {table.name} ORDER BY rowid")
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor]
            assert pq.read_table(directory / "run" / f"{table.name}.parquet").to_pylist() == rows


@pytest.mark.parametrize("recording", [FULL, EMPTY], ids=["full", "empty"])
def test_parquet_holds_the_same_rows_as_sqlite(recording: Recording, tmp_path: Path):
    check_equal(recording, tmp_path)


def test_parquet_of_a_real_recording_holds_the_same_rows_as_sqlite(recorded: Path, tmp_path: Path):
    check_equal(load(recorded), tmp_path)


def test_rows_beyond_one_batch_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(parquet, "_TOGETHER", 2)

    check_equal(FULL, tmp_path)


def test_a_column_carries_its_unit_and_meaning(tmp_path: Path):
    parquet.write(FULL, tmp_path / "run")

    about = pq.read_schema(tmp_path / "run" / "processes.parquet").field("peak").metadata
    assert about[b"unit"] == b"bytes"
    assert b"resident set" in about[b"meaning"]
    assert b"VmHWM" in about[b"source"]


def test_the_directory_is_readable_by_its_owner_only(tmp_path: Path):
    parquet.write(FULL, tmp_path / "run")

    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o700


def test_an_existing_directory_is_left_as_it_is(tmp_path: Path):
    directory = tmp_path / "run"
    directory.mkdir()

    with pytest.raises(UnusableInputError, match="exists"):
        parquet.write(FULL, directory)

    assert names(directory) == []
    assert names(tmp_path) == ["run"]


def test_nothing_is_left_after_a_failure(tmp_path: Path):
    broken = replace(FULL, processes=(replace(WORKER, pid=1 << 70),))

    with pytest.raises(UnusableInputError, match="run cannot be written"):
        parquet.write(broken, tmp_path / "run")

    assert names(tmp_path) == []


def test_without_pyarrow_the_package_to_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)

    with pytest.raises(UnusableInputError) as refusal:
        parquet.write(FULL, tmp_path / "run")

    assert refusal.value.hint == "pip install 'memfit[parquet]'"
    assert names(tmp_path) == []
