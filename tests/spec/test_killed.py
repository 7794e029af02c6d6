"""Nothing that is killed takes the program or the recording with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from memfit.explain.verdict import explain
from memfit.record.load import load
from tests.spec.memfit import PATIENCE, WAYS, Memfit, must_watch_by
from tests.torture import Torment, torments, torture


@pytest.mark.parametrize("torment", torments(2, 2), ids=lambda torment: torment.watch)
def test_a_kill_at_any_moment_leaves_program_and_recording_whole(tmp_path: Path, torment: Torment):
    must_watch_by(torment.watch)
    torture(torment, tmp_path)


@pytest.mark.parametrize("watch", WAYS)
def test_a_kill_in_the_middle_of_the_run_leaves_program_and_recording_whole(
    tmp_path: Path, watch: str
):
    must_watch_by(watch)
    torture(Torment(seed=11, watch=watch, terminal=watch == "ptrace", after=0.5), tmp_path)


@pytest.mark.parametrize("watch", WAYS)
def test_the_program_goes_on_when_memfit_is_killed(memfit: Memfit, watch: str):
    code = "echo ready; read line <go; echo more; echo $? >ended"
    os.mkfifo(memfit.directory / "go")
    running = memfit.start("sh", "-c", code, watch=watch)

    running.popen.kill()
    running.popen.wait()
    (memfit.directory / "go").write_text("\n")
    stdout, stderr = running.popen.communicate(timeout=PATIENCE)

    assert (stdout, stderr) == (b"more\n", b"")
    assert (memfit.directory / "ended").read_text() == "0\n"
    recording = load(running.path)
    assert recording.end is None
    assert explain(recording).ending.kind == "incomplete"
    assert [process.command[0] for process in recording.processes][:1] == ["sh"]


def test_what_is_printed_after_the_kill_is_still_kept(memfit: Memfit):
    os.mkfifo(memfit.directory / "go")
    running = memfit.start("sh", "-c", "echo ready; read line <go; echo more")
    running.popen.kill()
    running.popen.wait()
    (memfit.directory / "go").write_text("\n")
    running.popen.communicate(timeout=PATIENCE)
    # The keeper writes the index before it ends, and its end is that of the pipe: no waiting.
    recording = load(running.path)

    assert b"".join(chunk.data for chunk in recording.output) == b"ready\nmore\n"
    assert {chunk.stream for chunk in recording.output} == {"stdout"}


def test_a_memfit_that_is_killed_leaves_no_cgroup_to_the_next_but_one(memfit: Memfit):
    from memfit.limits.leftovers import find_leftovers

    running = memfit.start("sh", "-c", "echo ready; exec sleep 50")
    pid = running.popen.pid
    running.popen.kill()
    running.popen.wait()
    own = [one for one in find_leftovers() if one.path.name.startswith(f"memfit-{pid}-")]
    memfit("true")
    still = [one for one in find_leftovers() if one.path.name.startswith(f"memfit-{pid}-")]
    # What lives in it lives on: only an empty one is removed.
    assert [one.path for one in still] == [one.path for one in own]

    for one in own:
        for process in one.pids:
            os.kill(process, signal.SIGKILL)
    running.popen.communicate(timeout=PATIENCE)
    memfit("true")
    assert [one for one in find_leftovers() if one.path.name.startswith(f"memfit-{pid}-")] == []


def keeper_of(memfit: int) -> int:
    [child] = Path(f"/proc/{memfit}/task/{memfit}/children").read_text().split()
    return int(child)


@pytest.mark.parametrize("watch", WAYS)
def test_memfit_outlives_its_keeper(memfit: Memfit, watch: str):
    code = "echo ready; trap 'exit 6' TERM; while :; do sleep 0.05; done"
    running = memfit.start("sh", "-c", code, watch=watch)
    os.kill(keeper_of(running.popen.pid), signal.SIGKILL)
    time.sleep(0.2)
    running.send(signal.SIGTERM)

    result = running.end()

    assert result.recording.end is not None
    # By polling nobody is left to tell how the program ended.
    assert result.returned in ({6} if watch != "polling" else {6, 125})


def test_a_kill_of_the_program_from_outside_is_told(memfit: Memfit):
    running = memfit.start("sh", "-c", "echo ready $$; while :; do sleep 0.05; done")
    os.kill(int(running.first.split()[1]), signal.SIGKILL)

    result = running.end()

    assert (result.returned, result.kind) == (137, "signaled")


def test_a_stopped_program_is_waited_for(memfit: Memfit):
    code = "import os, signal; print('ready', os.getpid(), flush=True); os.kill(os.getpid(), signal.SIGSTOP); print('on')"
    running = memfit.start(sys.executable, "-c", code)
    pid = int(running.first.split()[1])
    stopped = subprocess.run(
        ["sh", "-c", f"until grep -qE '^State:.[Tt]' /proc/{pid}/status; do sleep 0.01; done"],
        timeout=PATIENCE, check=True,
    )  # fmt: skip
    assert stopped.returncode == 0
    assert running.popen.poll() is None
    os.kill(pid, signal.SIGCONT)

    result = running.end()

    assert (result.returned, result.stdout.splitlines()[1:]) == (0, [b"on"])
