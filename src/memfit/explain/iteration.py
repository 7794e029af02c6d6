"""A recording as one iteration of several: how it ended, where it died, what it held for good."""

from collections import defaultdict
from itertools import zip_longest

from memfit.explain.naming import shorten_path
from memfit.explain.running import Doing, Inside
from memfit.explain.series import minimum
from memfit.model.experiment import Death, Iteration, Repeats
from memfit.model.finding import EndingKind, Explanation
from memfit.model.inside import PhaseRow
from memfit.model.recording import Recording
from memfit.model.suite import FileRun

BY_ITSELF = frozenset({EndingKind.PASSED, EndingKind.FAILED})
"""Endings that nothing but the command brought about."""

LONGEST = 200
"""Characters of a path that names a test file."""


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
        file=shorten_path(doing.file, recording.directory, LONGEST)
        if doing and doing.file
        else None,
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
    """Return the phase that was under way at an instant: of several, the one that began last.

    A phase that begins at the instant does so because of the death.
    """
    if at is None:
        return None
    open_ = [row for row in phases if row.start < at and (row.end is None or row.end >= at)]
    return max(open_, key=lambda row: row.start).name if open_ else None


def find_repeats(recording: Recording) -> Repeats | None:
    """Find the process that ran the same file most often, and what it held in each pass.

    A process that is asked to run a suite again and again keeps what leaks; the least that it
    held from the start of a pass to that of the next is what the collector could not take.

    Returns:
        The passes of the isolate with the most of them; None if no file ran twice in one.
    """
    runs: dict[tuple[str, str], list[FileRun]] = defaultdict(list)
    for run in recording.files:
        # A process that runs pytest again tells of each session apart: `4242-0`, `4242-0.2`.
        runs[run.isolate.partition(".")[0], run.file].append(run)
    (isolate, file), passes = max(
        runs.items(), key=lambda item: len(item[1]), default=(("", ""), [])
    )
    if len(passes) < 2:
        return None
    floors = _kept(passes) or _lowest(passes, Inside(recording))
    return Repeats(isolate, file, floors) if len(floors) >= 2 else None


def _kept(passes: list[FileRun]) -> tuple[int, ...]:
    """Return what was left after forced collections; nothing unless each pass has one."""
    kept = [run.kept.used for run in passes if run.kept is not None]
    values = tuple(value for value in kept if value is not None)
    return values if len(values) == len(passes) else ()


def _lowest(passes: list[FileRun], inside: Inside) -> tuple[int, ...]:
    """Return the least that was read in each pass, up to the next one."""
    lowest = []
    for run, later in zip_longest(passes, passes[1:]):
        isolate = inside.isolates.get(run.isolate)
        same = later is not None and later.isolate == run.isolate
        read = [
            run.before.used,
            run.after.used if run.after is not None else None,
            minimum(isolate.used, run.started, later.started if same else inside.stop(run))
            if isolate is not None
            else None,
        ]
        lowest.append(min((value for value in read if value is not None), default=None))
    return tuple(value for value in lowest if value is not None)
