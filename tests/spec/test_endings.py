"""How a run ended is told from counters and never from its exit code."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from memfit.limits.choose import choose
from memfit.limits.contract import Request
from memfit.model.recording import EndedBy
from tests.platforms import require
from tests.spec.memfit import PATIENCE, WAYS, Memfit

MEGABYTE = 1 << 20


def must_limit() -> list[str]:
    """Options for 64 MB in a cgroup; the test is skipped where none can be made."""
    limiter, _ = choose(Request("test", memory=64 * MEGABYTE))
    found = limiter.name in {"cgroup-v1", "cgroup-v2", "systemd"}
    require(None if found else "no cgroup can be made here")
    return ["--memory", "64m", "--limit-by", limiter.name]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def lives(pid: int) -> bool:
    """Whether a process is there; one that init has not reaped yet is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


# Kills -----------------------------------------------------------------------------------------


@pytest.mark.cgroup
@pytest.mark.parametrize("watch", WAYS)
def test_an_oom_kill_after_which_the_root_exits_0_is_an_oom_kill(memfit: Memfit, watch: str):
    code = """
import subprocess, sys
grow = "x = bytearray(200_000_000)"
for _ in range(2):
    assert subprocess.run([sys.executable, "-c", grow]).returncode == -9
"""
    result = memfit(*python(code), options=must_limit(), watch=watch)

    document, recording = result.document, result.recording
    victim = document["victim"]
    assert result.returned == 0
    assert document["ending"]["kind"] == "oom-killed"
    assert document["ending"]["by"] == "--memory"
    assert document["complete"] is False
    assert recording.oom_kills[-1].group == 2
    if watch != "polling":  # which does not see of what a child of the program dies
        killed = recording.processes[victim["key"]]
        assert (killed.signal, killed.parent) == (9, 0)


@pytest.mark.cgroup
def test_an_oom_kill_of_the_root_is_told_with_its_peak(memfit: Memfit):
    result = memfit(*python("x = bytearray(200_000_000)"), options=must_limit())

    root = result.recording.processes[0]
    assert (result.returned, result.kind, root.signal) == (137, "oom-killed", 9)
    assert root.peak is not None
    # Pages of libraries are charged to who read them first.
    assert 55 * MEGABYTE < root.peak.bytes < 90 * MEGABYTE


@pytest.mark.cgroup
def test_the_victim_is_told_apart_from_the_biggest(memfit: Memfit):
    # The kernel takes who has the higher score: here the small one asked for it.
    code = """
import subprocess, sys, time
small = "open('/proc/self/oom_score_adj','w').write('1000'); import time; print(1, flush=True); time.sleep(50)"
child = subprocess.Popen([sys.executable, "-c", small], stdout=subprocess.PIPE)
child.stdout.readline()
kept = []
while child.poll() is None:
    kept.append(bytearray(1_000_000))
    # Slowly near the limit, so that it does not pass it again before it knows.
    time.sleep(0.2 if len(kept) > 25 else 0)
sys.exit(3)
"""
    result = memfit(*python(code), options=must_limit())

    document = result.document
    assert (result.returned, document["ending"]["kind"]) == (3, "oom-killed")
    assert document["victim"]["key"] == 1
    assert document["biggest"]["key"] == 0


def test_137_without_an_oom_kill_is_no_oom_kill(memfit: Memfit):
    result = memfit("sh", "-c", "exit 137")

    assert (result.returned, result.kind) == (137, "failed")


@pytest.mark.parametrize("watch", WAYS)
def test_a_kill_by_the_parent_is_no_oom_kill(memfit: Memfit, watch: str):
    code = "sleep 50 & sleep 0.2; kill -9 $!; wait $!; exit $?"

    result = memfit("sh", "-c", code, watch=watch)

    assert (result.returned, result.kind) == (
        137,
        "signaled" if watch != "polling" else result.kind,
    )
    assert result.kind != "oom-killed"
    assert result.document["victim"] is None


@pytest.mark.cgroup
def test_page_cache_that_fills_the_limit_kills_nothing(memfit: Memfit):
    place = str(memfit.directory / "large")
    filesystem = subprocess.run(
        ["stat", "-f", "-c", "%T", str(memfit.directory)], capture_output=True, check=True
    )
    memory = filesystem.stdout.strip() in {b"tmpfs", b"ramfs"}
    require("temporary files are in memory here" if memory else None)
    code = f"""
with open({place!r}, "wb") as file:
    for _ in range(300):
        file.write(bytes(1 << 20))
"""
    result = memfit(*python(code), options=must_limit())

    document = result.document
    assert (result.returned, document["ending"]["kind"]) == (0, "passed")
    assert document["peak"]["bytes"] > 60 * MEGABYTE
    assert document["page_cache"] > 30 * MEGABYTE
    assert document["findings"] == []


