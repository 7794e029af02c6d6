import json
import shlex
import sqlite3
from array import array
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from memfit.errors import UnusableInputError
from memfit.export import sqlite
from memfit.export.rows import clean
from memfit.model.recording import Recording, Series
from memfit.record.load import load
from tests.export.build import EMPTY, FULL, SURVIVOR, WORKER, names


def export(recording: Recording, directory: Path) -> Path:
    path = directory / "run.sqlite"
    sqlite.write(recording, path)
    return path


def ask(path: Path, query: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(query, values).fetchall()


def series(path: Path, process: int | None, quantity: str) -> Series:
    found = ask(
        path,
        "SELECT at, value FROM samples WHERE process IS ? AND quantity = ? ORDER BY rowid",
        process,
        quantity,
    )
    return Series(array("d", [at for at, _ in found]), array("q", [value for _, value in found]))


def check_round_trip(recording: Recording, path: Path) -> None:
    """Compare every reading, process, program and byte of output."""
    assert series(path, None, "usage") == recording.usage
    assert series(path, None, "anonymous") == recording.anonymous
    assert series(path, None, "page_cache") == recording.page_cache
    assert series(path, None, "pressure") == recording.pressure
    rows = ask(path, "SELECT * FROM processes ORDER BY process")
    assert len(rows) == len(recording.processes)
    for row, process in zip(rows, recording.processes, strict=True):
        assert (row["process"], row["pid"], row["parent"]) == (
            process.key, process.pid, process.parent,
        )  # fmt: skip
        assert (row["started"], row["ended"]) == (process.started, process.ended)
        assert (row["exit_code"], row["signal"]) == (process.exit_code, process.signal)
        assert row["role"] == process.role
        assert shlex.split(row["command"]) == [clean(word) for word in process.command]
        assert row["peak"] == (process.peak.bytes if process.peak else None)
        assert series(path, process.key, "rss") == process.rss
        assert series(path, process.key, "heap") == process.heap
        assert series(path, process.key, "pss") == process.pss
        became = ask(path, "SELECT at FROM execs WHERE process = ? ORDER BY at", process.key)
        assert [at for (at,) in became] == [one.at for one in process.execs]
    output = ask(path, "SELECT at, stream, dropped, data FROM output ORDER BY rowid")
    assert [tuple(row) for row in output] == [
        (chunk.at, chunk.stream or None, chunk.dropped, chunk.data) for chunk in recording.output
    ]


def test_a_recording_comes_back_whole(tmp_path: Path):
    check_round_trip(FULL, export(FULL, tmp_path))


def test_a_real_recording_comes_back_whole(recorded: Path, tmp_path: Path):
    recording = load(recorded)

    assert len(recording.processes) == 2
    assert recording.output
    check_round_trip(recording, export(recording, tmp_path))


def test_a_recording_without_an_end_has_a_run_and_nothing_else(tmp_path: Path):
    path = export(EMPTY, tmp_path)

    (run,) = ask(path, "SELECT * FROM run")
    assert (run["command"], run["ended"], run["returned"], run["peak"]) == (
        "true",
        None,
        None,
        None,
    )
    for table in ("processes", "execs", "samples", "output", "events"):
        assert ask(path, f"SELECT * FROM {table}") == []


def test_the_run_is_one_row_of_the_manifests_facts_and_the_end(tmp_path: Path):
    (run,) = ask(export(FULL, tmp_path), "SELECT * FROM run")

    assert {name: run[name] for name in run.keys()} == {  # noqa: SIM118 (a Row is no dict)
        "schema": 1,
        "memfit": "0.1.0",
        "started": "2026-01-02T03:04:05.678+01:00",
        "command": "npx vitest run 'it'\"'\"'s \\udc80'",
        "directory": "/app/\\udce4",
        "environment": '{"NODE_OPTIONS": "--max-old-space-size=300", "CI": "\\\\udcff"}',
        "runner": "vitest",
        "runner_version": "3.2.4",
        "tools": '{"node": "20.20.2", "python": "3.11.7"}',
        "kernel": "6.1.0",
        "architecture": "x86_64",
        "cores": 4,
        "machine_memory": 16 << 30,
        "machine_swap": 1 << 30,
        "page_size": 4096,
        "around": 7 << 30,
        "around_source": "/sys/fs/cgroup/memory.max",
        "memory": 2 << 30,
        "swap": 0,
        "cpus": 1.5,
        "timeout": 600.0,
        "limited_by": "cgroup-v2",
        "limited_why": "the best way that works here",
        "watched_by": "ptrace",
        "watched_why": "nothing is missed",
        "interval": 0.05,
        "usage_how": "sampled",
        "usage_source": "memory.current",
        "ended": 4.5,
        "exit_code": 1,
        "signal": None,
        "returned": 124,
        "ended_by": "timeout",
        "sent": 15,
        "peak": 500_000_000,
        "peak_how": "exact",
        "peak_source": "memory.peak",
    }


def test_a_process_that_outlived_the_command_is_marked(tmp_path: Path):
    rows = ask(export(FULL, tmp_path), "SELECT process FROM processes WHERE survived")

    assert [tuple(row) for row in rows] == [(SURVIVOR.key,)]


def test_what_is_not_text_is_an_escape_in_text_and_whole_in_a_blob(tmp_path: Path):
    path = export(FULL, tmp_path)

    (worker,) = ask(path, "SELECT command FROM processes WHERE process = ?", WORKER.key)
    assert worker["command"] == r"node --title 'two words' 'bad \udcff byte' 'nul \x00 here' 'ünï'"
    (chunk,) = ask(path, "SELECT text, bytes, data FROM output WHERE stream = 'stderr'")
    assert chunk["data"] == b"\xff\x00\xc3(\x1b[31mred\xe2\x82"
    assert chunk["bytes"] == len(chunk["data"])
    assert chunk["text"] == "\ufffd\ufffd\ufffd(\x1b[31mred\ufffd"
    (tools,) = ask(path, "SELECT json_extract(environment, '$.CI') AS ci FROM run")
    assert tools["ci"] == r"\udcff"


def test_output_that_was_not_kept_is_a_row_that_says_how_much(tmp_path: Path):
    gaps = ask(export(FULL, tmp_path), "SELECT * FROM output WHERE dropped > 0")

    assert [tuple(row) for row in gaps] == [(0.5, None, 0, 12345, "", b"")]


def test_events_are_in_order_and_sentences_come_last(tmp_path: Path):
    rows = ask(export(FULL, tmp_path), "SELECT * FROM events ORDER BY rowid")

    events = [(row["at"], row["process"], row["event"], json.loads(row["detail"])) for row in rows]
    command = r"node --title"
    assert events == [
        (0.0, 0, "fork", {"pid": 700}),
        (0.01, 0, "exec", {"command": "npx vitest run"}),
        (0.5, 1, "fork", {"pid": 701, "parent": 0}),
        (0.51, 1, "exec", {"command": "node first"}),
        (0.6, 1, "exec", {"command": command}),
        (1.25, 2, "fork", {"pid": 702}),
        (2.95, None, "oom-kill", {"group": 1, "around": 0}),
        (3.0, 1, "exit", {"signal": 9}),
        (3.0, None, "oom-kill", {"group": 1, "around": 0, "machine": 3}),
        (4.0, 0, "exit", {"exit_code": 1}),
        (None, None, "note", {"text": "strace traces processes itself"}),
        (None, None, "damage", {"text": "the last line of samples.jsonl is torn"}),
    ]


def test_tables_are_strict(tmp_path: Path):
    with (
        closing(sqlite3.connect(export(FULL, tmp_path))) as database,
        pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER column"),
    ):
        database.execute("UPDATE samples SET value = 'much'")


@pytest.mark.parametrize("table", ["samples", "events", "execs"])
def test_a_process_and_its_times_are_found_by_an_index(table: str, tmp_path: Path):
    plan = ask(
        export(FULL, tmp_path),
        f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE process = 1 AND at BETWEEN 1 AND 2",
    )

    assert "USING INDEX" in plan[0]["detail"]
    assert "(process=? AND at>? AND at<?)" in plan[0]["detail"]


def test_the_file_is_readable_by_its_owner_only(tmp_path: Path):
    assert export(FULL, tmp_path).stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "run.sqlite"
    path.write_text("mine")

    with pytest.raises(UnusableInputError, match="exists") as refusal:
        sqlite.write(FULL, path)

    assert refusal.value.hint
    assert path.read_text() == "mine"
    assert names(tmp_path) == ["run.sqlite"]


def test_a_dangling_link_is_not_followed(tmp_path: Path):
    path = tmp_path / "run.sqlite"
    path.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UnusableInputError, match="exists"):
        sqlite.write(FULL, path)

    assert names(tmp_path) == ["run.sqlite"]


def test_a_file_that_appears_meanwhile_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "run.sqlite"

    class Slow(tuple):
        __slots__ = ()

        def __iter__(self):
            path.write_text("mine")
            return super().__iter__()

    with pytest.raises(UnusableInputError, match="exists"):
        sqlite.write(replace(FULL, output=Slow(FULL.output)), path)

    assert path.read_text() == "mine"
    assert names(tmp_path) == ["run.sqlite"]


@pytest.mark.parametrize(
    "broken",
    [
        replace(FULL, usage=Series(array("d", [float("nan")]), array("q", [1]))),
        replace(FULL, processes=(replace(WORKER, pid=1 << 70),)),
    ],
    ids=["a time that is not a number", "a number that is too large"],
)
def test_nothing_is_left_after_a_failure(broken: Recording, tmp_path: Path):
    with pytest.raises(UnusableInputError, match=r"run\.sqlite cannot be written"):
        sqlite.write(broken, tmp_path / "run.sqlite")

    assert names(tmp_path) == []


def test_a_directory_that_does_not_exist_is_named(tmp_path: Path):
    with pytest.raises(UnusableInputError, match="missing: No such file or directory"):
        sqlite.write(FULL, tmp_path / "missing" / "run.sqlite")
