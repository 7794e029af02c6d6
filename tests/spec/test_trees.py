"""Every process of the tree is seen, however it came and went."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from memfit.model.recording import How, Process
from memfit.record.load import load
from tests.spec.memfit import NOBODY, PATIENCE, WAYS, Memfit, Result, must_be_root, must_have

MEGABYTE = 1 << 20


def python(memfit: Memfit, code: str, *words: str, watch: str | None = None) -> Result:
    """Record a Python program; what it prints to standard error fails the test."""
    result = memfit(sys.executable, "-c", code, *words, watch=watch)
    assert result.stderr == ""
    return result


def only(processes: list[Process]) -> Process:
    assert len(processes) == 1, processes
    return processes[0]


@pytest.mark.parametrize("watch", WAYS)
def test_a_command_that_ends_at_once_is_recorded(memfit: Memfit, watch: str):
    result = memfit("true", watch=watch)

    recording = result.recording
    root = recording.processes[0]
    assert (result.returned, recording.damage, result.kind) == (0, (), "passed")
    assert (root.exit_code, root.command, root.parent) == (0, ("true",), None)
    assert recording.end is not None
    if watch != "polling":
        assert root.peak is not None
        assert root.peak.how is How.EXACT
        assert 0 < root.peak.bytes < 8 * MEGABYTE


def test_5000_short_processes_are_all_seen_by_ptrace(memfit: Memfit):
    code = """
import os
for number in range(5000):
    pid = os.fork()
    if pid == 0:
        os._exit(number % 251)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == number % 251
"""
    recording = python(memfit, code, watch="ptrace").recording

    codes = [process.exit_code for process in recording.processes[1:]]
    assert sorted(codes) == sorted(number % 251 for number in range(5000))
    assert all(process.peak and process.peak.how is How.EXACT for process in recording.processes)


def test_5000_short_processes_are_nearly_all_known_by_taskstats(memfit: Memfit):
    code = "import subprocess\nfor _ in range(5000): subprocess.run(['/bin/true'], check=True)"

    recording = python(memfit, code, watch="taskstats").recording

    # The kernel drops records when it cannot keep up; nothing of ours may.
    assert 4900 < len(recording.processes) <= 5001
    assert [p.exit_code for p in recording.processes[1:]].count(0) > 4900


def test_5000_short_processes_do_not_trouble_polling(memfit: Memfit):
    code = "import os\nfor _ in range(5000):\n pid = os.fork()\n pid or os._exit(0)\n os.waitpid(pid, 0)"

    assert python(memfit, code, watch="polling").returned == 0


@pytest.mark.parametrize("watch", WAYS)
def test_1000_threads_are_one_process(memfit: Memfit, watch: str):
    code = """
import threading, time
threading.stack_size(65536)
stop = threading.Event()
threads = [threading.Thread(target=stop.wait) for _ in range(1000)]
for thread in threads: thread.start()
time.sleep(0.3)
stop.set()
for thread in threads: thread.join()
print("all")
"""
    result = python(memfit, code, watch=watch)

    assert (result.returned, result.stdout) == (0, b"all\n")
    assert len(result.recording.processes) == 1


@pytest.mark.parametrize("watch", WAYS)
def test_a_thread_may_become_another_program(memfit: Memfit, watch: str):
    code = """
import os, threading, time
threading.Thread(target=time.sleep, args=(50,), daemon=True).start()
x = bytearray(60_000_000)
time.sleep(0.3)  # some ticks
threading.Thread(target=os.execv, args=("/bin/sh", ["sh", "-c", "sleep 0.2; exit 4"])).start()
time.sleep(50)
"""
    result = python(memfit, code, watch=watch)

    root = result.recording.processes[0]
    assert (result.returned, root.exit_code) == (4, 4)
    assert [each.command[0] for each in root.execs] == [sys.executable, "sh"]
    assert root.command == ("sh", "-c", "sleep 0.2; exit 4")
    if watch == "ptrace":
        # The kernel's counter starts again at an exec; the 60 MB before it were seen at ticks.
        assert root.peak is not None
        assert (root.peak.bytes > 50 * MEGABYTE, root.peak.how) == (True, How.SAMPLED)


def test_a_program_that_a_thread_started_is_read_at_ticks(memfit: Memfit):
    code = """
