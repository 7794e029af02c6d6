"""What watching a process from inside costs that process, taken out of what is said of it.

The tree's usage and its peak stay as the kernel counts them: a limit counts memfit's part too.
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace

from memfit.model.recording import Measured, Process, Recording, Series
from memfit.units import format_bytes


def own_costs(recording: Recording) -> dict[int, int]:
    """Return what watching cost each process whose isolates tell, by its key."""
    costs: dict[int, int] = defaultdict(int)
    for isolate in recording.isolates:
        if isolate.process is not None and isolate.own_cost:
            costs[isolate.process] += isolate.own_cost
    return dict(costs)


def less_own_cost(recording: Recording) -> Recording:
    """Return the recording with resident sets as they would have been, not watched from inside."""
    costs = own_costs(recording)
    if not costs:
        return recording
    began: dict[int, float] = {}
    for isolate in recording.isolates:
        if isolate.process is not None:
            began.setdefault(isolate.process, isolate.started)
    return replace(
        recording,
        processes=tuple(
            _process(each, costs[each.key], began[each.key]) if each.key in costs else each
            for each in recording.processes
        ),
        isolates=tuple(
            replace(each, rss=_lower(each.rss, costs[each.process], each.started))
            if each.process in costs
            else each
            for each in recording.isolates
        ),
    )


def cost_in_words(recording: Recording) -> str | None:
    """Say what was taken out, or None if nothing was."""
    costs = own_costs(recording)
    if not costs:
        return None
    most = format_bytes(max(costs.values()))
    return (
        f"resident sets are given without what watching from inside cost, up to {most} a process; "
        "the tree's usage and peak with it"
    )


def _process(process: Process, cost: int, began: float) -> Process:
    peak = process.peak
    return replace(
        process,
        peak=Measured(max(peak.bytes - cost, 0), peak.how, _less(peak.source, cost))
        if peak is not None
        else None,
        rss=_lower(process.rss, cost, began),
        windows=tuple(
            replace(window, bytes=max(window.bytes - cost, 0)) if window.end > began else window
            for window in process.windows
        ),
    )


def _less(source: str, cost: int) -> str:
    return f"{source}, less {format_bytes(cost)} for watching"


def _lower(series: Series, cost: int, start: float) -> Series:
    first = bisect_left(series.at, start)
    lowered = (max(value - cost, 0) for value in series.value[first:])
    return Series(series.at, series.value[:first] + array("q", lowered))
