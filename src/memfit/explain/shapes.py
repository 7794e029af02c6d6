"""The shape of memory over time, in words: flat, growth with its rate, a spike.

Only what the readings carry is said. A run of a few ticks has no shape; it gets a sentence with
its highest reading and how long it was seen.
"""

from collections.abc import Collection, Sequence

from memfit.explain.growth import SHORTEST, Growth, growth
from memfit.explain.naming import instant
from memfit.explain.program import began, own_rss
from memfit.explain.series import Reading, level, maximum, resample, value_at
from memfit.explain.spike import Spike, spike
from memfit.model.finding import Shape, ShapeKind
from memfit.model.recording import Process, Recording, Series
from memfit.units import format_bytes, format_seconds

MATTERS = 0.10
"""A process matters if it held at least this share of the tree's peak."""

TICK = 0.05
"""Seconds between readings by default; nothing shorter can be told."""

SHORT = 1.0
"""Seconds below which a series is too short to have a shape."""

STEADY = 0.2
"""Nine tenths of the time within this share of the usual level is flat."""

RISEN = 1.5
"""The level of the last third is this many times that of the first if a series has risen."""

SETTLED = 0.9
"""Share of the usual level at which a process has warmed up."""


def shapes(
    recording: Recording, end: float, peak: int | None, enders: Collection[int]
) -> tuple[Shape, ...]:
    """Describe the tree, then each process that matters, largest first.

    Args:
        recording: The recording.
        end: When the story of the tree ends: its end, or the death that ended the run.
        peak: The tree's peak in bytes, or None.
        enders: Keys of the processes whose death ended the run; they always matter.

    Returns:
        Shapes of everything that was read at least once.
    """
    largest = {process.key: _largest(process) for process in recording.processes}
    least = MATTERS * peak if peak is not None else float("inf")
    chosen = [
        process
        for process in sorted(recording.processes, key=lambda each: -largest[each.key])
        if len(own_rss(process)) and (process.key in enders or largest[process.key] >= least)
    ]
    described = tuple(
        shape(own_rss(process), began(process), _last_instant(process, recording, end), process.key)
        for process in chosen
    )
    if not len(recording.usage):
        return described
    tree = shape(recording.usage, 0.0, end)
    if tree.rate is not None and chosen and not _make_up(chosen, tree.rate, end):
        sentence = _flat(recording.usage, tree.start, max(end, tree.start))
        tree = Shape(None, ShapeKind.FLAT, sentence, tree.start, end)
    return (tree, *described)


def shape(
    series: Series,
    start: float,
    end: float,
    process: int | None = None,
) -> Shape:
    """Describe one series.

    Args:
        series: At least one reading.
        start: When the process began; 0.0 for the tree.
        end: When it ended.
        process: Key of the process; None for the tree.
    """
    start = max(start, series.at[0])
    end = max(end, start)
    climb = growth(series, start, end)
    if climb is not None:
        return _growth(series, climb, end, process)
    jump = spike(series, start, end) if end - start >= SHORT else None
    if jump is not None:
        return _spike(jump, process)
    return Shape(process, ShapeKind.FLAT, _flat(series, start, end), start, end)


def _make_up(processes: Sequence[Process], rate: float, end: float) -> bool:
    """Say whether processes that grow make up half of a tree's growth.

    A tree also climbs while processes are added and each of them warms up.
    """
    lasts = (end if each.ended is None else min(each.ended, end) for each in processes)
    climbs = (
        growth(own_rss(each), began(each), last)
        for each, last in zip(processes, lasts, strict=True)
    )
    return sum(climb.rate for climb in climbs if climb is not None) >= rate / 2


def _largest(process: Process) -> int:
    seen = max(own_rss(process).value, default=0)
    return max(seen, process.peak.bytes) if process.peak else seen


def _last_instant(process: Process, recording: Recording, end: float) -> float:
    if process.ended is not None:
        return process.ended
    return recording.end.at if recording.end else max(end, *(recording.usage.at[-1:] or (end,)))


def _growth(series: Series, climb: Growth, end: float, process: int | None) -> Shape:
    ends = end - climb.end <= max(0.2, 0.02 * (end - climb.start))
    until = f"to its end at {instant(end)}" if ends else f"to {instant(climb.end)}"
    low, high = value_at(series, climb.start), maximum(series, climb.start, climb.end)
    span = f", {format_bytes(low or 0)} to {format_bytes(high.value)}" if high else ""
    sentence = f"grew {format_bytes(climb.rate)}/s from {instant(climb.start)} {until}{span}"
    return Shape(
        process, ShapeKind.GROWTH, sentence, climb.start, end if ends else climb.end, climb.rate
    )


def _spike(jump: Spike, process: int | None) -> Shape:
    what = "one spike of" if jump.count == 1 else f"{jump.count} spikes, the highest of"
    rise = (
        f"{format_seconds(jump.rise)} to rise" if jump.rise > 0 else "from one reading to the next"
    )
    width = format_seconds(jump.width)
    later = f" {width} later" if jump.width >= TICK else ""
    tail = f"{width} wide" if jump.over else f"still up when it ended{later}"
    sentence = f"{what} {format_bytes(jump.height)} at {instant(jump.at)}: {rise}, {tail}"
    return Shape(
        process,
        ShapeKind.SPIKE,
        sentence,
        jump.start,
        jump.end,
        height=jump.height,
        rise=jump.rise,
        width=jump.width,
    )


def _flat(series: Series, start: float, end: float) -> str:
    """Say what can be said of a series that neither grows nor spikes."""
    top = maximum(series, start, end) or Reading(start, 0)
    usual = level(series, start, end)
    if usual is None or end - start < SHORT:
        seen = format_seconds(end - start) if end > start else "one reading"
        return f"at most {format_bytes(top.value)} in {seen}, too short to have a shape"
    settled = _settled(series, start, SETTLED * usual)
    low, high = _usual_range(series, settled, end)
    if high - low <= STEADY * usual:
        most = "" if top.value <= usual * 1.05 else f", at most {format_bytes(top.value)}"
        if settled - start < 0.1:
            return f"flat at {format_bytes(usual)}{most}"
        warm_up = format_seconds(settled - start)
        return f"rose to {format_bytes(usual)} in {warm_up}, then flat{most}"
    return _uneven(series, start, end, top.value, low)


def _uneven(series: Series, start: float, end: float, top: int, low: int) -> str:
    """Say between what a series moved, and whether it ended higher than it began."""
    third = (end - start) / 3
    early, late = level(series, start, start + third), level(series, end - third, end)
    if early is None or late is None or late < RISEN * early:
        return f"between {format_bytes(low)} and {format_bytes(top)}, no steady growth"
    first = _usual_range(series, start, end)[0]
    short = end - start < 2 * SHORTEST
    why = "too short to tell growth from start-up" if short else "not steadily"
    return f"rose from {format_bytes(first)} to {format_bytes(top)}, {why}"


def _settled(series: Series, start: float, least: float) -> float:
    """Return when the series first reached a value."""
    if (value_at(series, start) or 0) >= least:
        return start
    readings = zip(series.at, series.value, strict=True)
    return next((at for at, value in readings if at >= start and value >= least), start)


def _usual_range(series: Series, start: float, end: float) -> tuple[int, int]:
    """Return what the series is between for nine tenths of the time."""
    if start >= end:
        value = value_at(series, end) or 0
        return value, value
    values = sorted(resample(series, start, end, 201).value)
    return values[10], values[-11]
