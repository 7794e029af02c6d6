"""A recording as one iteration of several: how it ended, where it died, what it held for good."""

from collections import defaultdict
from itertools import pairwise

from memfit.explain.running import Doing, Inside
from memfit.explain.series import minimum
from memfit.model.experiment import Death, Iteration, Repeats
from memfit.model.finding import EndingKind, Explanation
from memfit.model.inside import PhaseRow
from memfit.model.recording import Recording
from memfit.model.suite import FileRun

BY_ITSELF = frozenset({EndingKind.PASSED, EndingKind.FAILED})
"""Endings that nothing but the command brought about."""


def iteration(number: int, recording: Recording, explanation: Explanation) -> Iteration:
    """Say of a run what is compared between runs.

    Args:
        number: Which one it is, from 1.
        recording: The run.
        explanation: What was said about it.
    """
    ending = explanation.ending
    return Iteration(
        number=number,
        recording=str(recording.path),
        ending=ending.kind,
        sentence=ending.sentence,
        returned=recording.end.returned if recording.end is not None else None,
        seconds=explanation.elapsed,
        peak=explanation.peak,
        floor=_floor(recording, explanation.elapsed),
        death=None if ending.kind in BY_ITSELF else _death(recording, explanation),
        repeats=find_repeats(recording),
    )


def _floor(recording: Recording, elapsed: float | None) -> int | None:
    """Return the least in the middle third: start and end of the processes are left out."""
    held = recording.anonymous if len(recording.anonymous) else recording.usage
    return minimum(held, elapsed / 3, elapsed * 2 / 3) if elapsed else None


def _death(recording: Recording, explanation: Explanation) -> Death:
    inside = Inside(recording)
    process = inside.processes.get(explanation.ending.process or 0)
    known = process if explanation.ending.process is not None else None
    at = known.ended if known is not None and known.ended is not None else explanation.elapsed
    doing = _doing(recording, inside, known.key if known is not None else None, at)
    phase = _phase(explanation.interior.phases, at)
    return Death(
        at=at,
        process=known.role if known is not None else None,
        phase=phase,
        file=doing.file if doing is not None else None,
        test=doing.test if doing is not None else None,
    )


def _doing(
    recording: Recording, inside: Inside, process: int | None, at: float | None
) -> Doing | None:
    """Return what died was at; where nobody in particular died, the file that began last."""
    unended = [
        run
        for run in recording.files
        if run.ended is None and (process is None or run.process == process)
    ]
    if unended:
        last = max(unended, key=lambda run: run.started)
        return inside.doing_in(last, inside.stop(last))
    if process is None or at is None:
        return None
    return next((each for each in inside.lately(process, at) if each.file is not None), None)


def _phase(phases: tuple[PhaseRow, ...], at: float | None) -> str | None:
    """Return the phase that was under way at an instant: of several, the one that began last."""
    if at is None:
        return None
    open_ = [row for row in phases if row.start <= at and (row.end is None or row.end >= at)]
    return max(open_, key=lambda row: row.start).name if open_ else None


def find_repeats(recording: Recording) -> Repeats | None:
    """Find the process that ran the same file most often, and what it held in each pass.

    A process that is asked to run a suite again and again keeps what leaks; the least that it
    held within a pass is what the collector could not take.

    Returns:
        The passes of the isolate with the most of them; None if no file ran twice in one.
    """
    runs: dict[tuple[str, str], list[FileRun]] = defaultdict(list)
    for run in recording.files:
        runs[run.isolate, run.file].append(run)
    (isolate, file), passes = max(
        runs.items(), key=lambda item: len(item[1]), default=(("", ""), [])
    )
    if len(passes) < 2:
        return None
    floors = _kept(passes) or _lowest(passes, recording, isolate)
    return Repeats(isolate, file, floors) if len(floors) >= 2 else None


def _kept(passes: list[FileRun]) -> tuple[int, ...]:
    """Return what was left after forced collections; nothing unless each pass has one."""
    kept = [run.kept.used for run in passes if run.kept is not None]
    values = tuple(value for value in kept if value is not None)
    return values if len(values) == len(passes) else ()


def _lowest(passes: list[FileRun], recording: Recording, isolate: str) -> tuple[int, ...]:
    inside = Inside(recording)
    found = inside.isolates.get(isolate)
    if found is None:
        return ()
    starts = [run.started for run in passes]
    ends = [*(later for _, later in pairwise(starts)), inside.stop(passes[-1])]
    lowest = (minimum(found.used, start, end) for start, end in zip(starts, ends, strict=True))
    return tuple(value for value in lowest if value is not None)
