"""`memfit export`: a recording as tables for SQL and data frames."""

import sys
from pathlib import Path

import click

from memfit.cli.recordings import named_or_newest
from memfit.model.recording import Recording
from memfit.record.load import load
from memfit.report.escape import escape


@click.command("export")
@click.argument(
    "recording", metavar="[REC]", required=False, type=click.Path(path_type=Path, exists=False)
)
@click.option(
    "--sqlite",
    "database",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write one SQLite file with a table for each kind of fact.",
)
@click.option(
    "--parquet",
    "directory",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write a directory with a Parquet file for each table; needs memfit[parquet].",
)
def command(recording: Path | None, database: Path | None, directory: Path | None) -> None:
    """Write a recording as tables that SQL and data frames can query.

    REC is the directory of a recording; by default the newest one under .memfit/recordings, here
    or in a parent directory. The table `columns` says what each column means, in which unit, and
    where it comes from. Nothing that exists is overwritten.

    \b
    Examples:
      memfit export --sqlite run.sqlite
      memfit export .memfit/recordings/20260101-120000-vitest-run-1f3a --parquet run

    Exit codes: 0 written, 2 the recording, a path or an option cannot be used.
    """  # noqa: D301 - click reads the control character as "do not wrap"
    if database is None and directory is None:
        raise click.UsageError("say what to write: --sqlite FILE or --parquet DIR, or both")
    from memfit.export import parquet, sqlite
    from memfit.export.placing import refuse_existing

    # All that can be refused is refused before anything is written.
    if directory is not None:
        parquet.require()
        refuse_existing(directory)
    loaded = load(named_or_newest(recording))
    if database is not None:
        sqlite.write(loaded, database)
    if directory is not None:
        parquet.write(loaded, directory)
    _report(loaded, [made for made in (database, directory) if made is not None])


def _report(recording: Recording, made: list[Path]) -> None:
    from memfit.export.tables import TABLES

    tables = ", ".join(table.name for table in TABLES)
    for path in made:
        print(f"{escape(str(path))}: {tables}")
    for sentence in recording.damage:
        print(f"memfit: {escape(sentence)}", file=sys.stderr)