import os, sys, threading
program = "import time; x = bytearray(90_000_000); time.sleep(0.4)"
thread = threading.Thread(target=os.execv, args=(sys.executable, [sys.executable, "-c", program]))
thread.start()
thread.join()
"""
    root = python(memfit, code).recording.processes[0]

    assert max(root.rss.value) > 80 * MEGABYTE


def test_a_child_that_only_borrowed_its_memory_has_no_peak(memfit: Memfit):
    code = """
import subprocess
x = bytearray(200_000_000)
for _ in range(3):
    try:
        subprocess.Popen(["/nonexistent"])
    except OSError:
        pass
"""
    recording = python(memfit, code).recording

    children = recording.processes[1:]
    assert len(children) == 3
    assert [child.peak for child in children if not child.execs] == [None, None, None]


@pytest.mark.parametrize("watch", WAYS)
def test_a_process_that_ends_while_its_threads_go_on_has_its_whole_peak(memfit: Memfit, watch: str):
    code = """
import ctypes, os, threading, time
def late():
    time.sleep(0.1)
    x = bytearray(80_000_000)
    time.sleep(0.2)
    os._exit(5)
threading.Thread(target=late).start()
ctypes.CDLL(None).pthread_exit(None)
"""
    result = python(memfit, code, watch=watch)

    root = result.recording.processes[0]
    assert (result.returned, root.exit_code) == (5, 5)
    if watch == "ptrace":
        assert root.peak is not None
        assert root.peak.bytes > 80_000_000


@pytest.mark.parametrize("watch", WAYS)
def test_vforked_processes_are_seen(memfit: Memfit, watch: str):
    code = """
import os
x = bytearray(100_000_000)
pid = os.posix_spawn("/bin/sh", ["sh", "-c", "sleep 0.2; exit 6"], {})
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    result = python(memfit, code, watch=watch)

    child = result.recording.processes[1]
    assert result.stdout == b"6\n"
    assert (child.parent, child.exit_code) == (0, 6 if watch != "polling" else child.exit_code)
    assert child.command == ("sh", "-c", "sleep 0.2; exit 6")
    if watch != "polling":
        # ru_maxrss would say 100 MB, the parent's.
        assert child.peak is not None
        assert child.peak.bytes < 20 * MEGABYTE


ODD_NAMES = [
    "a name with spaces",
    "(paren) theses)) 1 Z (",
    "new\nline",
    "escape\x1b[31m\x07",
    "tab\tand\rreturn",
    "caf\u00e9 \u202e\U0001f4a5",
    "bytes\udcff\udc80",
    "quote\"s' $(touch x) `y`",
    "-q",
]


@pytest.mark.parametrize("watch", WAYS)
@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_kept_and_shown_harmless(memfit: Memfit, watch: str, name: str):
    program = memfit.directory / name
    shutil.copy("/bin/sleep", program)
    code = "import os, subprocess, sys; sys.exit(subprocess.call([sys.argv[1], '0.15']) + 3)"

    result = memfit(sys.executable, "-c", code, f"./{name}", watch=watch, quiet=False)

    assert result.returned == 3
    child = result.recording.processes[1]
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    assert child.command == (f"./{shown}", "0.15")
    assert child.parent == 0
    for forbidden in "\x1b\x07\r\u202e":
        assert forbidden not in result.stderr


