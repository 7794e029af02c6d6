"""The ending of a run that looks fine, or says nothing, and has not finished its tests."""

from collections.abc import Iterator

from memfit.explain.deaths import died_with, how_it_stopped
from memfit.explain.kills import counters
from memfit.explain.naming import instant, shorten_path
from memfit.explain.running import Inside, listed
from memfit.explain.unfinished import Unfinished, claims, find_unfinished
from memfit.model.finding import Ending, EndingKind
from memfit.model.recording import Recording

NAMED = 2
"""Files that a sentence names."""

TOLD = 5
"""Files that the evidence tells of one by one."""


def incomplete(recording: Recording, code: int | None) -> Ending | None:
    """Return the ending if a run that claims success, or nothing, has not finished.

    Args:
        recording: The recording; its command ended by itself.
        code: What the command exited with, as a shell sees it.
    """
    inside = Inside(recording)
    missing = find_unfinished(recording, inside)
    claimed = claims(recording)
    if not missing or claimed is None:
        return None
    facts = list(_facts(missing, recording))
    said = facts[:1] if missing.files else facts  # the first explains the others
    first = missing.files[0] if missing.files else None
    more = "the first: " if len(missing.files) > 1 else ""
    detail = f": {more}{how_it_stopped(first, inside, recording)}" if first is not None else ""
    died = died_with(first, inside, recording) if first is not None else None
    return Ending(
        EndingKind.INCOMPLETE,
        code,
        died.key if died is not None else None,
        None,
        f"{claimed}; but {' and '.join(said)}{detail}",
        (*_evidence(missing, inside, recording), *facts[len(said) :], counters(recording)),
    )


def _facts(missing: Unfinished, recording: Recording) -> Iterator[str]:
    if missing.files:
        files = [run.file for run in missing.files]
        named = f" ({_named(files, recording)})" if len(files) > 1 else ""
        yield f"{_count(len(files), 'test file')} never ended{named}"
    if missing.unstarted:
        named = _named(missing.unstarted, recording)
        yield f"{_count(len(missing.unstarted), 'planned file')} never started ({named})"
    if missing.counted is not None:
        report = missing.counted
        yield f"its report counts {report.files_ended} of {report.files} files"
    if missing.pending:
        yield f"{_count(missing.pending, 'test')} of its report neither passed nor failed"


def _evidence(missing: Unfinished, inside: Inside, recording: Recording) -> Iterator[str]:
    for number, run in enumerate(missing.files[:TOLD]):
        file = shorten_path(run.file, recording.directory)
        # What became of the first one is in the sentence already.
        stopped = f": {how_it_stopped(run, inside, recording)}" if number else ""
        yield f"{file} started at {instant(run.started)} and has no end{stopped}"
    if len(missing.files) > TOLD:
        yield f"{len(missing.files) - TOLD} more files have no end"
    reports = recording.suite.reports if recording.suite is not None else ()
    yield from (
        f"{report.source} says: {report.sentence}" for report in reports[:2] if report.sentence
    )
    deaths = recording.suite.deaths if recording.suite is not None else ()
    yield from (f"the runner says: {line}" for line in deaths[:2])


def _named(files: tuple[str, ...] | list[str], recording: Recording) -> str:
    return listed((shorten_path(file, recording.directory) for file in files), NAMED)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
