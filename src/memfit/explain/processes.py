"""Every process as one row: what it was, its peak, how it ended."""

from memfit.explain.kills import by_memfit, find_kills
from memfit.explain.naming import SIGINT, SIGKILL, SIGTERM, signal_name
from memfit.explain.program import is_node, own_heap
from memfit.model.finding import ProcessRow
from memfit.model.recording import Process, Recording

BY_MEMFIT = {SIGINT, SIGTERM, SIGKILL}
"""Signals by which memfit ends a run."""


def rows(recording: Recording) -> tuple[ProcessRow, ...]:
    """Return one row a process, largest peak first."""
    kills = find_kills(recording)
    victims = {victim.key for victim in kills.victims} if kills else set()
    described = [
        _row(process, recording, process.key in victims) for process in recording.processes
    ]
    return tuple(sorted(described, key=lambda row: -(row.peak.bytes if row.peak else 0)))


def _row(process: Process, recording: Recording, victim: bool) -> ProcessRow:
    return ProcessRow(
        process=process.key,
        pid=process.pid,
        parent=process.parent,
        role=process.role,
        command=process.command,
        started=process.started,
        ended=process.ended,
        exit_code=process.exit_code,
        signal=process.signal,
        peak=process.peak,
        heap_peak=max(own_heap(process).value, default=None) if is_node(process) else None,
        ending=_ending(process, recording, victim),
    )


def _ending(process: Process, recording: Recording, victim: bool) -> str:
    if process.signal is not None:
        return f"killed by {signal_name(process.signal)}{_killer(process, recording, victim)}"
    if process.exit_code is not None:
        return f"exited {process.exit_code}"
    if process.ended is not None:
        return "ended, not seen how"
    if recording.end is None:
        return "running when the recording stopped"
    return "outlived the run" if process.key in recording.end.survivors else "not seen to end"


def _killer(process: Process, recording: Recording, victim: bool) -> str:
    if victim:
        return " (out of memory)"
    ended = by_memfit(process, recording) and process.signal in BY_MEMFIT
    return " (when memfit ended the run)" if ended else ""