@pytest.mark.parametrize("watch", WAYS)
def test_a_process_that_rewrites_its_title_is_followed(memfit: Memfit, watch: str):
    code = """
import ctypes, os, time
ctypes.CDLL(None).prctl(15, b") Z 1 (x\\n\\x1b", 0, 0, 0)
x = bytearray(50_000_000)
time.sleep(0.2)
"""
    result = python(memfit, code, watch=watch)

    root = result.recording.processes[0]
    assert root.exit_code == 0
    assert max(root.rss.value) > 50_000_000


DAEMON = """
import os, sys, time
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
null = os.open("/dev/null", os.O_RDWR)
for fd in (0, 1, 2): os.dup2(null, fd)
x = bytearray(70_000_000)
open("daemon", "w").write(str(os.getpid()))
time.sleep(float(sys.argv[1]))
"""


def waiting_for_daemon(lives: str) -> list[str]:
    """A command that starts a daemon and ends a moment after that stands."""
    shell = 'python=$1; shift; "$python" -c "$1" "$2"; until [ -s daemon ]; do sleep 0.05; done'
    return ["sh", "-c", f"{shell}; sleep 0.3", "sh", sys.executable, DAEMON, lives]


@pytest.mark.parametrize("watch", WAYS)
def test_a_daemon_that_leaves_the_session_is_seen_with_its_peak(memfit: Memfit, watch: str):
    result = memfit(*waiting_for_daemon("0.2"), watch=watch)

    pid = int((memfit.directory / "daemon").read_text())
    daemon = only([process for process in result.recording.processes if process.pid == pid])
    assert daemon.peak is not None
    assert daemon.peak.bytes > 70_000_000
    assert daemon.peak.how is (How.SAMPLED if watch == "polling" else How.EXACT)
    assert daemon.ended is not None
    if watch == "ptrace":  # the others may have seen it only after its parent's end
        assert daemon.parent is not None


@pytest.mark.parametrize("watch", ["taskstats", "polling"])
def test_a_daemon_is_seen_without_a_cgroup_too(memfit: Memfit, watch: str):
    result = memfit(*waiting_for_daemon("0.2"), watch=watch, options=["--limit-by", "watchdog"])

    pid = int((memfit.directory / "daemon").read_text())
    daemon = only([process for process in result.recording.processes if process.pid == pid])
    assert daemon.ended is not None
    assert daemon.peak is not None
    assert daemon.peak.bytes > 70_000_000


@pytest.mark.parametrize("watch", WAYS)
def test_what_outlives_the_run_is_reported_and_lives_on(memfit: Memfit, watch: str):
    result = memfit(*waiting_for_daemon("30"), watch=watch, quiet=False)

    pid = int((memfit.directory / "daemon").read_text())
    recording = result.recording
    assert recording.end is not None
    survivor = only([p for p in recording.processes if p.key in recording.end.survivors])
    assert (survivor.pid, survivor.ended) == (pid, None)
    assert survivor.peak is not None
    assert survivor.peak.bytes > 70_000_000
    row = next(row for row in result.document["processes"] if row["pid"] == pid)
    assert "outlived" in row["ending"]
    status = Path(f"/proc/{pid}/status").read_text()
    assert "TracerPid:\t0" in status
    assert "(sleeping)" in status
    os.kill(pid, signal.SIGTERM)


@pytest.mark.parametrize("watch", WAYS)
def test_a_process_that_changes_its_user_is_still_watched(memfit: Memfit, watch: str):
    must_be_root()
    must_have("setpriv")
    memfit.directory.chmod(0o755)
    line = "x=$(head -c 40000000 /dev/zero | tr '\\0' x); sleep 0.3; id -u; exit 3"
    words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]

    result = memfit("sh", "-c", '"$@"; exit $?', "sh", *words, "sh", "-c", line, watch=watch)

    assert (result.returned, result.stdout) == (3, b"65534\n")
    peaks = [each.peak.bytes for each in result.processes("id -u") if each.peak is not None]
    assert max(peaks) > 40_000_000


