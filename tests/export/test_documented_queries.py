"""The queries of docs/how-to/query-a-recording.md run, and give the columns that the page shows."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from memfit.export import parquet, sqlite
from memfit.model.recording import OutputChunk
from tests.explain.build import series
from tests.export.build import FULL

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "query-a-recording.md"
SECTIONS = re.findall(
    r"^## (.+?)\n.*?```(sql|python)\n(.+?)```\n\n```text\n(.*?)```",
    PAGE.read_text(),
    flags=re.MULTILINE | re.DOTALL,
)
QUERIES = [(title, code, shown) for title, kind, code, shown in SECTIONS if kind == "sql"]

# Usage is read with its parts at every tick, and something was printed before the death.
RECORDING = replace(
    FULL,
    usage=series((1.0, 250), (2.0, 476)),
    output=(OutputChunk(0.3, "stdout", b"RUN v3\n"),),
)


def test_the_page_has_queries():
    assert len(QUERIES) >= 5


@pytest.mark.parametrize(("title", "query", "shown"), QUERIES, ids=[title for title, *_ in QUERIES])
def test_a_query_runs_and_has_the_columns_that_the_page_shows(
    title: str, query: str, shown: str, tmp_path: Path
):
    sqlite.write(RECORDING, tmp_path / "run.sqlite")
    with closing(sqlite3.connect(tmp_path / "run.sqlite")) as database:
        cursor = database.execute(query)
        rows = cursor.fetchall()

    assert rows
    assert [column[0] for column in cursor.description] == shown.split("\n", maxsplit=1)[0].split()
    assert len(shown.splitlines()) > 2, "the page shows no rows"


def test_the_python_of_the_page_runs_and_prints_lines_as_shown(tmp_path: Path):
    ((code, shown),) = [(code, shown) for _, kind, code, shown in SECTIONS if kind == "python"]
    parquet.write(FULL, tmp_path / "run")

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[0] == shown.splitlines()[0] == "bytes"
    assert set(done.stdout.splitlines()[1:]) == {
        "wrapper 80000000", "worker 400000000", "helper None",
    }  # fmt: skip
