"""Out-of-memory kills: whether the kernel killed a process of this run, which, and by whose limit.

The kernel counts its kills. The counter of the run's own cgroup counts nobody else's processes;
the counter around memfit and the machine's count everybody's, so they only speak for this run
together with a process of it that died of SIGKILL at that time.
"""

from collections.abc import Callable, Iterator

from memfit.classes import dataclass
from memfit.explain.headroom import BY_AROUND, BY_BUDGET, BY_MACHINE, limit_in_force
from memfit.explain.naming import SIGKILL, instant
from memfit.model.recording import EndedBy, OomKills, Process, Recording

SLACK = 1.0
"""Seconds that a killed process may take to hand back its memory, after the counter rose."""

FRESH = 2.0
"""Seconds before a counter was seen to rise in which the kill most likely happened."""

GRACE = 10.0
"""Seconds before its end in which a run that memfit ended may have been killed by memfit."""


@dataclass(frozen=True, slots=True)
class Kills:
    """Out-of-memory kills of processes of this run.

    Attributes:
        by: Whose limit.
        count: How many the counter shows.
        at: When the counter was first seen to have risen.
        victims: The processes that died of them, largest first; empty if none was seen to die.
        evidence: The counters, in words.
    """

    by: str
    count: int
    at: float
    victims: tuple[Process, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rise:
    """A counter rose by `count` somewhere in (after, until]."""

    after: float
    until: float
    count: int


def find_kills(recording: Recording) -> Kills | None:
    """Return the out-of-memory kills of this run, or None if no counter proves one."""
    group = _rises(recording, lambda reading: reading.group)
    if group:
        return _kills(recording, group, _limit_of_group(recording), "in the run's cgroup")
    if any(reading.group is not None for reading in recording.oom_kills):
        return None  # it counts kills of its processes whoever ran out: the others are elsewhere's
    around = _ours(recording, _rises(recording, lambda reading: reading.around), _may_be_victim)
    if around:
        return _kills(recording, around, BY_AROUND, "in the cgroup around memfit")
    machine = _ours(recording, _rises(recording, lambda reading: reading.machine), _is_victim)
    if machine:
        return _kills(recording, machine, BY_MACHINE, "on the machine")
    return None


def counters(recording: Recording) -> str:
    """Say what the kernel's counters of out-of-memory kills show, in one sentence."""
    if not recording.oom_kills:
        return "no out-of-memory counter could be read"
    last = recording.oom_kills[-1]
    named = (("own cgroup", last.group), ("around memfit", last.around), ("machine", last.machine))
    known = [f"{where} {count}" for where, count in named if count is not None]
    return (
        f"out-of-memory kills: {', '.join(known)}"
        if known
        else ("no out-of-memory counter could be read")
    )


def readable(recording: Recording) -> bool:
    """Say whether a counter was read that would have shown a kill of this run."""
    return any(
        count is not None
        for reading in recording.oom_kills
        for count in (reading.group, reading.around, reading.machine)
    )


def by_memfit(process: Process, recording: Recording) -> bool:
    """Say whether memfit itself may have killed a process, because it ended the run."""
    end = recording.end
    if end is None or end.ended_by is None or process.ended is None:
        return False
    if end.ended_by is EndedBy.TIMEOUT and recording.limits.timeout is not None:
        return process.ended >= recording.limits.timeout
    return process.ended >= end.at - GRACE


def _rises(recording: Recording, counter: Callable[[OomKills], int | None]) -> list[_Rise]:
    rises = []
    at, before = 0.0, 0
    for reading in recording.oom_kills:
        count = counter(reading)
        if count is None:
            continue
        if count > before:
            rises.append(_Rise(at, reading.at, count - before))
        at, before = reading.at, count
    return rises


def _ours(
    recording: Recording, rises: list[_Rise], died: Callable[[Process, Recording], bool]
) -> list[_Rise]:
    """Keep the rises at which a process of this run died."""
    return [
        rise
        for rise in rises
        if any(
            _within(process, rise) and died(process, recording) for process in recording.processes
        )
    ]


def _within(process: Process, rise: _Rise) -> bool:
    return process.ended is not None and rise.after < process.ended <= rise.until + SLACK


def _is_victim(process: Process, recording: Recording) -> bool:
    return process.signal == SIGKILL and not by_memfit(process, recording)


def _may_be_victim(process: Process, recording: Recording) -> bool:
    unseen = process.signal is None and process.exit_code is None and process.ended is not None
    return _is_victim(process, recording) or (unseen and not by_memfit(process, recording))


def _kills(recording: Recording, rises: list[_Rise], by: str, where: str) -> Kills:
    count = sum(rise.count for rise in rises)
    victims = {victim.key: victim for rise in rises for victim in _victims(recording, rise)}
    largest_first = sorted(
        victims.values(), key=lambda each: -(each.peak.bytes if each.peak else 0)
    )
    at = rises[0].until
    counted = "one out-of-memory kill" if count == 1 else f"{count} out-of-memory kills"
    risen = f"the kernel counted {counted} {where} by {instant(at)}"
    deaths = (
        f"pid {victim.pid} died of SIGKILL at {instant(victim.ended)}"
        for victim in largest_first
        if victim.ended is not None
    )
    return Kills(by, count, at, tuple(largest_first), (risen, *deaths))


def _victims(recording: Recording, rise: _Rise) -> Iterator[Process]:
    """Yield as many processes as the counter rose by: those that died of SIGKILL about then.

    A runner may kill its other workers once it has lost one, so the first to die after the last
    sight of the old counter come first, and deaths long before the new one come last.
    """
    died = [
        process
        for process in recording.processes
        if process.signal == SIGKILL and _within(process, rise)
    ]
    died.sort(key=lambda each: (by_memfit(each, recording), _staleness(each, rise), each.ended))
    yield from died[: rise.count]


def _staleness(process: Process, rise: _Rise) -> bool:
    return process.ended is not None and process.ended < rise.until - FRESH


def _limit_of_group(recording: Recording) -> str:
    """Name the smallest limit over the run's cgroup, which is the one that a kill enforces."""
    limit = limit_in_force(recording)
    if limit is None or limit.source in {BY_BUDGET, BY_MACHINE}:
        return limit.source if limit else BY_MACHINE
    return BY_AROUND
