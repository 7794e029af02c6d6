"""What `memfit run` does with options that make no sense, and when it cannot print."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import memfit


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--memory", "9" * 400, "is too large for a size"),
        ("--memory", "99999999999999999t", "is too large for a size"),
        ("--memory", "\uff15\uff11\uff12m", "is not a size"),
        ("--memory", "4194303", "a process cannot even start in less"),
        ("--swap", "99999999999999999t", "is too large for a size"),
        ("--cpus", "1e99", "is not a number of cores: write 0.01 to 10000"),
        ("--cpus", "nan", "is not a number of cores"),
        ("--cpus", "inf", "is not a number of cores"),
        ("--cpus", "-1", "is not a number of cores"),
        ("--cpus", "0.009", "is not a number of cores"),
        ("--cpus", "10001", "is not a number of cores"),
        ("--cpus", "\uff19", "is not a number of cores"),
        ("--timeout", "99999999999", "is too long for a duration"),
        ("--interval", "9999999999999h", "is too long for a duration"),
        ("--interval", "11s", "is not a time between ticks: write 1ms to 10s"),
        ("--interval", "0.9ms", "is not a time between ticks"),
        ("--recording", "", "the name of the directory is empty"),
    ],
)
def test_a_value_without_sense_is_refused(tmp_path: Path, option: str, value: str, said: str):
    done = memfit("run", option, value, "--", "true", cwd=tmp_path)

    assert done.returncode == 125
    assert said in " ".join(done.stderr.split())
    assert f"Invalid value for '{option}'" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        ["--memory", "8388607t", "--limit-by", "watchdog"],
        ["--timeout", "1000000000"],
        ["--interval", "10s"],
        ["--interval", "1ms"],
        ["--recording", "r"],
    ],
)
def test_the_outermost_values_make_a_recording_that_loads(tmp_path: Path, options: list[str]):
    done = memfit("run", *options, "--", "sh", "-c", "exit 3", cwd=tmp_path)

    assert done.returncode == 3
    assert "failed: the command failed with exit code 3" in done.stderr


def on_a_full_disk(*words: str, cwd: Path, full: str) -> subprocess.CompletedProcess[str]:
    """Run memfit with one of its streams on a disk that is full."""
    with Path("/dev/full").open("w") as disk:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, full: disk}
        return subprocess.run(
            [sys.executable, "-m", "memfit", *words],
            cwd=cwd, text=True, check=False, stdin=subprocess.DEVNULL,
            stdout=streams["stdout"], stderr=streams["stderr"],
        )  # fmt: skip


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_explanation_that_cannot_be_printed_is_no_judgement(
    tmp_path: Path, form: str, unbuffered: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    memfit("run", "--recording", "r", "--", "true", cwd=tmp_path)

    done = on_a_full_disk("explain", "r", "--format", form, cwd=tmp_path, full="stdout")

    assert done.returncode == 2
    assert done.stderr == "memfit: standard output: No space left on device\n"


@pytest.mark.parametrize(("command", "code"), [("run", 125), ("explain", 2)])
def test_help_that_cannot_be_printed_fails(tmp_path: Path, command: str, code: int):
    done = on_a_full_disk(command, "--help", cwd=tmp_path, full="stdout")

    assert done.returncode == code
    assert done.stderr == "memfit: standard output: No space left on device\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("full", ["stdout", "stderr"])
def test_a_report_that_cannot_be_printed_leaves_the_exit_code(
    tmp_path: Path, full: str, unbuffered: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    for words, code in ((["sh", "-c", "exit 3"], 3), (["./none"], 127)):
        done = on_a_full_disk("run", "--", *words, cwd=tmp_path, full=full)

        assert done.returncode == code


def test_a_complaint_that_cannot_be_printed_leaves_the_exit_code(tmp_path: Path):
    for words, code in ((["explain", "none"], 2), (["run", "--cpus", "0", "--", "true"], 125)):
        assert on_a_full_disk(*words, cwd=tmp_path, full="stderr").returncode == code


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_gone_is_told_nothing(tmp_path: Path, unbuffered: str):
    memfit("run", "--recording", "r", "--", "true", cwd=tmp_path)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "memfit", "explain", "r"],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered}, cwd=tmp_path, text=True, check=False, stdout=write, stderr=subprocess.PIPE,
    )  # fmt: skip
    os.close(write)

    assert (done.returncode, done.stderr) == (141, "")
