"""The keeper and the program at their start, and without memfit."""

import os
import subprocess
import sys
from pathlib import Path

_KEEPER = """
import os, sys
from pathlib import Path
from memfit.record.launch import Keeper
keeper = Keeper(sys.argv[2:], Path(sys.argv[1]), 0.0, lambda: None, set(), status=False)
"""


def run(directory: Path, code: str, *command: str, shell: str = '"$@"') -> bytes:
    """Run what memfit does first, without its rest; returns all that is printed."""
    words = [sys.executable, "-c", _KEEPER + code, str(directory), *command]
    ended = subprocess.run(
        ["bash", "-c", shell, "bash", *words], capture_output=True, timeout=60, check=False
    )
    assert ended.stderr == b""
    return ended.stdout


def test_the_program_waits_until_it_is_watched(tmp_path: Path):
    code = "import time; time.sleep(0.3); print('first', flush=True); keeper.tell(go=True)"

    assert run(tmp_path, code, "echo", "second") == b"first\nsecond\n"


def test_the_program_runs_although_memfit_died_before_it_let_it_go(tmp_path: Path):
    assert run(tmp_path, "os.kill(os.getpid(), 9)", "echo", "ran") == b"ran\n"
    assert (tmp_path / "output.log").read_bytes() == b"ran\n"


def test_the_keeper_says_how_the_program_ended(tmp_path: Path):
    code = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
keeper.tell(go=True)
found = {}
while "exited" not in found:
    signal.sigtimedwait({signal.SIGCHLD}, 0.05)
    for message in keeper.messages():
        found.update(message)
print(os.waitstatus_to_exitcode(found["exited"]))
keeper.close()
"""
    assert run(tmp_path, code, "sh", "-c", "exit 6") == b"6\n"
    assert run(tmp_path / "none", code, "sh", "-c", "kill -9 $$") == b"-9\n"


def test_the_limit_on_open_files_is_memfit_s_only_while_it_records(tmp_path: Path):
    code = """
import resource
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], flush=True)
keeper.tell(go=True)
os.waitpid(keeper.pid, 0) if False else None
keeper.close()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], flush=True)
os.waitpid(keeper.pid, 0)
"""
    printed = run(tmp_path, code, "sh", "-c", "ulimit -S -n", shell='ulimit -S -n 99; "$@"')
    hard = subprocess.run(["sh", "-c", "ulimit -H -n"], capture_output=True, check=True)

    first, *others = printed.split()
    assert first == hard.stdout.strip()
    assert others == [b"99", b"99"]


def test_closed_streams_are_held_by_what_closes_on_exec(tmp_path: Path):
    code = """
import os
from memfit.record.launch import hold_closed_streams
hold_closed_streams()
found = [(os.readlink(f"/proc/self/fd/{fd}"), os.get_inheritable(fd)) for fd in (0, 1, 2)]
hold_closed_streams()
assert len(os.listdir("/proc/self/fd")) == 4  # and that of the listing
open(os.environ["FOUND"], "w").write(repr(found))
"""
    found = tmp_path / "found"
    subprocess.run(
        ["bash", "-c", '"$@" <&- >&- 2>&-', "bash", sys.executable, "-c", code],
        env={**os.environ, "FOUND": str(found)}, check=True, timeout=60,
    )  # fmt: skip

    assert found.read_text() == repr([("/dev/null", False)] * 3)
