"""The command's exit code is memfit's, whatever it is."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spec.memfit import PATIENCE, WAYS, Memfit, must_watch_by

# The command line again and again in one process: starting Python 256 times takes a minute.
_MANY = """
import json, shutil, sys
from memfit.cli.main import main
watch, directory = sys.argv[1:3]
for command, expected in json.load(sys.stdin):
    shutil.rmtree(directory, ignore_errors=True)
    sys.argv = ["memfit", "run", "-q", "--watch", watch, "--recording", directory, "--", *command]
    returned = None
    try:
        main()
    except SystemExit as end:
        returned = end.code
    if returned != expected:
        print(command, returned, "and not", expected)
"""

_HARMLESS = {
    signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH,
    signal.SIGSTOP, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU,
}  # fmt: skip
"""Signals that do not end a process."""


def surprises(watch: str, directory: Path, cases: list[tuple[list[str], int]]) -> str:
    """Run every command and say which did not make memfit exit as expected."""
    must_watch_by(watch)
    ended = subprocess.run(
        [sys.executable, "-c", _MANY, watch, str(directory / "recording")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("watch", "first", "last"),
    [
        *(("ptrace", first, first + 64) for first in (0, 64, 128, 192)),
        ("taskstats", 124, 140),
        ("polling", 124, 140),
    ],
)
def test_every_exit_code_is_passed_on(tmp_path: Path, watch: str, first: int, last: int):
    cases = [(["sh", "-c", f"exit {code}"], code) for code in range(first, last)]

    assert surprises(watch, tmp_path, cases) == ""


@pytest.mark.parametrize("watch", WAYS)
def test_every_signal_becomes_128_and_its_number(tmp_path: Path, watch: str):
    every = sorted(set(signal.valid_signals()) - _HARMLESS)
    numbers = every if watch == "ptrace" else [1, 2, 6, 9, 13, 15]
    cases = [
        (["sh", "-c", f"ulimit -c 0; kill -{number} $$; exit 7"], 128 + number)
        for number in numbers
    ]

    assert surprises(watch, tmp_path, cases) == ""


@pytest.mark.parametrize("watch", WAYS)
def test_a_signal_is_recorded_as_what_ended_the_command(memfit: Memfit, watch: str):
    result = memfit("sh", "-c", "kill -9 $$", watch=watch)

    end, root = result.recording.end, result.recording.processes[0]
    assert (result.returned, end and end.signal, end and end.exit_code) == (137, 9, None)
    assert (root.signal, root.exit_code) == (9, None)


def test_a_command_that_is_not_found_gives_127(memfit: Memfit):
    result = memfit("no-such-command-at-all")

    assert result.returned == 127
    assert result.stderr == "memfit: no-such-command-at-all: No such file or directory\n"
    assert result.kind == "failed"


def test_a_path_through_a_file_gives_127(memfit: Memfit):
    (memfit.directory / "file").touch()

    assert memfit("./file/program").returned == 127


@pytest.mark.parametrize("name", ["directory", "plain", "broken"])
def test_a_command_that_cannot_be_started_gives_126(memfit: Memfit, name: str):
    (memfit.directory / "directory").mkdir()
    (memfit.directory / "plain").write_text("echo no\n")
    (memfit.directory / "broken").write_bytes(b"#!/no/such/interpreter\n")
    (memfit.directory / "broken").chmod(0o755)

    result = memfit(f"./{name}")

    # A missing interpreter is "not found" to the kernel and so to every shell.
    assert result.returned == (127 if name == "broken" else 126)
    assert result.stderr.startswith(f"memfit: ./{name}: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("watch", WAYS)
def test_a_script_without_an_interpreter_line_runs_in_the_shell(memfit: Memfit, watch: str):
    script = memfit.directory / "script"
    script.write_text('echo "$0 $1"; exit 9\n')
    script.chmod(0o755)

    result = memfit("./script", "a b", watch=watch)

    assert (result.returned, result.stdout) == (9, b"./script a b\n")


def test_an_empty_executable_succeeds_as_in_the_shell(memfit: Memfit):
    (memfit.directory / "empty").touch(mode=0o755)

    assert memfit("./empty").returned == 0


def test_an_empty_name_is_not_found(memfit: Memfit):
    assert memfit("").returned == 127


def test_an_argument_list_that_is_too_long_gives_126(memfit: Memfit):
    # One argument may have 128 kB, but all of them share the stack limit: memfit's own line
    # must pass, so the limit is what changes.
    result = memfit(
        "sh",
        "-c",
        "ulimit -s 256; exec /bin/true $(seq 20000)",
    )

    assert result.returned == 126


@pytest.mark.parametrize("code", [0, 1, 7])
def test_output_that_is_not_read_yet_does_not_change_the_exit_code(memfit: Memfit, code: int):
    result = memfit("sh", "-c", f"head -c 300000 /dev/zero; exit {code}")

    assert (result.returned, len(result.stdout)) == (code, 300_000)
