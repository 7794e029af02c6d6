"""The processes of a recording arranged in lanes, so that hundreds of them make one readable chart.

Processes of one role and program that are never alive at the same time share a lane: a runner that
starts a fresh worker for each file has as many lanes as workers at a time. The lanes that held
most are drawn one by one, all others added up in one.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from memfit.classes import dataclass
from memfit.explain.naming import program
from memfit.explain.program import began, is_node, own_heap, own_rss
from memfit.model.recording import Process, Recording, Role, Series

MOST = 10
"""Lanes that are drawn one by one."""

LEAST = 0.01
"""Share of the largest lane's peak below which a lane is not drawn by itself."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Processes that are drawn on one another's heels.

    Attributes:
        role: What they are to the run; None if they differ.
        processes: The processes, by start.
        rss: Their resident set over time, 0 where none is alive. Pages that processes share count
            in each.
        heap: V8's heap over time; empty if none of them is Node.
    """

    role: Role | None
    processes: tuple[Process, ...]
    rss: Series
    heap: Series

    @property
    def peak(self) -> int:
        """The largest resident set in it."""
        return max(self.rss.value, default=0)


def lanes(recording: Recording, end: float) -> tuple[Lane, ...]:
    """Arrange every process that was read at least once.

    Args:
        recording: The recording.
        end: When the timeline ends, seconds.

    Returns:
        At most `MOST` + 1 lanes, the one with the largest peak first; the last one holds the rest.
    """
    read = sorted(
        (process for process in recording.processes if len(own_rss(process))),
        key=lambda process: process.started,
    )
    arranged = sorted(
        (_lane(group, end) for group in _first_fit(read, end)), key=lambda lane: -lane.peak
    )
    least = LEAST * arranged[0].peak if arranged else 0
    alone = [lane for lane in arranged if lane.peak >= least][:MOST]
    rest = arranged[len(alone) :]
    return (*alone, *([_together(rest)] if len(rest) > 1 else rest))


def added(series: Sequence[Series]) -> Series:
    """Add up step functions: one reading for each instant at which any of them changes."""
    events = sorted(
        (at, index, value)
        for index, one in enumerate(series)
        for at, value in zip(one.at, one.value, strict=True)
    )
    at, total, now = array("d"), array("q"), [0] * len(series)
    level = 0
    for instant, index, value in events:
        level += value - now[index]
        now[index] = value
        if at and at[-1] == instant:
            total[-1] = level
        else:
            at.append(instant)
            total.append(level)
    return Series(at, total)


def _first_fit(processes: Iterable[Process], end: float) -> Iterator[list[Process]]:
    """Give each process the first lane of its kind that is free when it begins."""
    groups: dict[tuple[Role, str], list[list[Process]]] = {}
    for process in processes:
        kin = groups.setdefault((process.role, program(process)), [])
        free = (group for group in kin if _ended(group[-1], end) <= began(process))
        group = next(free, None)
        if group is None:
            kin.append([process])
        else:
            group.append(process)
    for kin in groups.values():
        yield from kin


def _lane(processes: Sequence[Process], end: float) -> Lane:
    rss = _joined(((process, own_rss(process)) for process in processes), end)
    heap = _joined(((process, own_heap(process)) for process in processes if is_node(process)), end)
    return Lane(processes[0].role, tuple(processes), rss, heap)


def _joined(pieces: Iterable[tuple[Process, Series]], end: float) -> Series:
    """Put series one after another, with 0 from the end of each process on."""
    at, value = array("d"), array("q")
    for process, series in pieces:
        ended = _ended(process, end)
        for instant, reading in zip(series.at, series.value, strict=True):
            if instant < ended:
                at.append(instant)
                value.append(reading)
        if process.ended is not None and len(series):
            at.append(ended)
            value.append(0)
    return Series(at, value)


def _ended(process: Process, end: float) -> float:
    return process.ended if process.ended is not None else end


def _together(rest: Sequence[Lane]) -> Lane:
    roles = {lane.role for lane in rest}
    everyone = sorted(
        (process for lane in rest for process in lane.processes),
        key=lambda process: process.started,
    )
    return Lane(
        roles.pop() if len(roles) == 1 else None,
        tuple(everyone),
        added([lane.rss for lane in rest]),
        added([lane.heap for lane in rest]),
    )
