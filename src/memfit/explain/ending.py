"""How a run ended: from counters, signals and V8's own words, never guessed from an exit code.

The order is that of certainty. What the kernel or V8 did comes before what memfit did, because a
runner that lost a worker often hangs until its timeout; and before exit codes, because a run that
lost a process to memory is never passed, whatever its root exits with.
"""

import re

from memfit.explain.asked import ASKED_TO_END, asked_to_end
from memfit.explain.deaths import crashes, first_crash, ran_in, still_running
from memfit.explain.headroom import (
    BY_AROUND,
    BY_BUDGET,
    BY_MACHINE,
    limit_in_force,
    limits_each_process,
)
from memfit.explain.heap_death import (
    BY_HEAP,
    HeapDeath,
    ceiling_in_words,
    ceiling_of,
    find_heap_death,
)
from memfit.explain.incomplete import incomplete
from memfit.explain.kills import (
    Kills,
    by_memfit,
    counters,
    find_kills,
    readable,
)
from memfit.explain.naming import SIGKILL, instant, name, signal_name
from memfit.explain.output import matching
from memfit.explain.series import maximum, value_at
from memfit.model.finding import Ending, EndingKind
from memfit.model.recording import End, EndedBy, Process, Recording
from memfit.units import format_bytes, format_seconds

_MEMORY_ERROR = re.compile(rb"\bMemoryError\b")

FULL = 0.98
"""Share of the limit from which on a peak counts as having reached it."""

MUCH = 0.9
"""Share of the limit from which on memory that cannot be dropped leaves no headroom."""

NOT_STARTED = {
    126: "the command, or one that it calls, is not executable",
    127: "the command, or one that it calls, was not found",
}
"""Exit codes by which shells and memfit say that there was no program to run, and why."""


def ending(recording: Recording) -> Ending:
    """Decide how a run ended.

    Returns:
        The ending, with every counter and line that it rests on.
    """
    end = recording.end
    if end is None:
        return _unknown(recording)
    kills = find_kills(recording)
    if kills is not None:
        return _oom_killed(recording, end, kills)
    # Processes that abort while memfit's own limit ends the tree are not V8's ending.
    death = None if end.ended_by is EndedBy.WATCHDOG else find_heap_death(recording)
    if death is not None:
        return _heap_limit(recording, end, death)
    if end.ended_by is not None:
        return _ended_by_memfit(recording, end, end.ended_by)
    return _exited(recording, end) if end.signal is None else _signaled(recording, end, end.signal)


def _unknown(recording: Recording) -> Ending:
    instants = [
        *recording.usage.at[-1:],
        *(process.rss.at[-1] for process in recording.processes if len(process.rss)),
        *(chunk.at for chunk in recording.output[-1:]),
    ]
    stops = f" stops at {instant(max(instants))}" if instants else " has no readings"
    sentence = f"the recording{stops}: memfit was killed; how the run ended is not known"
    evidence = ["the manifest holds no end"]
    kills = find_kills(recording)
    evidence += kills.evidence if kills else ()
    return Ending(EndingKind.INCOMPLETE, None, None, None, sentence, tuple(evidence))


def _oom_killed(recording: Recording, end: End, kills: Kills) -> Ending:
    victim = kills.victims[0] if kills.victims else None
    who = name(victim) if victim else "a process of this run (memfit did not see which)"
    others = f" and {kills.count - 1} more" if kills.count > 1 else ""
    reached = _what_was_reached(recording, kills.by)
    at = victim.ended if victim and victim.ended is not None else kills.at
    after = _afterwards(end)
    ran = ran_in(recording, victim)
    sentence = (
        f"the kernel's out-of-memory killer killed {who}{others} at {instant(at)}{ran}: "
        f"{reached}{after}"
    )
    return Ending(
        EndingKind.OOM_KILLED,
        _shell_code(end),
        victim.key if victim else None,
        kills.by,
        sentence,
        kills.evidence,
    )