# Ended by memfit -------------------------------------------------------------------------------


@pytest.mark.parametrize("watch", WAYS)
def test_a_timeout_ends_the_whole_tree_with_124(memfit: Memfit, watch: str):
    # Neither of them listens to SIGTERM, and one has left the session.
    line = "trap '' TERM; echo $$; setsid sh -c \"trap '' TERM; echo \\$\\$; sleep 60\" & sleep 60"

    result = memfit("sh", "-c", line, options=["--timeout", "300ms"], watch=watch)

    assert (result.returned, result.kind) == (124, "timeout")
    assert len(result.stdout.split()) == 2
    assert not any(lives(int(pid)) for pid in result.stdout.split())


def test_a_program_that_obeys_the_timeout_may_clean_up(memfit: Memfit):
    line = "trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done"

    result = memfit("sh", "-c", line, options=["--timeout", "500ms"])

    assert (result.returned, result.stdout) == (124, b"ready\nbye\n")
    end = result.recording.end
    assert end is not None
    assert (end.ended_by, end.exit_code) == (EndedBy.TIMEOUT, 5)


@pytest.mark.parametrize("watch", WAYS)
def test_the_watchdog_ends_a_tree_over_its_budget(memfit: Memfit, watch: str):
    code = """
import subprocess, sys, time
grow = '''
import time
kept = []
for _ in range(400):
    kept.append(bytearray(1_000_000)); time.sleep(0.005)
time.sleep(60)
'''
subprocess.Popen([sys.executable, "-c", grow])
subprocess.run([sys.executable, "-c", grow])
"""
    options = ["--memory", "150m", "--limit-by", "watchdog"]

    result = memfit(*python(code), options=options, watch=watch)

    document = result.document
    assert (result.returned, document["ending"]["kind"]) == (137, "over-budget")
    assert document["ending"]["by"] == "--memory"
    assert document["peak"]["bytes"] > 150 * MEGABYTE
    assert document["peak"]["how"] == "estimate"
    assert all(process.ended is not None for process in result.recording.processes)


def test_a_tree_within_its_budget_is_left_alone_by_the_watchdog(memfit: Memfit):
    # Four processes that share 80 MB: the sum of their resident sets is four times the truth.
    code = """
import os, time
x = bytes(80_000_000)
pids = []
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        time.sleep(0.5)
        os._exit(0)
    pids.append(pid)
for pid in pids: os.waitpid(pid, 0)
"""
    options = ["--memory", "200m", "--limit-by", "watchdog"]

    assert memfit(*python(code), options=options).returned == 0


# Signals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("watch", WAYS)
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGINT"])
def test_signals_to_memfit_reach_the_program(memfit: Memfit, watch: str, name: str):
    word = name.removeprefix("SIG")
    line = f"trap 'echo got {word}; exit 6' {word}; echo ready; while :; do sleep 0.02; done"
    running = memfit.start("sh", "-c", line, watch=watch)

    running.send(signal.Signals[name])
    result = running.end()

    assert result.stdout == f"ready\ngot {word}\n".encode()
    assert result.returned == (130 if name == "SIGINT" else 6)
    end = result.recording.end
    assert end is not None
    assert end.exit_code == 6
    assert end.sent == (signal.Signals[name] if name in {"SIGTERM", "SIGHUP", "SIGQUIT"} else None)


def test_a_signal_arrives_once(memfit: Memfit):
    line = "trap 'echo got' USR1; trap 'exit 0' TERM; echo ready; while :; do sleep 0.02; done"
    running = memfit.start("sh", "-c", line)

    running.send(signal.SIGUSR1)
    assert running.line() == b"got\n"
    time.sleep(0.1)  # in which a second one would be printed
    running.send(signal.SIGTERM)

    assert running.end().stdout == b"ready\n"


def test_a_signal_that_ends_the_program_is_passed_on_as_its_exit_code(memfit: Memfit):
    running = memfit.start("sh", "-c", "echo ready; exec sleep 60")
    running.send(signal.SIGTERM)

    result = running.end()

    assert (result.returned, result.kind) == (143, "signaled")
    assert result.document["complete"] is False


