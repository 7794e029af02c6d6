"""What the program reads and prints passes through unchanged, and at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from memfit.record.outputlog import KEPT_HEAD, KEPT_TAIL
from tests.spec.memfit import PATIENCE, WAYS, Memfit

_GIGABYTE = 1 << 30


def shell(memfit: Memfit, line: str, *command: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a line of bash in which "$@" is memfit running a command."""
    words, _ = memfit.line(command)
    return subprocess.run(
        ["bash", "-c", line, "bash", *words],
        cwd=memfit.directory,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def test_standard_input_passes_through(memfit: Memfit):
    data = bytes(range(256)) * 4000

    assert memfit("cat", stdin=data).stdout == data


def test_standard_input_stays_the_same_file(memfit: Memfit):
    result = memfit("readlink", "/proc/self/fd/0", streams={"input": None, "stdin": -3})

    assert result.stdout == b"/dev/null\n"


def test_what_the_program_leaves_of_its_input_is_left_for_the_next(memfit: Memfit):
    file = memfit.directory / "file"
    file.write_bytes(b"one\ntwo\nthree\n")
    ended = shell(memfit, 'exec <file; "$@"; cat', "sh", "-c", "read line; echo got $line")

    # dash reads a file by single bytes so as not to take what is not its own.
    assert ended.stdout == b"got one\ntwo\nthree\n"


@pytest.mark.parametrize("watch", WAYS)
def test_standard_output_and_error_stay_apart(memfit: Memfit, watch: str):
    result = memfit("sh", "-c", "echo out; echo err >&2", watch=watch)

    assert (result.stdout, result.stderr) == (b"out\n", "err\n")
    assert [(chunk.stream, chunk.data) for chunk in result.recording.output] == [
        ("stdout", b"out\n"),
        ("stderr", b"err\n"),
    ]


def test_both_in_one_pipe_keep_their_order(memfit: Memfit):
    code = "for i in $(seq 2000); do echo out $i; echo err $i >&2; done"

    result = memfit("sh", "-c", code, streams={"stderr": subprocess.STDOUT})

    expected = "".join(f"out {i}\nerr {i}\n" for i in range(1, 2001))
    assert result.stdout.decode() == expected
    assert b"".join(chunk.data for chunk in result.recording.output).decode() == expected


def test_output_arrives_at_once(memfit: Memfit):
    running = memfit.start("sh", "-c", "echo ready; read line; exit 5", quiet=True)
    # The program has not ended: it waits for a line that never comes.
    assert (running.first, running.popen.poll()) == (b"ready\n", None)

    running.popen.kill()
    running.popen.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_closed_for_the_program_too(memfit: Memfit, closed: str):
    probe = "for fd in 0 1 2; do if [ -e /proc/$$/fd/$fd ]; then echo open $fd; fi; done >found"
    alone = subprocess.run(
        ["bash", "-c", f"sh -c '{probe}' {closed}"], cwd=memfit.directory, check=True
    )
    assert alone.returncode == 0
    without = (memfit.directory / "found").read_text()

    ended = shell(memfit, f'"$@" {closed}', "sh", "-c", f"{probe}; exit 3")

    assert ((memfit.directory / "found").read_text(), ended.returncode) == (without, 3)
    assert (ended.stdout, ended.stderr) == (b"", b"")


def test_printing_to_a_closed_stream_damages_no_recording(memfit: Memfit):
    result = memfit.directory / "recording-1"
    shell(memfit, '"$@" >&- 2>&-', "sh", "-c", "echo lost; echo lost >&2; exit 3")

    from memfit.record.load import load

    recording = load(result)
    assert (recording.damage, recording.end and recording.end.exit_code) == ((), 3)


def test_without_standard_error_memfit_says_nothing_anywhere(memfit: Memfit):
    words, _ = memfit.line(["sh", "-c", "exit 4"], quiet=False)
    ended = subprocess.run(
        ["bash", "-c", '"$@" 2>&-', "bash", *words],
        cwd=memfit.directory, capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip

    assert (ended.stdout, ended.stderr, ended.returncode) == (b"", b"", 4)


def test_a_reader_that_goes_away_ends_the_program_by_sigpipe(memfit: Memfit):
    ended = shell(memfit, '"$@" | head -1; exit ${PIPESTATUS[0]}', "yes")

    assert (ended.stdout, ended.returncode) == (b"y\n", 141)


def test_a_full_device_is_the_program_s_own_error(memfit: Memfit):
    ended = shell(memfit, '"$@" >/dev/full', "sh", "-c", "echo x || exit 9")

    # memfit stands between: the program learns of it at a later write, as with any pipe.
    assert ended.returncode in {0, 9, 141}


@pytest.mark.parametrize("watch", WAYS)
def test_a_gigabyte_of_output_passes_and_the_recording_stays_small(memfit: Memfit, watch: str):
    words, path = memfit.line(["head", "-c", str(_GIGABYTE), "/dev/zero"], watch=watch)
    ended = subprocess.run(
        ["bash", "-c", '"$@" | wc -c; exit ${PIPESTATUS[0]}', "bash", *words],
        cwd=memfit.directory,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )

    assert (int(ended.stdout), ended.returncode) == (_GIGABYTE, 0)
    size = sum(file.stat().st_size for file in path.rglob("*"))
    assert size < KEPT_HEAD + KEPT_TAIL + (1 << 20)
    from memfit.record.load import load

    output = load(path).output
    kept = sum(len(chunk.data) for chunk in output)
    assert kept == KEPT_HEAD + KEPT_TAIL
    assert kept + sum(chunk.dropped for chunk in output) == _GIGABYTE


def test_the_first_and_the_last_of_much_output_are_kept(memfit: Memfit):
    code = "print('first'); print('x' * 9_000_000); print('last')"

    output = memfit(sys.executable, "-c", code).recording.output

    data = b"".join(chunk.data for chunk in output)
    assert data.startswith(b"first\n")
    assert data.endswith(b"x\nlast\n")


def test_a_file_as_output_is_appended_to_where_it_stands(memfit: Memfit):
    ended = shell(memfit, '(echo before; "$@"; echo after) >file', "echo", "middle")

    assert ended.returncode == 0
    assert (memfit.directory / "file").read_text() == "before\nmiddle\nafter\n"


def test_a_background_process_that_keeps_printing_is_passed_on(memfit: Memfit):
    ended = shell(
        memfit,
        '"$@" | cat',
        "sh", "-c", "(sleep 1; echo late) & echo early",
    )  # fmt: skip

    # As without memfit: the reader sees the end of its pipe when the last writer has gone.
    assert ended.stdout == b"early\nlate\n"


def test_a_background_process_does_not_hold_memfit_up(memfit: Memfit):
    ended = shell(
        memfit, '"$@" >file 2>&1; ls /proc/$(cat pid)/stat',
        "sh", "-c", "sleep 50 & echo $! > pid",
    )  # fmt: skip
    pid = int((memfit.directory / "pid").read_text())
    os.kill(pid, 9)

    assert ended.stdout.decode() == f"/proc/{pid}/stat\n"


def test_a_program_without_output_leaves_empty_files(memfit: Memfit):
    path = memfit("true").path

    assert [Path(path, name).stat().st_size for name in ("output.log", "output.jsonl")] == [0, 0]


def test_output_that_is_not_text_is_kept_byte_for_byte(memfit: Memfit):
    data = bytes(range(256)) * 3

    result = memfit("cat", stdin=data)

    assert b"".join(chunk.data for chunk in result.recording.output) == data