def _what_was_reached(recording: Recording, by: str) -> str:
    around, budget = recording.machine.around, recording.limits.memory
    if by == BY_BUDGET and budget is not None:
        return f"the run reached {by} {format_bytes(budget)}"
    if by == BY_AROUND and around is not None:
        return f"the run reached {by}, {format_bytes(around.bytes)}"
    return f"{by} ran out of memory" if by == BY_MACHINE else f"the run reached {by}"


def _afterwards(end: End) -> str:
    """Say how the command itself ended after a process of it was lost."""
    if end.ended_by is not None:
        return f"; memfit ended the rest at {instant(end.at)} ({end.ended_by.value})"
    if end.exit_code == 0:
        return "; the command exited 0 all the same, which is not a pass"
    return ""


def _over_budget(recording: Recording, end: End) -> Ending:
    budget = recording.limits.memory
    limit = f" of {format_bytes(budget)}" if budget is not None else ""
    top = maximum(recording.usage, 0.0, end.at)
    used = (
        f"; it was seen at {format_bytes(top.value)} ({recording.usage_how.value})" if top else ""
    )
    sentence = (
        f"memfit ended the run at {instant(end.at)}: the tree passed {BY_BUDGET}{limit}{used}"
    )
    evidence = ("memfit's watchdog ended the run", counters(recording))
    return Ending(EndingKind.OVER_BUDGET, _shell_code(end), None, BY_BUDGET, sentence, evidence)


def _heap_limit(recording: Recording, end: End, death: HeapDeath) -> Ending:
    who = name(death.process) if death.process else "a process that memfit did not see"
    where = f"a worker thread of {who}" if death.thread else who
    capped = limits_each_process(recording)
    by = BY_BUDGET if capped else BY_HEAP
    reached = "could get no more memory under --memory" if capped else "reached its heap limit"
    ceiling = None if capped else _ceiling(death, recording)
    of = f" of {ceiling}" if ceiling else ""
    isolate = death.isolate.name if death.isolate is not None else None
    ran = ran_in(recording, death.process, isolate)
    sentence = f"V8 {reached}{of} in {where}{ran}{_afterwards(end)}"
    return Ending(
        EndingKind.HEAP_LIMIT,
        _shell_code(end),
        death.process.key if death.process else None,
        by,
        sentence,
        (*death.evidence, counters(recording)),
    )


def _ceiling(death: HeapDeath, recording: Recording) -> str | None:
    told = ceiling_of(death.isolate) if death.isolate is not None else None
    # A worker thread may have a ceiling of its own, which nothing outside of it tells.
    return told or (None if death.thread else ceiling_in_words(death.process, recording))


def _ended_by_memfit(recording: Recording, end: End, by: EndedBy) -> Ending:
    if by is EndedBy.WATCHDOG:
        return _over_budget(recording, end)
    at, code = instant(end.at), _shell_code(end)
    sent = signal_name(end.sent) if end.sent is not None else "a signal"
    noted = f"received {sent}" if by is EndedBy.SIGNAL else f"ended the run ({by.value})"
    evidence = (f"memfit {noted}", counters(recording))
    if by is EndedBy.TIMEOUT:
        timeout = recording.limits.timeout
        after = f" of {format_seconds(timeout)}" if timeout is not None else ""
        running = still_running(recording)
        sentence = f"memfit ended the run at {at}: its timeout{after} was over{running}"
        return Ending(EndingKind.TIMEOUT, code, None, "--timeout", sentence, evidence)
    if by is EndedBy.INTERRUPT:
        sentence = f"Ctrl-C ended the run at {at}"
        return Ending(EndingKind.INTERRUPTED, code, None, None, sentence, evidence)
    did = f"exited {end.exit_code}" if end.signal is None else f"died of {signal_name(end.signal)}"
    sentence = f"somebody sent memfit {sent}, which passed it on; the command {did} at {at}"
    return Ending(EndingKind.SIGNALED, code, None, None, sentence, evidence)