@pytest.mark.parametrize("watch", WAYS)
def test_an_interrupt_ends_everything_and_keeps_the_recording(memfit: Memfit, watch: str):
    line = "setsid sh -c 'echo $$; exec sleep 60' & echo ready; exec sleep 60"
    running = memfit.start("sh", "-c", f"({line})", watch=watch)
    other = running.line() if running.first == b"ready\n" else running.first

    running.send(signal.SIGINT)
    time.sleep(0.1)
    assert running.popen.poll() is None  # the shell waits for what is in its foreground
    running.send(signal.SIGINT)
    result = running.end()

    assert (result.returned, result.kind) == (130, "interrupted")
    assert not lives(int(other))


def test_an_interrupt_of_the_group_reaches_the_program_once_by_the_terminal_s_way(memfit: Memfit):
    # What a shell without job control does on Ctrl-C: everybody in the group gets it.
    code = """
import signal, sys, time
count = 0
def note(number, frame):
    global count
    count += 1
signal.signal(signal.SIGINT, note)
print("ready", flush=True)
end = time.monotonic() + 0.5
while time.monotonic() < end: time.sleep(0.02)
print(count)
"""
    words, _ = memfit.line(python(code))
    running = subprocess.Popen(
        words, cwd=memfit.directory, stdout=subprocess.PIPE, start_new_session=True
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"ready\n"
    os.killpg(running.pid, signal.SIGINT)
    stdout, _ = running.communicate(timeout=PATIENCE)

    # Sent by kill and not by a terminal, so memfit passes it on: at most once more.
    assert int(stdout) in {1, 2}
    assert running.returncode == 130


def test_a_second_interrupt_does_not_wait(memfit: Memfit):
    running = memfit.start("sh", "-c", "trap '' INT; echo ready; while :; do sleep 0.02; done")
    running.send(signal.SIGINT)
    time.sleep(0.2)
    assert running.popen.poll() is None
    running.send(signal.SIGINT)

    result = running.end()

    assert (result.returned, result.kind) == (130, "interrupted")
    root = result.recording.processes[0]
    assert root.signal == signal.SIGKILL


@pytest.mark.parametrize("watch", WAYS)
def test_a_signal_of_the_program_to_its_own_group_is_its_own_affair(memfit: Memfit, watch: str):
    line = "trap 'echo got' TERM; kill -TERM 0; sleep 0.1; exit 4"
    result = memfit("sh", "-c", line, watch=watch, streams={"start_new_session": True})

    assert (result.returned, result.stdout) == (4, b"got\n")
    assert result.kind == "failed"
    end = result.recording.end
    assert end is not None
    assert (end.ended_by, end.sent) == (None, None)


@pytest.mark.parametrize("watch", WAYS)
def test_a_trap_that_ends_the_group_does_not_end_memfit(memfit: Memfit, watch: str):
    line = "trap 'kill 0' EXIT; sleep 50 & sleep 0.2; exit 0"
    result = memfit("sh", "-c", line, watch=watch, quiet=False, streams={"start_new_session": True})

    # The shell kills itself, too, with memfit as without.
    assert (result.returned, result.kind) == (143, "signaled")
    assert "signaled: the command was killed by SIGTERM" in result.stderr
    assert not any(process.ended is None for process in result.recording.processes)


@pytest.mark.parametrize("watch", WAYS)
def test_rare_ticks_hold_nothing_up(memfit: Memfit, watch: str):
    result = memfit("sh", "-c", "sleep 0.1; exit 5", options=["--interval", "10s"], watch=watch)

    recording = result.recording
    assert (result.returned, recording.processes[0].exit_code) == (5, 5)
    # Before the second tick: waiting for it would be seen however slow the machine.
    assert recording.end is not None
    assert recording.end.at < 9.0


def test_a_timeout_is_kept_between_rare_ticks(memfit: Memfit):
    options = ["--interval", "10s", "--timeout", "200ms"]

    result = memfit("sleep", "8", options=options)

    assert result.returned == 124
    assert result.recording.processes[0].signal == signal.SIGTERM


def test_a_signal_that_comes_too_late_does_not_take_the_exit_code(memfit: Memfit):
    # More than the pipe of the test holds, so that memfit waits for its reader at the end.
    words, _ = memfit.line(["sh", "-c", "echo $$ >pid; head -c 100000 /dev/zero; exit 5"])
    running = subprocess.Popen(words, cwd=memfit.directory, stdout=subprocess.PIPE)
    pid = memfit.directory / "pid"
    while not pid.exists() or not pid.read_text() or lives(int(pid.read_text())):
        time.sleep(0.01)
    time.sleep(0.3)
    running.send_signal(signal.SIGSTOP)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        running.send_signal(number)
    running.send_signal(signal.SIGCONT)

    stdout, _ = running.communicate(timeout=PATIENCE)

    assert (running.returncode, len(stdout)) == (5, 100_000)
