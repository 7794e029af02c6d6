"""Where the recording cannot be written, the run goes on."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from memfit.record.load import load
from tests.spec.memfit import PATIENCE, WAYS, Memfit, must_be_root


@contextmanager
def mounted(place: Path, options: str) -> Iterator[Path]:
    """A tmpfs for as long as the block runs."""
    must_be_root()
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", options, "memfit-test", str(place)]
    subprocess.run(words, check=True)
    try:
        yield place
    finally:
        # Lazily: the keeper of a run that failed may still have a file open.
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Variables that make a directory of the test the one for temporary files."""
    place = tmp_path / "temporary"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    return {"TMPDIR": str(place)}


def test_a_read_only_place_moves_the_recording_to_the_temporary_directory(
    memfit: Memfit, temporary: dict[str, str]
):
    with mounted(memfit.directory / "disk", "ro,size=1m") as disk:
        words, _ = memfit.line(
            ["sh", "-c", "echo hi; exit 3"], options=["--recording", str(disk / "r")]
        )
        ended = subprocess.run(
            words, cwd=memfit.directory, env={**os.environ, **temporary},
            capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    [place] = Path(temporary["TMPDIR"]).iterdir()
    recording = load(place)
    assert (ended.returncode, ended.stdout) == (3, b"hi\n")
    assert recording.end is not None
    assert recording.end.exit_code == 3
    assert any("Read-only file system" in note and str(place) in note for note in recording.notes)


def test_a_read_only_working_directory_is_said_on_the_screen(
    memfit: Memfit, temporary: dict[str, str]
):
    with mounted(memfit.directory / "disk", "ro,size=1m") as disk:
        ended = subprocess.run(
            [sys.executable, "-m", "memfit", "run", "--", "true"],
            cwd=disk, env={**os.environ, **temporary, "COLUMNS": "400"},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    [place] = Path(temporary["TMPDIR"]).iterdir()
    assert ended.returncode == 0
    assert f"the recording is in {place}: Read-only file system" in ended.stderr


def test_a_directory_of_somebody_else_is_no_obstacle(
    memfit: Memfit, as_nobody: list[str], temporary: dict[str, str]
):
    home = memfit.directory / "home"
    home.mkdir(mode=0o755)
    ended = subprocess.run(
        [*as_nobody, sys.executable, "-m", "memfit", "run", "-q", "--", "sh", "-c", "exit 3"],
        cwd=home, env={**os.environ, **temporary},
        capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip

    [place] = Path(temporary["TMPDIR"]).iterdir()
    assert (ended.returncode, ended.stderr) == (3, b"")
    assert any("Permission denied" in note for note in load(place).notes)


def test_nowhere_to_write_does_not_stop_the_run(memfit: Memfit, as_nobody: list[str]):
    # Nobody may write to /, and places for temporary files are shut.
    with mounted(memfit.directory / "shut", "ro,size=1m") as shut:
        # Read-only and not covered: the checkout that is tested may lie below.
        places = (
            "for at in /tmp /var/tmp; do mount --bind $at $at && mount -o remount,bind,ro $at; done"
        )
        shell = f"{places}; cd / && exec "
        ended = subprocess.run(
            ["unshare", "--mount", "sh", "-c", shell + '"$@"', "sh",
             *as_nobody, sys.executable, "-m", "memfit", "run", "--", "sh", "-c", "echo hi; exit 3"],
            env={**os.environ, "TMPDIR": str(shut)},
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    assert (ended.returncode, ended.stdout) == (3, "hi\n")
    assert ended.stderr.startswith("memfit: nothing was recorded: no place could be written to: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("watch", WAYS)
@pytest.mark.parametrize("size", ["8k", "48k", "64k", "100k", "300k"])
def test_a_full_disk_cuts_the_recording_and_not_the_run(memfit: Memfit, watch: str, size: str):
    # 400 kB of output, a thousand lines of processes, and ticks.
    code = "head -c 400000 /dev/zero; for i in $(seq 300); do /bin/true; done; echo end; exit 3"
    with mounted(memfit.directory / "disk", f"size={size}") as disk:
        words, _ = memfit.line(["sh", "-c", code], watch=watch, quiet=False)
        words[words.index("--recording") + 1] = str(disk / "r")
        ended = subprocess.run(
            words, cwd=memfit.directory, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        kept = load(disk / "r")

    assert (ended.returncode, ended.stdout) == (3, bytes(400_000) + b"end\n")
    assert b"Traceback" not in ended.stderr
    # The manifest alone has more than 8k, so its end could not be written.
    if size != "8k":
        assert kept.end is not None
        assert kept.end.exit_code == 3
        assert any(re.search(r"is cut at .*: No space left", note) for note in kept.notes)


def test_a_limit_on_the_size_of_files_cuts_the_recording_and_not_the_run(memfit: Memfit):
    limit = ["bash", "-c", 'ulimit -f 100; exec "$@"', "bash"]  # 1024 bytes each

    result = memfit("sh", "-c", "head -c 400000 /dev/zero; exit 3", prefix=limit)

    assert (result.returned, len(result.stdout)) == (3, 400_000)
    assert any("output.log is cut" in note for note in result.recording.notes)
    assert result.recording.end is not None


def test_a_limit_on_processes_is_said_in_a_sentence(memfit: Memfit, as_nobody: list[str]):
    limit = ["prlimit", "--nproc=1", *as_nobody]

    result = memfit("echo", "started", prefix=limit)

    assert (result.returned, result.stdout) == (125, b"")
    assert result.stderr.startswith("memfit: ")
    assert "Traceback" not in result.stderr


def test_a_working_directory_that_was_removed_is_no_obstacle(
    memfit: Memfit, temporary: dict[str, str]
):
    gone = memfit.directory / "gone"
    gone.mkdir()
    ended = subprocess.run(
        ["sh", "-c", 'rmdir ../gone && exec "$@"', "sh",
         sys.executable, "-m", "memfit", "run", "--", "sh", "-c", "echo hi; exit 3"],
        cwd=gone, env={**os.environ, **temporary},
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip

    [place] = Path(temporary["TMPDIR"]).iterdir()
    assert (ended.returncode, ended.stdout) == (3, "hi\n")
    assert "Traceback" not in ended.stderr
    assert load(place).directory == f"{gone} (deleted)"