def _signaled(recording: Recording, end: End, number: int) -> Ending:
    root = next((process.key for process in recording.processes if process.key == 0), None)
    ran = still_running(recording)
    sentence = f"the command was killed by {signal_name(number)}{_not_oom(recording, number)}{ran}"
    evidence = (f"the command died of {signal_name(number)}", counters(recording))
    return Ending(EndingKind.SIGNALED, _shell_code(end), root, None, sentence, evidence)


def _not_oom(recording: Recording, number: int) -> str:
    """Say what a signal says about the kernel's out-of-memory killer."""
    if number != SIGKILL:
        return "; memfit did not send it"
    if readable(recording):
        return ", and no out-of-memory counter moved: it was not the kernel's OOM killer"
    return "; no out-of-memory counter could be read, so memfit cannot tell who sent it"


def _exited(recording: Recording, end: End) -> Ending:
    code = end.exit_code
    passed_on = _died_of(recording, code - 128) if code is not None else None
    if passed_on is None and (asked_for := asked_to_end(recording, code)) is not None:
        return asked_for
    # A program that was asked to end by a signal, and says so by its code, did not lose a worker.
    asked = code in ASKED_TO_END
    unfinished = incomplete(recording, code) if passed_on is None and not asked else None
    if unfinished is not None:
        return unfinished
    if code == 0:
        sentence = f"the command passed{_full_of_page_cache(recording, end)}"
        evidence = ("the command exited 0", counters(recording))
        return Ending(EndingKind.PASSED, code, None, None, sentence, evidence)
    if passed_on is not None and passed_on.signal is not None:
        killed = f"{name(passed_on)} was killed by {signal_name(passed_on.signal)}"
        died = f"{killed}{ran_in(recording, passed_on)}"
        sentence = f"{died}, passed on as exit code {code}{_not_oom(recording, passed_on.signal)}"
        facts = (
            f"pid {passed_on.pid} died of {signal_name(passed_on.signal)}",
            counters(recording),
        )
        return Ending(EndingKind.SIGNALED, code, passed_on.key, None, sentence, facts)
    return _failed(recording, end)


def _died_of(recording: Recording, number: int) -> Process | None:
    """Return the last process that died of a signal which memfit did not send."""
    died = [
        process
        for process in recording.processes
        if process.signal == number and not by_memfit(process, recording)
    ]
    return max(died, key=lambda process: process.ended or 0.0, default=None)


def _failed(recording: Recording, end: End) -> Ending:
    code = end.exit_code
    evidence = [f"the command exited {code}", counters(recording)]
    if code in NOT_STARTED:
        sentence = f"could not be started: exit code {code} means that {NOT_STARTED[code]}"
    elif code in {137, 143}:
        sentence = (
            f"the command exited {code}, which alone proves no out-of-memory kill: "
            f"no process of it was seen to die of {signal_name(code - 128)}"
        )
    else:
        crashed = first_crash(recording)
        sentence = (
            f"the command failed with exit code {code}; nothing shows that memory ended it{crashed}"
        )
    if limits_each_process(recording):
        lines = matching(recording.output, _MEMORY_ERROR)
        evidence += [f"the output says at {instant(line.at)}: {line.text}" for line in lines][:1]
    evidence += crashes(recording)
    return Ending(EndingKind.FAILED, code, None, None, sentence, tuple(evidence))


def _full_of_page_cache(recording: Recording, end: End) -> str:
    """Explain a peak at the limit that was page cache, which looks like need and is none."""
    limit = limit_in_force(recording)
    top = maximum(recording.usage, 0.0, end.at)
    peak = end.peak.bytes if end.peak else top and top.value
    if limit is None or top is None or not peak or peak < FULL * limit.bytes:
        return ""
    reached = f"; its peak reached the limit of {format_bytes(limit.bytes)}"
    cache = value_at(recording.page_cache, top.at) or 0
    if peak - cache > MUCH * limit.bytes:
        return f"{reached}, which leaves no headroom"
    return (
        f"{reached}, but {format_bytes(cache)} of that was page cache (sampled), which the kernel "
        f"drops when it must: the run needed about {format_bytes(peak - cache)} (estimate)"
    )


def _shell_code(end: End) -> int | None:
    return end.exit_code if end.signal is None else 128 + end.signal
