from dataclasses import replace

import pytest

from memfit.explain.ending import ending
from memfit.model.finding import EndingKind
from memfit.model.recording import EndedBy, How, Role
from tests.explain.build import kills, printed, process, recording, sampled, series

RUNNER = process(0, "vitest run", Role.MAIN)


def killed(key: int = 1, ended: float = 5.0, **fields):
    return process(key, ended=ended, signal=9, exit_code=None, **fields)


def test_a_healthy_run_passed():
    found = ending(recording())

    assert (found.kind, found.exit_code, found.by) == (EndingKind.PASSED, 0, None)
    assert found.sentence == "the command passed"


def test_failing_tests_are_not_a_matter_of_memory():
    found = ending(recording(code=1))

    assert (found.kind, found.exit_code) == (EndingKind.FAILED, 1)
    assert "nothing shows that memory ended it" in found.sentence
    assert "out-of-memory kills: own cgroup 0, around memfit 0, machine 0" in found.evidence


@pytest.mark.parametrize("code", range(1, 256))
def test_an_exit_code_alone_is_never_a_memory_ending(code):
    found = ending(recording(code=code))

    assert (found.kind, found.exit_code) == (EndingKind.FAILED, code)


@pytest.mark.parametrize(("code", "words"), [(126, "is not executable"), (127, "was not found")])
def test_a_command_that_could_not_be_started_failed(code, words):
    found = ending(recording(code=code))

    assert found.sentence.startswith("could not be started")
    assert words in found.sentence


def test_a_run_that_lost_a_process_to_oom_is_never_passed():
    found = ending(
        recording(RUNNER, killed(), memory=512, oom_kills=(kills(0, 0, 0, 0), kills(5.1, 1, 1, 1)))
    )

    assert (found.kind, found.exit_code, found.process) == (EndingKind.OOM_KILLED, 0, 1)
    assert found.by == "--memory"
    assert "killed worker 4001 (node forks.js) at 5.0 s" in found.sentence
    assert "--memory 512 MB" in found.sentence
    assert "exited 0 all the same, which is not a pass" in found.sentence


def test_a_kill_whose_victim_was_not_seen_counts_all_the_same():
    polled = replace(RUNNER, exit_code=None)
    found = ending(recording(polled, memory=512, oom_kills=(kills(0, 0), kills(5.1, 2))))

    assert (found.kind, found.process) == (EndingKind.OOM_KILLED, None)
    assert "memfit did not see which" in found.sentence


def test_a_counter_that_rose_before_its_first_reading_counts():
    found = ending(recording(RUNNER, killed(), memory=512, oom_kills=(kills(10, 1),)))

    assert (found.kind, found.process) == (EndingKind.OOM_KILLED, 1)


def test_137_by_hand_is_no_out_of_memory_kill():
    found = ending(recording(killed(0, 10.0), signal=9))

    assert (found.kind, found.exit_code, found.by) == (EndingKind.SIGNALED, 137, None)
    assert found.sentence == (
        "the command was killed by SIGKILL, and no out-of-memory counter moved: "
        "it was not the kernel's OOM killer"
    )


def test_without_counters_nobody_knows_who_sent_sigkill():
    found = ending(recording(killed(0, 10.0), signal=9, oom_kills=(kills(0), kills(10))))

    assert found.kind is EndingKind.SIGNALED
    assert "memfit cannot tell who sent it" in found.sentence


def test_137_passed_on_by_a_shell_is_a_signal_if_a_process_died_of_it():
    found = ending(recording(process(0, "sh -c x", Role.WRAPPER), killed(), code=137))

    assert (found.kind, found.exit_code, found.process) == (EndingKind.SIGNALED, 137, 1)
    assert "it was not the kernel's OOM killer" in found.sentence


def test_137_without_any_death_proves_nothing():
    found = ending(recording(code=137))

    assert found.kind is EndingKind.FAILED
    assert "proves no out-of-memory kill" in found.sentence


def test_sigterm_from_outside_is_named():
    found = ending(recording(process(0, signal=15), signal=15))

    assert (found.kind, found.exit_code) == (EndingKind.SIGNALED, 143)
    assert "killed by SIGTERM; memfit did not send it" in found.sentence


