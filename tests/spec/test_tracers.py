"""Debuggers and set-user-ID programs work inside, although memfit traces the tree."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from memfit.model.recording import How
from tests.platforms import require
from tests.spec.memfit import NOBODY, WAYS, Memfit, must_be_root, must_have

MEGABYTE = 1 << 20


@pytest.mark.parametrize("watch", WAYS)
def test_strace_works_inside(memfit: Memfit, watch: str):
    must_have("strace")
    line = "strace -f -o trace sh -c 'echo one; /bin/true; exit 4'; echo $?"

    result = memfit("sh", "-c", line, watch=watch)

    assert (result.returned, result.stdout, result.stderr) == (0, b"one\n4\n", "")
    trace = (memfit.directory / "trace").read_text()
    assert trace.count("execve(") >= 2
    assert "+++ exited with 4 +++" in trace
    if watch == "ptrace":
        assert "strace" in {process.command[0] for process in result.recording.processes}
        assert result.recording.lifecycle == "ptrace"
        assert any("strace traces processes itself" in note for note in result.recording.notes)


def test_strace_as_the_command_itself_works(memfit: Memfit):
    must_have("strace")

    result = memfit("strace", "-o", "trace", "sh", "-c", "sleep 0.3; exit 4", quiet=False)

    assert result.returned == 4
    assert "execve(" in (memfit.directory / "trace").read_text()
    assert any(process.command[:2] == ("sh", "-c") for process in result.recording.processes)


def test_what_strace_runs_is_polled(memfit: Memfit):
    must_have("strace")
    code = "import time; x = bytearray(80_000_000); time.sleep(0.4)"

    result = memfit("sh", "-c", 'strace -o trace "$@"; exit $?', "sh", sys.executable, "-c", code)

    traced = result.processes("bytearray")[-1]
    assert traced.peak is not None
    assert traced.peak.bytes > 80_000_000
    assert traced.peak.how is How.SAMPLED


@pytest.mark.parametrize("watch", WAYS)
def test_gdb_attaches_to_a_process_of_the_tree(memfit: Memfit, watch: str):
    must_have("gdb")
    # It only reads: gdb 13 cannot write the registers of processors that have more than it knows,
    # and the program dies of that, whoever watches.
    line = """
sleep 60 & victim=$!
gdb -nx -q -batch -p $victim -ex 'info registers rip' -ex 'info inferiors' -ex detach >gdb.log 2>&1
kill -0 $victim && kill $victim
wait $victim
echo $? $victim
"""
    result = memfit("sh", "-c", line, watch=watch)

    log = (memfit.directory / "gdb.log").read_text()
    status, victim = result.stdout.split()
    assert status == b"143"
    assert "Operation not permitted" not in log
    assert "ptrace" not in log.lower()
    assert f"process {victim.decode()}" in log
    assert "rip " in log
    if watch == "ptrace":
        assert any("attaches to a running process" in note for note in result.recording.notes)


@pytest.mark.parametrize("watch", WAYS)
def test_gdb_starts_a_program_inside(memfit: Memfit, watch: str):
    must_have("gdb")
    words = ["gdb", "-nx", "-q", "-batch", "-ex", "run", "-return-child-result"]

    result = memfit(*words, "--args", "/bin/sh", "-c", "exit 6", watch=watch)

    assert b"exited with code 06" in result.stdout
    assert result.returned == 6


def test_after_gdb_the_rest_of_the_run_is_still_recorded(memfit: Memfit):
    must_have("gdb")
    code = "import time; x = bytearray(90_000_000); time.sleep(0.4)"
    line = 'sleep 60 & gdb -nx -q -batch -p $! -ex detach >log 2>&1; kill $!; "$@"; exit 5'

    result = memfit("sh", "-c", line, "sh", sys.executable, "-c", code)

    later = result.processes("90_000_000")[-1]
    assert result.returned == 5
    assert later.peak is not None
    assert later.peak.bytes > 90_000_000


SOURCE = r"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
int main(int count, char **words) {
  for (long n = count > 1 ? atol(words[1]) : 0; n > 0; n--) memset(malloc(1 << 20), 1, 1 << 20);
  printf("%d %d %s\n", (int) getuid(), (int) geteuid(), count > 2 ? words[2] : "");
  fflush(stdout);
  usleep(300000);
  return 7;
}
"""


@pytest.fixture
def setuid(tmp_path: Path) -> str:
    """A program that belongs to root and runs as root, whoever starts it."""
    must_be_root()
    must_have("gcc")
    program = tmp_path / "raised"
    subprocess.run(["gcc", "-x", "c", "-o", str(program), "-"], input=SOURCE.encode(), check=True)
    program.chmod(0o4755)
    nosuid = os.statvfs(tmp_path).f_flag & os.ST_NOSUID
    require("the file system of temporary files is nosuid" if nosuid else None)
    return str(program)


