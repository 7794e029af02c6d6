"""A terminal stays a terminal: for the program, for the user, and for others that share it."""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from memfit.explain.verdict import explain
from memfit.record.load import load
from tests.spec.memfit import PATIENCE

MEMFIT = [sys.executable, "-m", "memfit", "run"]
CTRL_C = b"\x03"


class Terminal:
    """A terminal with a program in its foreground; the test is its user.

    Args:
        command: The program, which leads the session.
        directory: Where it runs.
    """

    def __init__(self, command: list[str], directory: Path) -> None:
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        variables = {k: v for k, v in os.environ.items() if k != "CI"} | {"TERM": "xterm"}
        self.seen = b""
        self._process = subprocess.Popen(
            command,
            cwd=directory,
            env=variables,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def read(self, until: bytes | None = None) -> bytes:
        """Read to a text, or to the end of all output; returns everything seen so far."""
        end = time.monotonic() + PATIENCE
        while until is None or until not in self.seen:
            ready = select.select([self.master], [], [], max(0.0, end - time.monotonic()))[0]
            assert ready, f"nothing more came after {self.seen!r}"
            try:
                chunk = os.read(self.master, 65536)
            except OSError:  # EIO: nobody has the terminal open any more
                break
            if not chunk:
                break
            self.seen += chunk
        return self.seen

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def hang_up(self) -> None:
        os.close(self.master)
        self.master = -1

    def wait(self) -> int:
        return self._process.wait(PATIENCE)

    def close(self) -> None:
        if self.master >= 0:
            os.close(self.master)
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[list[Terminal]]:
    made: list[Terminal] = []
    yield made
    for each in made:
        each.close()


@pytest.fixture
def terminal(terminals: list[Terminal], tmp_path: Path):
    def start(*command: str) -> Terminal:
        terminals.append(Terminal(list(command), tmp_path))
        return terminals[-1]

    return start


def recorded(path: Path):
    recording = load(path / "recording")
    return recording, explain(recording).ending.kind


TELL = """
import os, sys
for each in (0, 1, 2):
    print(each, os.isatty(each), end=" ")
print(os.get_terminal_size(1).columns, os.tcgetpgrp(1) == os.getpgrp())
"""


def test_the_program_has_the_terminal_in_its_foreground(terminal):
    shown = terminal(*MEMFIT, "-q", "--no-status", "--", sys.executable, "-c", TELL).read()

    assert shown == b"0 True 1 True 2 True 100 True\r\n"


def test_keys_reach_the_program_and_are_echoed_once(terminal):
    line = "echo ready; read x; echo got $x; exit 7"
    run = terminal(*MEMFIT, "-q", "--no-status", "--", "sh", "-c", line)
    run.read(b"ready\r\n")
    run.type(b"hello\r")

    assert run.read() == b"ready\r\nhello\r\ngot hello\r\n"
    assert run.wait() == 7


def test_ctrl_c_ends_the_run_and_keeps_the_recording(terminal, tmp_path: Path):
    words = ["--recording", "recording", "--", "sh", "-c", "echo ready; exec sleep 50"]
    run = terminal(*MEMFIT, *words)
    run.read(b"ready")
    run.type(CTRL_C)

    assert b"Ctrl-C ended the run" in run.read()
    assert run.wait() == 130
    recording, kind = recorded(tmp_path)
    assert (kind, recording.processes[0].signal) == ("interrupted", signal.SIGINT)


def test_ctrl_c_reaches_a_program_whose_input_is_not_the_terminal(terminal, tmp_path: Path):
    line = f"exec {' '.join(MEMFIT)} -q --recording recording -- sh -c 'echo ready; exec sleep 50' </dev/null"
    run = terminal("sh", "-c", line)
    run.read(b"ready")
    run.type(CTRL_C)
    run.read()

    assert run.wait() == 130
    assert recorded(tmp_path)[1] == "interrupted"


def test_others_that_share_the_terminal_find_it_as_it_was(terminal):
    line = f"{' '.join(MEMFIT)} -q -- sh -c 'seq 3; exec >&2; test -t 2 && echo tty' | cat"
    shown = terminal("sh", "-c", line).read()

    # In raw mode the lines of cat would stand below each other like stairs.
    assert sorted(shown.split(b"\r\n")) == [b"", b"1", b"2", b"3", b"tty"]
    assert b"\n" not in shown.replace(b"\r\n", b"")


def test_a_hang_up_reaches_the_program(terminal, tmp_path: Path):
    line = "trap 'echo hup >hup; exit 3' HUP; echo ready; while :; do sleep 0.05; done"
    run = terminal(*MEMFIT, "-q", "--recording", "recording", "--", "sh", "-c", line)
    run.read(b"ready")
    run.hang_up()
    run.wait()

    assert (tmp_path / "hup").read_text() == "hup\n"
    recording, kind = recorded(tmp_path)
    assert kind == "signaled"
    assert recording.end is not None
    assert recording.end.sent == signal.SIGHUP


def test_a_status_line_is_shown_and_taken_away(terminal):
    run = terminal(*MEMFIT, "-q", "--", "sh", "-c", "echo one; sleep 1; stty size; echo two")
    shown = run.read()

    assert re.search(rb"\x1b\[30;1H.* memfit [\d.]+ m?s ", shown)
    # The program has one row less, and is told so.
    assert b"29 100\r\n" in shown
    # After it the whole screen scrolls again, and the last row is empty.
    assert shown.rindex(b"\x1b[30;1H\x1b[2K\x1b[r") > shown.rindex(b" memfit ")
    plain = re.sub(rb"\x1b7.*?\x1b8(\x1b\[1A)?", b"", shown)
    assert plain.replace(b"\r\n", b"\n").strip().startswith(b"one\n")


def test_a_program_that_takes_the_screen_over_has_all_of_it(terminal):
    code = "import os,time; time.sleep(1); print('\\x1b[?1049h', end='', flush=True); time.sleep(.5); print(os.get_terminal_size().lines)"
    shown = terminal(*MEMFIT, "-q", "--", sys.executable, "-c", code).read()

    after = shown[shown.index(b"\x1b[?1049h") :]
    assert b"30\r\n" in after
    assert b" memfit " not in after


def test_the_settings_of_the_terminal_are_given_back(terminal):
    run = terminal("sh", "-c", f"stty -g; {' '.join(MEMFIT)} -q -- true; stty -g")
    before, after = [line for line in run.read().split(b"\r\n") if line.count(b":") > 10]

    assert before == after
