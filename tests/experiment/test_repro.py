"""`memfit repro` on real programs: what it counts, when it stops, how it goes on."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command import memfit
from tests.experiment.limits import must_limit
from tests.platforms import require

HOLD = str(Path(__file__).parent / "programs" / "hold.py")
PATIENCE = 100.0


def repro(cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return memfit("repro", *words, cwd=cwd)


def document(cwd: Path, *words: str) -> tuple[dict, int]:
    ended = repro(cwd, "--json", *words)
    return json.loads(ended.stdout), ended.returncode


def hold(*words: str | int) -> list[str]:
    return [sys.executable, "-I", HOLD, *map(str, words)]


def test_a_flaky_program_is_counted_and_its_failure_passed_on(tmp_path: Path):
    found, code = document(tmp_path, "-n", "4", "--", *hold(5, "flaky", 3))

    assert [each["returned"] for each in found["iterations"]] == [0, 0, 3, 0]
    assert found["endings"] == {"passed": 3, "failed": 1}
    assert (found["passed"]["count"], found["died"]["count"]) == (3, 0)
    assert 0 < found["passed"]["low"] < 0.75 < found["passed"]["high"] < 1
    assert found["peaks"]["low"] > 5 << 20
    assert code == 3


@pytest.mark.cgroup
def test_a_program_that_needs_more_than_the_limit_dies_every_time(tmp_path: Path):
    must_limit()
    found, code = document(tmp_path, "-n", "3", "--memory", "30m", "--", *hold(60))

    assert found["endings"] == {"oom-killed": 3}
    assert {each["death"]["process"] for each in found["iterations"]} == {"main"}
    # Version 1 of cgroups counts a page more than it allows.
    assert {each["peak"]["bytes"] >> 20 for each in found["iterations"]} == {30}
    assert code == 137


def test_a_process_that_runs_a_suite_again_and_again_and_keeps_more_each_time_leaks(tmp_path: Path):
    (tmp_path / "test_keeps.py").write_text(
        "import builtins\n"
        "builtins.kept = getattr(builtins, 'kept', [])\n"
        "def test_keeps():\n"
        "    builtins.kept.append(b'x' * (8 << 20))\n"
    )
    again = "import pytest\nfor _ in range(12): assert pytest.main(['-q', 'test_keeps.py']) == 0"
    found, code = document(tmp_path, "-n", "1", "--", sys.executable, "-c", again)

    assert code == 0
    leak = found["leak"]
    assert (leak["kind"], leak["within"], leak["iterations"]) == ("leak", True, 12)
    assert 7.5 < leak["rate"] / (1 << 20) < 8.5


def test_it_stops_when_the_question_is_decided_unless_all_are_asked_for(tmp_path: Path):
    words = ("--experiment", "one", "-n", "9")
    early, _ = document(tmp_path, *words, "--", "true")
    every, _ = document(tmp_path, *words, "--all", "--", "true")

    assert len(early["iterations"]) == 8
    assert early["decided"] == "it passes more often than not: 8 of 8"
    assert (len(every["iterations"]), every["decided"]) == (9, "")
    # What was made is not made again.
    assert every["iterations"][:8] == early["iterations"]


def test_a_command_that_is_not_there_is_tried_once(tmp_path: Path):
    found, code = document(tmp_path, "-n", "5", "--", "no-such-command-anywhere")

    assert (len(found["iterations"]), code) == (1, 127)


def test_what_the_program_prints_goes_into_its_recording_alone(tmp_path: Path):
    ended = repro(
        tmp_path, "-n", "1", "--experiment", "one", "--", "sh", "-c", "echo out; echo err >&2"
    )

    assert "out\n" not in ended.stdout
    assert "err\n" not in ended.stderr
    assert (tmp_path / "one/runs/repeat-1/output.log").read_bytes() == b"out\nerr\n"


def test_without_a_terminal_progress_is_plain_lines(tmp_path: Path):
    ended = repro(tmp_path, "-n", "2", "--", "true")

    assert "\x1b" not in ended.stderr
    assert "\r" not in ended.stderr
    assert "run 2 of at most 2 (1 of 1 passed so far), about" in ended.stderr


def test_an_experiment_stays_in_its_directory_which_git_does_not_see(tmp_path: Path):
    repro(tmp_path, "-n", "1", "--", "true")

    assert [each.name for each in tmp_path.iterdir()] == [".memfit"]
    assert (tmp_path / ".memfit/.gitignore").read_text() == "*\n"
    assert len(list((tmp_path / ".memfit/experiments").iterdir())) == 1


def test_an_experiment_does_not_keep_secrets(tmp_path: Path):
    ended = repro(tmp_path, "-n", "1", "--", "true", "--token", "hunter2")

    assert ended.returncode == 0
    kept = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert kept
    assert not any(b"hunter2" in each.read_bytes() for each in kept)


def test_another_command_in_the_same_directory_is_refused(tmp_path: Path):
    repro(tmp_path, "-n", "1", "--experiment", "one", "--", "true")
    ended = repro(tmp_path, "-n", "1", "--experiment", "one", "--", "false")

    assert ended.returncode == 125
    assert "holds another experiment" in ended.stderr


def test_a_limit_that_cannot_be_enforced_is_memfits_failure(tmp_path: Path):
    ended = repro(tmp_path, "--limit-by", "nonsense", "--memory", "1g", "--", "true")

    assert ended.returncode == 125
    assert "there is no limiter 'nonsense'" in ended.stderr


def test_an_exit_code_of_125_is_the_commands(tmp_path: Path):
    assert repro(tmp_path, "-n", "1", "--", "sh", "-c", "exit 125").returncode == 125
    assert "failed 1" in repro(tmp_path, "-n", "1", "--", "sh", "-c", "exit 125").stdout


def start(cwd: Path, *words: str, deaf: bool = False) -> subprocess.Popen[str]:
    """Start three runs; deaf to Ctrl-C, as a shell starts a job in the background."""
    return subprocess.Popen(
        [sys.executable, "-m", "memfit", "repro", "--experiment", "one", "-n", "3", *words],
        cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
        preexec_fn=(lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if deaf else None,
    )  # fmt: skip


def until(true, what: str) -> None:
    for _ in range(int(PATIENCE / 0.02)):
        if true():
            return
        time.sleep(0.02)
    pytest.fail(f"waited for {what}")


def interrupted_in_the_second_run(
    cwd: Path, number: signal.Signals, *, deaf: bool = False
) -> subprocess.Popen[str]:
    """Start three runs that wait, let the first one end, and signal memfit in the second."""
    flag = cwd / "holding"
    running = start(cwd, "--", *hold(5, "wait", flag), deaf=deaf)
    until(flag.exists, "the first run")
    flag.unlink()
    until((cwd / "one/runs/repeat-2").exists, "the second run")
    until(flag.exists, "the second run's program")
    running.send_signal(number)
    return running


def programs(cwd: Path) -> list[int]:
    """Processes that still run the program in a directory."""
    found = []
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                words = (each / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if os.fsencode(cwd / "holding") in words:
                found.append(int(each.name))
    return found


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_keeps_what_is_finished_and_says_how_to_go_on(
    tmp_path: Path, number: signal.Signals, code: int
):
    running = interrupted_in_the_second_run(tmp_path, number)
    _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode == code
    assert "finished runs are kept: 1. To go on:" in said
    assert "memfit repro --experiment one -n 3 -- " in said
    assert len((tmp_path / "one/runs.jsonl").read_text().splitlines()) == 1
    assert programs(tmp_path) == []


def test_after_a_kill_it_goes_on_and_nothing_of_the_killed_run_stays(tmp_path: Path):
    running = interrupted_in_the_second_run(tmp_path, signal.SIGKILL)
    running.communicate(timeout=PATIENCE)
    until(lambda: not programs(tmp_path), "the end of the run that was left")

    assert len((tmp_path / "one/runs.jsonl").read_text().splitlines()) == 1
    first = (tmp_path / "one/runs/repeat-1/manifest.json").read_bytes()
    (tmp_path / "holding").unlink(missing_ok=True)
    resumed = start(tmp_path, "--json", "--", *hold(5, "wait", tmp_path / "holding"))
    for _ in range(2):
        until((tmp_path / "holding").exists, "a run")
        (tmp_path / "holding").unlink()
    out, _ = resumed.communicate(timeout=PATIENCE)

    found = json.loads(out)
    assert found["endings"] == {"passed": 3}
    assert [Path(each["recording"]).name for each in found["iterations"]] == [
        "repeat-1", "repeat-2.1", "repeat-3",
    ]  # fmt: skip
    assert (tmp_path / "one/runs/repeat-1/manifest.json").read_bytes() == first


def test_a_kill_of_a_job_in_the_background_ends_its_run_as_well(tmp_path: Path):
    running = interrupted_in_the_second_run(tmp_path, signal.SIGKILL, deaf=True)
    running.communicate(timeout=PATIENCE)

    # The program would wait for ever.
    until(lambda: not programs(tmp_path), "the end of the run that was left")


def test_a_run_that_ended_before_memfit_could_note_it_is_not_made_again(tmp_path: Path):
    repro(tmp_path, "--experiment", "one", "-n", "2", "--", "true")
    journal = tmp_path / "one/runs.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole.splitlines(keepends=True)[0])

    repro(tmp_path, "--experiment", "one", "-n", "2", "--", "true")

    assert journal.read_bytes() == whole
    assert len(list((tmp_path / "one/runs").iterdir())) == 2


def test_on_a_terminal_there_is_a_status_line_and_results_take_its_place(tmp_path: Path):
    require(None if shutil.which("script") else "script(1) is not installed")
    variables = {name: value for name, value in os.environ.items() if name != "CI"}
    ended = subprocess.run(
        ["script", "-qec", f"{sys.executable} -m memfit repro -n 2 -- sleep 0.6", "/dev/null"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        env={**variables, "TERM": "xterm"}, timeout=PATIENCE,
    )  # fmt: skip

    clear = b"\r\x1b[2K"
    assert clear + b"memfit: run 1 of at most 2 (does it end well?): passed in" in ended.stdout
    assert re.search(re.escape(clear) + rb"memfit: \d+ s, about .* left  run 2", ended.stdout)


def test_a_directory_of_runs_that_cannot_be_written_is_named(tmp_path: Path):
    repro(tmp_path, "-n", "1", "--experiment", "one", "--", "true")
    shutil.rmtree(tmp_path / "one" / "runs")
    (tmp_path / "one" / "runs").write_text("")

    ended = repro(tmp_path, "-n", "2", "--experiment", "one", "--", "true")

    assert ended.returncode == 125
    assert "the experiment cannot go on: one/runs: " in ended.stderr
    assert "Traceback" not in ended.stderr
