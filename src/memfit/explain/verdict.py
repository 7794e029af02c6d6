"""From a recording to its explanation: every part of `memfit.explain` put together."""

import re

from memfit.explain.advice import next_commands
from memfit.explain.causes import find_causes, make_context
from memfit.explain.ceilings import ceilings_in_words, isolate_rows
from memfit.explain.ending import ending as find_ending
from memfit.explain.files import file_rows
from memfit.explain.headroom import kernel_limits_tree, limit_in_force, limits_each_process
from memfit.explain.holders import biggest, holders
from memfit.explain.output import matching
from memfit.explain.own_cost import cost_in_words, less_own_cost
from memfit.explain.phases import phases
from memfit.explain.processes import rows
from memfit.explain.running import Inside
from memfit.explain.series import Reading, maximum, value_at
from memfit.explain.shapes import shapes
from memfit.explain.unfinished import find_unfinished
from memfit.model.finding import Ending, EndingKind, Explanation
from memfit.model.inside import Interior
from memfit.model.recording import How, Limit, Measured, Recording
from memfit.units import format_bytes

_IGNORED = re.compile(rb"`test\.poolOptions` was removed")


def explain(recording: Recording) -> Explanation:
    """Say everything about a recording that its readings support."""
    recording = less_own_cost(recording)
    ending = find_ending(recording)
    top = maximum(recording.usage, 0.0, _elapsed(recording) or float("inf"))
    peak = _peak(recording, top)
    limit = limit_in_force(recording)
    held = holders(recording, top.at) if top else ()
    largest = biggest(recording)
    victim = ending.process if ending.kind is EndingKind.OOM_KILLED else None
    context = make_context(recording, ending, top, held, limit)
    findings, rejected = find_causes(context)
    enders = {ending.process} if ending.process is not None else set()
    return Explanation(
        ending=ending,
        complete=ending.kind in {EndingKind.PASSED, EndingKind.FAILED},
        elapsed=_elapsed(recording),
        peak=peak,
        peak_at=top.at if top else None,
        limit=limit,
        headroom=limit.bytes - peak.bytes if limit and peak else None,
        anonymous=value_at(recording.anonymous, top.at) if top else None,
        page_cache=value_at(recording.page_cache, top.at) if top else None,
        holders=held,
        biggest=largest.key if largest else None,
        victim=victim,
        shapes=shapes(
            recording, _story_ends(recording, ending), peak.bytes if peak else None, enders
        ),
        processes=rows(recording),
        findings=findings,
        rejected=rejected,
        next_commands=next_commands(recording, ending, peak),
        notes=_notes(recording),
        interior=_interior(recording, limit),
    )


def _interior(recording: Recording, limit: Limit | None) -> Interior:
    isolates = isolate_rows(recording, limit)
    processes = {process.key: process for process in recording.processes}
    return Interior(
        files=file_rows(recording),
        phases=phases(recording),
        isolates=isolates,
        ceilings=ceilings_in_words(isolates, processes),
        unfinished=bool(find_unfinished(recording, Inside(recording))),
    )


def _elapsed(recording: Recording) -> float | None:
    return recording.end.at if recording.end else None


def _peak(recording: Recording, top: Reading | None) -> Measured | None:
    """Return the peak that the recorder read at the end, else the highest reading."""
    if recording.end is not None and recording.end.peak is not None:
        return recording.end.peak
    if top is None:
        return None
    how = How.SAMPLED if recording.usage_how is How.EXACT else recording.usage_how
    return Measured(top.value, how, recording.usage_source)


def _story_ends(recording: Recording, ending: Ending) -> float:
    """Return when the tree's shape ends: at the death that ended the run, else at its end."""
    last = max([*recording.usage.at[-1:], _elapsed(recording) or 0.0])
    if not ending.kind.of_memory or ending.process is None:
        return last
    died = next(each.ended for each in recording.processes if each.key == ending.process)
    return died if died is not None else last


def _notes(recording: Recording) -> tuple[str, ...]:
    notes = [*recording.damage, *recording.notes]
    if limits_each_process(recording):
        notes.append(
            f"--memory held for each process by itself ({recording.limits.how}), not for the tree"
        )
    if recording.lifecycle_why:
        notes.append(recording.lifecycle_why)
    if recording.usage_how is How.ESTIMATE and len(recording.usage):
        notes.append(f"the tree's usage is an estimate: {recording.usage_source}")
    dropped = sum(chunk.dropped for chunk in recording.output)
    if dropped:
        notes.append(f"{format_bytes(dropped)} of output was passed on but not kept")
    if recording.limits.memory is not None and not kernel_limits_tree(recording):
        notes.append(recording.limits.why)
    ignored = next(matching(recording.output, _IGNORED), None)
    if ignored is not None:
        notes.append(
            "vitest ignores test.poolOptions from version 4 on, and said so: the workers, isolation "
            "and execArgv that are set there are not in force"
        )
    watched = cost_in_words(recording)
    notes += [watched] if watched is not None else []
    return tuple(dict.fromkeys(notes))
