import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import memfit
from tests.export.build import names


def test_a_recording_is_exported_to_both_formats_at_once(recorded: Path, tmp_path: Path):
    done = memfit(
        "export", str(recorded), "--sqlite", "run.sqlite", "--parquet", "run", cwd=tmp_path
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert names(tmp_path) == ["run", "run.sqlite"]
    with closing(sqlite3.connect(tmp_path / "run.sqlite")) as database:
        (code,) = database.execute("SELECT exit_code FROM run").fetchone()
        printed = database.execute("SELECT data FROM output WHERE stream = 'stdout'").fetchone()
        ((child,),) = database.execute("SELECT command FROM processes WHERE parent = 0")
    assert code == 3
    assert printed == (b"caf\xc3\xa9 \xff\x00 done\n",)
    # /proc's command lines are read with U+FFFD for what is not UTF-8.
    assert "bad \ufffd byte" in child


def test_the_newest_recording_is_taken_if_none_is_named(recorded: Path, tmp_path: Path):
    below = tmp_path / "src" / "deep"
    below.mkdir(parents=True)
    shutil.copytree(recorded, tmp_path / ".memfit" / "recordings" / "20260101-000000-one-0000")

    done = memfit("export", "--sqlite", "run.sqlite", cwd=below)

    assert done.returncode == 0, done.stderr
    assert names(below) == ["run.sqlite"]


def test_neither_option_is_a_usage_error(recorded: Path, tmp_path: Path):
    done = memfit("export", str(recorded), cwd=tmp_path)

    assert done.returncode == 2
    assert "--sqlite FILE or --parquet DIR" in done.stderr


@pytest.mark.parametrize("option", ["--sqlite", "--parquet"])
def test_what_exists_is_refused_and_nothing_else_is_written(
    option: str, recorded: Path, tmp_path: Path
):
    (tmp_path / "taken").touch()
    other = {"--sqlite": "--parquet", "--parquet": "--sqlite"}[option]

    done = memfit("export", str(recorded), option, "taken", other, "new", cwd=tmp_path)

    assert done.returncode == 2
    assert "taken exists" in done.stderr
    assert names(tmp_path) == ["taken"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "--sqlite", "x"], "nowhere is not a recording"),
        (["--sqlite", "x"], "no recording under .memfit/recordings"),
    ],
)
def test_without_a_recording_it_says_so_and_exits_2(words: list[str], said: str, tmp_path: Path):
    done = memfit("export", *words, cwd=tmp_path)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert names(tmp_path) == []


@pytest.mark.parametrize("option", ["--sqlite", "--parquet"])
def test_a_full_disk_leaves_nothing_and_no_traceback(option: str, recorded: Path, tmp_path: Path):
    def nearly_full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then a write fails as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = subprocess.run(
        [sys.executable, "-m", "memfit", "export", str(recorded), option, "run"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=nearly_full,
    )

    assert done.returncode == 2, done.stderr
    assert "run cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert names(tmp_path) == []


def test_what_the_loader_could_not_read_is_said(recorded: Path, tmp_path: Path):
    torn = tmp_path / "torn"
    shutil.copytree(recorded, torn)
    with (torn / "samples.jsonl").open("a") as samples:
        samples.write('{"at":9')

    done = memfit("export", "torn", "--sqlite", "run.sqlite", cwd=tmp_path)

    assert done.returncode == 0
    assert "the last line of samples.jsonl is torn" in done.stderr
