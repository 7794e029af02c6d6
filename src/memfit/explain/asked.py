"""The ending of a run that a signal asked to end, and that ended by itself then.

Runners catch SIGTERM and exit with 143; a wrapper makes another code of that, `timeout` 124.
"""

from memfit.explain.deaths import still_running
from memfit.explain.kills import by_memfit, counters
from memfit.explain.naming import instant, name, program, signal_name
from memfit.explain.running import Inside
from memfit.explain.unfinished import find_unfinished
from memfit.model.finding import Ending, EndingKind
from memfit.model.recording import Process, Recording, Role

ASKED_TO_END = {129, 130, 143}
"""Exit codes of programs that SIGHUP, SIGINT or SIGTERM asked to end, and that ended by themselves."""

_TIMEOUTS = {"timeout", "gtimeout"}
_TIMED_OUT = 124
"""What `timeout` exits with when the time is over, whatever the command did."""


def asked_to_end(recording: Recording, code: int | None) -> Ending | None:
    """Return the ending if a signal asked the runner to end before its files were over.

    Args:
        recording: The recording; its command ended by itself.
        code: What the command exited with, as a shell sees it.
    """
    if not code or not find_unfinished(recording, Inside(recording)):
        return None
    timer = next((each for each in recording.processes if _timed_out(each)), None)
    if timer is not None and timer.ended is not None:
        words = " ".join(timer.command[:2])
        sentence = f"the program `{words}` ended the run at {instant(timer.ended)}"
        evidence = (f"pid {timer.pid} ({words}) exited {_TIMED_OUT}", counters(recording))
        sentence += still_running(recording)
        return Ending(EndingKind.TIMEOUT, code, None, words, sentence, evidence)
    main = next((each for each in recording.processes if _was_asked(each, recording)), None)
    if main is None or main.exit_code is None:
        return None
    number = main.exit_code - 128
    sentence = (
        f"{name(main)} exited {main.exit_code}, as runners do that {signal_name(number)} asks to "
        f"end; memfit did not send it{still_running(recording)}"
    )
    evidence = (f"pid {main.pid} exited {main.exit_code}", counters(recording))
    return Ending(EndingKind.SIGNALED, code, main.key, None, sentence, evidence)


def _timed_out(process: Process) -> bool:
    return process.exit_code == _TIMED_OUT and program(process) in _TIMEOUTS


def _was_asked(process: Process, recording: Recording) -> bool:
    """Say whether a runner's main process ended with the code of a signal that it caught."""
    mine = process.role is Role.MAIN and recording.runner is not None
    return mine and process.exit_code in ASKED_TO_END and not by_memfit(process, recording)
