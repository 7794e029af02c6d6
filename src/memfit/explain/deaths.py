"""Who died, and in which file, test and hook."""

from memfit.explain.kills import by_memfit
from memfit.explain.naming import instant, name, signal_name
from memfit.explain.running import Inside, in_words, what_ran
from memfit.model.recording import Process, Recording, Role
from memfit.model.suite import FileRun, Outcome


def ran_in(recording: Recording, process: Process | None, isolate: str | None = None) -> str:
    """Say which file, test and hook a process was in when it died; empty if none was.

    Args:
        recording: The recording.
        process: Who died.
        isolate: The isolate of it that counts; None for all of them.
    """
    if process is None:
        return ""
    inside = Inside(recording)
    at = process.ended if process.ended is not None else inside.last
    # What a thread did last may lie long before the end of its process.
    unended = [run for run in recording.files if run.process == process.key and run.ended is None]
    done = [
        inside.doing_in(run, inside.stop(run))
        for run in unended
        if isolate is None or run.isolate == isolate
    ]
    words = what_ran(done or inside.lately(process.key, at), recording.directory)
    return f", {words}" if words else ""


def still_running(recording: Recording) -> str:
    """Say which files were under way when the run was cut short; empty if none was."""
    inside = Inside(recording)
    done = [inside.doing_in(run, inside.stop(run)) for run in recording.files if run.ended is None]
    words = what_ran(done, recording.directory)
    return f"; it was {words}" if words else ""


def was_expected(process: Process, recording: Recording) -> bool:
    """Say whether a test started a program that died, and took that: all tests passed."""
    end, files = recording.end, recording.files
    return (
        process.role is Role.HELPER
        and end is not None
        and end.exit_code == 0
        and process.ended is not None
        and all(file.outcome is Outcome.PASSED for file in files)
        and any(
            file.started <= process.started and process.ended <= (file.ended or process.ended)
            for file in files
        )
    )


def first_crash(recording: Recording) -> str:
    """Say which worker of a failing run was killed while it ran a test file."""
    for process in _crashed(recording):
        ran = ran_in(recording, process)
        if ran and process.signal is not None:
            return f"; {name(process)} was killed by {signal_name(process.signal)}{ran}"
    return ""


def crashes(recording: Recording) -> list[str]:
    """Name processes that were killed, each a sentence."""
    return [
        f"{name(process)} was killed by {signal_name(process.signal)} at {instant(process.ended)}"
        f"{ran_in(recording, process)}"
        for process in _crashed(recording)[:5]
        if process.signal is not None and process.ended is not None
    ]


def _crashed(recording: Recording) -> list[Process]:
    """Return processes that were killed; SIGTERM is how runners end their own helpers."""
    return [
        process
        for process in recording.processes
        if process.signal not in {None, 1, 2, 13, 15} and process.ended is not None
    ]


def how_it_stopped(run: FileRun, inside: Inside, recording: Recording) -> str:
    """Say of a file that never ended what it was at, and what became of its worker."""
    stop = inside.stop(run)
    was = in_words(inside.doing_in(run, stop), recording.directory)
    process, isolate = inside.process_of(run), inside.isolates.get(run.isolate)
    if process is None:
        return f"last seen {was} at {instant(stop)}"
    died = died_with(run, inside, recording)
    if died is not None and died.signal is not None and died.ended is not None:
        by = signal_name(died.signal)
        return f"{name(died)} was killed by {by} at {instant(died.ended)} {was}"
    if isolate is not None and isolate.thread:
        return f"thread {isolate.thread} of {name(process)} stopped at {instant(stop)} {was}"
    if process.ended is None:
        return f"{name(process)} was still {was} when the command ended"
    how = f"exited {process.exit_code}" if process.exit_code is not None else "ended"
    return f"{name(process)} {how} at {instant(stop)} {was}"


def died_with(run: FileRun, inside: Inside, recording: Recording) -> Process | None:
    """Return the process of a file if a signal that memfit did not send ended it."""
    process = inside.process_of(run)
    if process is None or process.signal is None or by_memfit(process, recording):
        return None
    return process