@pytest.mark.parametrize("watch", [None, "ptrace", "polling"])
def test_a_set_user_id_program_keeps_its_privilege(
    memfit: Memfit, as_nobody: list[str], setuid: str, watch: str | None
):
    line = [setuid, "0", "a b"]

    result = memfit("sh", "-c", '"$@"; echo $?', "sh", *line, prefix=as_nobody, watch=watch)

    assert (result.stdout, result.stderr) == (f"{NOBODY} 0 a b\n7\n".encode(), "")
    raised = result.processes("raised")[-1]
    assert raised.command == tuple(line)
    # The kernel shows strangers a 0 in place of the exit code, which is not to be believed.
    assert raised.exit_code is None
    if watch != "polling":
        [note] = [note for note in result.recording.notes if "set-user-ID" in note]
        assert "keeps its privilege only untraced" in note


def test_a_set_user_id_program_as_the_command_itself_keeps_its_privilege(
    memfit: Memfit, as_nobody: list[str], setuid: str
):
    result = memfit(setuid, "0", "x", prefix=as_nobody)

    assert (result.returned, result.stdout) == (7, f"{NOBODY} 0 x\n".encode())


def test_a_set_user_id_program_that_is_started_again_and_again(
    memfit: Memfit, as_nobody: list[str], setuid: str
):
    line = 'for i in 1 2 3 4 5 6 7 8; do "$1" 0 $i & done; wait; "$1" 0 last'

    result = memfit("sh", "-c", line, "sh", setuid, prefix=as_nobody)

    expected = {f"{NOBODY} 0 {word}" for word in [*map(str, range(1, 9)), "last"]}
    assert set(result.stdout.decode().splitlines()) == expected
    assert result.returned == 7


def test_without_ptrace_rights_the_next_way_is_taken_and_named(memfit: Memfit):
    must_be_root()
    code = """
import ctypes, os, sys
# seccomp: refuse ptrace(2) as a container's default profile does (x86-64).
import struct
def instruction(code, jt, jf, k): return struct.pack("HBBI", code, jt, jf, k)
program = b"".join([
    instruction(0x20, 0, 0, 0), instruction(0x15, 0, 1, 101),
    instruction(0x06, 0, 0, 0x00050001), instruction(0x06, 0, 0, 0x7FFF0000)])
buffer = ctypes.create_string_buffer(program)
class Filter(ctypes.Structure): _fields_ = [("n", ctypes.c_ushort), ("p", ctypes.c_void_p)]
filter = Filter(4, ctypes.addressof(buffer))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(filter), 0, 0) == 0
os.execvp(sys.argv[1], sys.argv[1:])
"""
    require(None if os.uname().machine == "x86_64" else "the filter is for x86-64")
    # As root taskstats is next, and polling after that.
    result = memfit("sh", "-c", "sleep 0.3; exit 4", prefix=[sys.executable, "-c", code])

    recording = result.recording
    assert (result.returned, recording.lifecycle) in {(4, "taskstats"), (4, "polling")}
    assert "ptrace is refused (Operation not permitted)" in recording.lifecycle_why


def test_a_way_that_is_asked_for_and_refused_is_an_error(memfit: Memfit, as_nobody: list[str]):
    result = memfit("echo", "started", prefix=as_nobody, options=["--watch", "taskstats"])

    assert (result.returned, result.stdout) == (125, b"")
    assert result.stderr.startswith("memfit: processes cannot be watched by taskstats here")


def test_a_memfit_inside_a_memfit_works(memfit: Memfit):
    inner, path = memfit.line(["sh", "-c", "echo deep; exit 8"])

    result = memfit(*inner)

    assert (result.returned, result.stdout) == (8, b"deep\n")
    from memfit.record.load import load

    recording = load(path)
    assert recording.end is not None
    assert recording.end.exit_code == 8
    assert recording.lifecycle in {"taskstats", "polling"}
    _ = signal


@pytest.mark.parametrize("watch", WAYS)
def test_a_program_that_looks_for_its_own_leaks_is_let_go(memfit: Memfit, watch: str):
    must_have("gcc")
    source = 'int puts(const char *); int main(void) { puts("fine"); return 0; }'
    program = memfit.directory / "checked"
    built = subprocess.run(
        ["gcc", "-fsanitize=address", "-x", "c", "-o", str(program), "-"],
        input=source.encode(), capture_output=True, check=False,
    )  # fmt: skip
    require(None if built.returncode == 0 else "gcc has no AddressSanitizer here")

    result = memfit("sh", "-c", './checked; echo "$?"; exit 4', watch=watch)

    assert (result.returned, result.stdout, result.stderr) == (4, b"fine\n0\n", "")
    if watch == "ptrace":
        assert any("LeakSanitizer" in note for note in result.recording.notes)
