"""Write a recording into a directory of Parquet files, one a table."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from memfit.errors import UnusableInputError
from memfit.export.placing import placed
from memfit.export.table import Column, Kind, Table
from memfit.export.tables import TABLES
from memfit.model.recording import Recording

if TYPE_CHECKING:
    import pyarrow as pa

_TOGETHER: Final = 50_000  # rows that are held in memory at once


def require() -> None:
    """Make sure that Parquet can be written.

    Raises:
        UnusableInputError: If pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise UnusableInputError(
            f"Parquet needs pyarrow: {error}", "pip install 'memfit[parquet]'"
        ) from error


def write(recording: Recording, directory: Path) -> None:
    """Make `directory` with `TABLE.parquet` for every table; only the owner can read it.

    Raises:
        UnusableInputError: If pyarrow is missing, or `directory` exists or cannot be written.
            Then nothing is left there.
    """
    require()
    import pyarrow as pa

    with placed(directory) as beside:
        try:
            beside.mkdir(mode=0o700)
            for table in TABLES:
                _write(recording, table, beside / f"{table.name}.parquet")
        except (pa.ArrowException, OSError, OverflowError) as error:
            raise UnusableInputError(f"{directory} cannot be written: {error}") from error


def _write(recording: Recording, table: Table, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([_field(column) for column in table.columns])
    with pq.ParquetWriter(path, schema) as writer:
        for columns in _batches(recording, table):
            arrays = [
                pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _batches(recording: Recording, table: Table) -> Iterator[list[tuple[object, ...]]]:
    """The rows of a table, some at a time, as columns."""
    rows = iter(table.rows(recording))
    while batch := list(islice(rows, _TOGETHER)):
        yield list(zip(*batch, strict=True))


def _field(column: Column) -> "pa.Field":
    import pyarrow as pa

    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.REAL: pa.float64(),
        Kind.BLOB: pa.binary(),
    }
    about = {"unit": column.unit, "meaning": column.meaning, "source": column.source}
    return pa.field(column.name, types[column.kind], nullable=bool(column.absent), metadata=about)