def test_a_signal_that_memfit_passed_on_is_a_signal():
    found = ending(recording(process(0, signal=15), signal=15, ended_by=EndedBy.SIGNAL, sent=15))

    assert found.kind is EndingKind.SIGNALED
    assert "somebody sent memfit SIGTERM" in found.sentence
    assert found.evidence[0] == "memfit received SIGTERM"


def test_a_timeout_is_a_timeout():
    found = ending(
        recording(killed(0, 10.0), signal=9, ended_by=EndedBy.TIMEOUT, timeout=9.5, memory=512)
    )

    assert (found.kind, found.by) == (EndingKind.TIMEOUT, "--timeout")
    assert found.sentence == "memfit ended the run at 10.0 s: its timeout of 9.5 s was over"


def test_ctrl_c_is_an_interrupt():
    found = ending(recording(process(0, signal=2), signal=2, ended_by=EndedBy.INTERRUPT))

    assert (found.kind, found.exit_code) == (EndingKind.INTERRUPTED, 130)


def test_a_process_killed_by_the_watchdog_is_not_an_out_of_memory_kill():
    found = ending(
        recording(
            killed(0, 10.0),
            killed(1, 9.9),
            signal=9,
            ended_by=EndedBy.WATCHDOG,
            memory=512,
            how="watchdog",
            usage=sampled([100, 300, 540]),
            usage_how=How.ESTIMATE,
            # Somebody else was killed on the machine at the same time.
            oom_kills=(kills(0, None, 0, 0), kills(10, None, 1, 1)),
        )
    )

    assert (found.kind, found.by) == (EndingKind.OVER_BUDGET, "--memory")
    assert "passed --memory of 512 MB; it was seen at 540 MB (estimate)" in found.sentence


def test_a_runner_that_hangs_after_an_oom_kill_until_its_timeout_was_oom_killed():
    found = ending(
        recording(
            replace(RUNNER, signal=9, exit_code=None),
            killed(1, 3.0),
            signal=9,
            ended_by=EndedBy.TIMEOUT,
            timeout=9.9,
            memory=512,
            oom_kills=(kills(0, 0, 0, 0), kills(3.05, 1, 1, 1), kills(10, 1, 1, 1)),
        )
    )

    assert (found.kind, found.process) == (EndingKind.OOM_KILLED, 1)
    assert "memfit ended the rest at 10.0 s (timeout)" in found.sentence


def test_a_dead_recorder_leaves_an_unknown_ending():
    found = ending(
        recording(process(0, rss=series((0, 10), (12.3, 40))), end=None, oom_kills=(kills(0, 0),))
    )

    assert (found.kind, found.exit_code) == (EndingKind.INCOMPLETE, None)
    assert found.sentence == (
        "the recording stops at 12.3 s: memfit was killed; how the run ended is not known"
    )


def test_an_empty_recording_without_an_end_has_no_readings():
    found = ending(recording(end=None, oom_kills=()))

    assert found.kind is EndingKind.INCOMPLETE
    assert "has no readings" in found.sentence


def test_page_cache_at_the_limit_is_no_need():
    found = ending(
        recording(
            memory=300,
            peak=299,
            usage=series((0, 20), (4, 299)),
            page_cache=series((0, 0), (4, 280)),
        )
    )

    assert found.kind is EndingKind.PASSED
    assert "280 MB of that was page cache" in found.sentence
    assert "the run needed about 19.0 MB (estimate)" in found.sentence


def test_a_full_limit_without_page_cache_leaves_no_headroom():
    found = ending(
        recording(memory=300, peak=299, usage=series((0, 299)), page_cache=series((0, 4)))
    )

    assert "which leaves no headroom" in found.sentence


def test_a_python_out_of_memory_under_rlimit_failed_with_evidence():
    found = ending(
        recording(
            process(0, "python -m pytest", Role.MAIN, exit_code=1),
            code=1,
            memory=200,
            how="rlimit",
            output=(printed("E   MemoryError\n"),),
        )
    )

    assert found.kind is EndingKind.FAILED
    assert "the output says at 5.0 s: E   MemoryError" in found.evidence


def test_a_crash_within_a_failed_run_is_evidence():
    found = ending(recording(RUNNER, process(1, ended=3.0, signal=11), code=1))

    assert found.kind is EndingKind.FAILED
    assert "worker 4001 (node forks.js) was killed by SIGSEGV at 3.0 s" in found.evidence