@pytest.mark.parametrize("watch", ["ptrace", "polling"])
def test_a_pid_that_is_used_again_is_another_process(memfit: Memfit, watch: str):
    must_be_root()
    must_have("unshare")
    code = """
import os, time
for number in range(8):
    with open("/proc/sys/kernel/ns_last_pid", "w") as file:
        file.write("5000")
    pid = os.fork()
    if pid == 0:
        x = bytearray(number * 10_000_000)
        time.sleep(0.15)
        os._exit(number)
    assert pid == 5001
    os.waitpid(pid, 0)
"""
    # A pid namespace has its own last pid, which may be set; the next one is that and one.
    inner, path = memfit.line(
        [sys.executable, "-c", code], watch=watch, options=["--limit-by", "watchdog"]
    )
    ended = subprocess.run(
        ["unshare", "--pid", "--fork", "--mount-proc", *inner],
        cwd=memfit.directory, capture_output=True, check=False, timeout=PATIENCE,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (0, b"")
    processes = [p for p in load(path).processes if p.pid == 5001]
    assert len(processes) == 8
    assert len({process.key for process in processes}) == 8
    if watch == "ptrace":
        assert [process.exit_code for process in processes] == list(range(8))
    # Each is the process that it was, and not the one that had its number before.
    sizes = [process.peak.bytes for process in processes if process.peak]
    assert sizes == sorted(sizes)
    assert sizes[-1] - sizes[0] > 60 * MEGABYTE


def test_processes_of_a_pid_namespace_inside_are_seen(memfit: Memfit):
    must_be_root()
    must_have("unshare")
    code = "import os; x = bytearray(60_000_000); print(os.getpid())"

    result = memfit("unshare", "--pid", "--fork", sys.executable, "-c", code, watch="ptrace")

    inside = only(result.processes("60_000_000")[-1:])
    assert result.stdout == b"1\n"
    assert inside.peak is not None
    assert inside.peak.bytes > 60_000_000
    assert inside.exit_code == 0


def test_processes_forked_by_threads_have_their_process_as_parent(memfit: Memfit):
    code = """
import subprocess, threading
def work(): subprocess.run(["/bin/true"], check=True)
threads = [threading.Thread(target=work) for _ in range(20)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
    recording = python(memfit, code, watch="ptrace").recording

    assert [process.parent for process in recording.processes] == [None, *[0] * 20]


def test_a_survivor_that_prints_for_ever_is_not_waited_for(memfit: Memfit):
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as reader:
        to = {"stdout": reader.stdin, "stderr": subprocess.DEVNULL}
        result = memfit("sh", "-c", "yes & exit 5", streams=to)
        recording = result.recording
        assert recording.end is not None
        left = [p for p in recording.processes if p.key in recording.end.survivors]
        for process in left:
            os.kill(process.pid, signal.SIGKILL)

    assert result.returned == 5
    assert [process.command for process in left] == [("yes",)]


@pytest.mark.parametrize("limit", ["-S -n 40", "-n 40"])
def test_more_processes_than_files_that_may_be_open_are_read_or_it_is_said(
    memfit: Memfit, limit: str
):
    code = """
import os, time
pids = []
for number in range(100):
    pid = os.fork()
    if pid == 0:
        x = bytearray(1_000_000)
        time.sleep(1)
        os._exit(number)
    pids.append(pid)
for number, pid in enumerate(pids):
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == number
"""
    words = ["sh", "-c", f'ulimit {limit}; exec "$@"', "sh"]

    result = memfit(sys.executable, "-c", code, watch="ptrace", prefix=words)

    recording = result.recording
    assert result.returned == 0
    assert len(recording.processes) == 101
    assert all(process.peak and process.exit_code is not None for process in recording.processes)
    unread = [process for process in recording.processes if not len(process.rss)]
    if "-S" in limit:
        assert (len(unread), recording.notes) == (0, ())
    else:
        assert len(unread) > 50
        assert any("may not open more files" in note for note in recording.notes)
