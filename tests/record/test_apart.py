"""A run in a memfit of its own: recorded as one by hand, out of sight."""

import subprocess
from pathlib import Path

import pytest

from memfit.errors import MemfitError
from memfit.record.apart import Order, record_apart
from memfit.record.load import load


def order(path: Path, *command: str, **fields) -> Order:
    return Order(command, path / "recording", **fields)


def test_what_the_command_exits_with_comes_back(tmp_path: Path):
    assert record_apart(order(tmp_path, "sh", "-c", "exit 7")) == 7
    assert load(tmp_path / "recording").end is not None


def test_an_exit_code_that_memfit_has_too_is_the_commands(tmp_path: Path):
    assert record_apart(order(tmp_path, "sh", "-c", "echo no >&2; exit 125")) == 125


def test_a_run_that_could_not_be_recorded_is_an_error_with_memfits_own_words(tmp_path: Path):
    (tmp_path / "recording").mkdir()
    (tmp_path / "recording" / "file").touch()

    with pytest.raises(MemfitError, match="exists and is not an empty directory") as raised:
        record_apart(order(tmp_path, "true"))
    assert "never overwritten" in raised.value.hint


def test_variables_are_set_and_removed_for_the_run_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GONE", "1")
    environment = {"GONE": None, "HERE": "two"}
    shell = 'test -z "$GONE" && test "$HERE" = two'

    assert record_apart(order(tmp_path, "sh", "-c", shell, environment=environment)) == 0


def test_it_runs_where_it_is_ordered(tmp_path: Path):
    (tmp_path / "place").mkdir()

    assert record_apart(order(tmp_path, "test", "-f", "../mark", directory=tmp_path / "place")) == 1
    (tmp_path / "mark").touch()
    again = Order(("test", "-f", "../mark"), tmp_path / "again", directory=tmp_path / "place")
    assert record_apart(again) == 0


def test_output_without_end_is_neither_printed_nor_held(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    assert record_apart(order(tmp_path, "sh", "-c", "head -c 20000000 /dev/zero >&2")) == 0
    assert capfd.readouterr() == ("", "")


def test_what_outlives_the_run_does_not_keep_it_from_ending(tmp_path: Path):
    # Were it waited for, this would take an hour.
    command = "sleep 3600 & echo $! > pid; exit 3"

    assert record_apart(order(tmp_path, "sh", "-c", command, directory=tmp_path)) == 3
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


def test_a_daemon_that_does_not_mind_sigterm_is_ended_as_well(tmp_path: Path):
    daemon = "trap '' TERM; echo $$ > pid; while true; do sleep 0.1; done"
    command = f'setsid sh -c "{daemon.replace("$", chr(92) + "$")}" & until test -s pid; do sleep 0.1; done'

    assert record_apart(order(tmp_path, "sh", "-c", command, directory=tmp_path)) == 0
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()


def test_what_was_there_before_the_run_stays(tmp_path: Path):
    with subprocess.Popen(["sleep", "3600"]) as other:
        record_apart(order(tmp_path, "true"))
        assert other.poll() is None
        other.kill()


def test_the_caller_hears_that_time_passes(tmp_path: Path):
    heard: list[float] = []
    record_apart(order(tmp_path, "sleep", "0.6"), heard.append)

    assert heard == sorted(heard)
    assert len(heard) >= 2
