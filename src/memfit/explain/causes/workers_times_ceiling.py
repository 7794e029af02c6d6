"""workers-times-ceiling: workers that are normal one by one do not fit into the limit together."""

from memfit.explain.causes import remedies
from memfit.explain.causes.climbs import heap_climbs
from memfit.explain.causes.context import Context
from memfit.explain.causes.statement import state
from memfit.explain.growth import growth
from memfit.explain.median import median
from memfit.model.finding import Culprit, Evidence, Finding, Holder
from memfit.model.recording import How, Limit, Process, Role
from memfit.units import format_bytes

CAUSE = "workers-times-ceiling"

OLD_SPACE = 0.6
"""Share of the limit that all ceilings together may have: the rest is native memory and main."""

LARGEST = 0.6
"""Share of the limit that no single worker may have held."""

TOGETHER = 0.6
"""Share of the tree's usage that the workers together must have held."""

ALIKE = 2.0
"""The largest worker held at most this many times the median; more is one worker's own trouble."""

SHORTEST = 0.5
"""Seconds that a climb of a worker must last; stricter than for shapes, to leave others a chance."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if alike, steady workers filled the limit together."""
    top, limit = context.top, context.limit
    if not context.tree_hit_limit or top is None or limit is None:
        return ()
    workers = [
        holder
        for holder in context.holders
        if holder.rss and context.process(holder.process).role is Role.WORKER
    ]
    if not _alike(workers, limit):
        return ()
    together = sum(worker.rss or 0 for worker in workers)
    if together < TOGETHER * top.value:
        return ()
    if any(_grew(context.process(worker.process), top.at) for worker in workers):
        return ()
    found = _finding(context, workers, together, limit)
    return (found,) if found is not None else ()


def against(context: Context) -> str | None:
    """Say why workers that are each normal do not explain it."""
    if context.heap_died and context.top is not None and context.limit is not None:
        return (
            f"V8's own ceiling ended it: the tree used {format_bytes(context.top.value)} of "
            f"{format_bytes(context.limit.bytes)}"
        )
    climbs = heap_climbs(context)
    if climbs:
        rate = format_bytes(int(climbs[0].rate))
        return f"one worker alone grows by {rate} a file"
    return None


def _alike(workers: list[Holder], limit: Limit) -> bool:
    sizes = [worker.rss or 0 for worker in workers]
    return len(sizes) >= 2 and max(sizes) <= min(LARGEST * limit.bytes, ALIKE * median(sizes))


def _grew(process: Process, until: float) -> bool:
    """Say whether a worker still climbed in the last two thirds of its life until the peak."""
    start = process.started + (until - process.started) / 3
    return growth(process.rss, start, until, shortest=SHORTEST) is not None


def _finding(
    context: Context, workers: list[Holder], together: int, limit: Limit
) -> Finding | None:
    largest = workers[0].rss or 0
    return state(
        context,
        CAUSE,
        f"{len(workers)} workers held {format_bytes(together)} together (estimate) under a limit "
        f"of {format_bytes(limit.bytes)}; the largest held {format_bytes(largest)} (sampled), "
        "and none of them was growing",
        Culprit(process=Role.WORKER, pid=context.process(workers[0].process).pid),
        (
            Evidence("workers alive at the peak", len(workers), How.EXACT, "processes.jsonl"),
            Evidence(
                "resident sets of the workers, added up", together, How.ESTIMATE, "samples.jsonl"
            ),
            Evidence("resident set of the largest worker", largest, How.SAMPLED, "samples.jsonl"),
            Evidence("limit", limit.bytes, How.EXACT, limit.source),
        ),
        explains=together,
        remedies=(
            *remedies.fewer_workers(context.recording, max(len(workers) // 2, 1)),
            *remedies.ceiling(
                int(limit.bytes * OLD_SPACE / len(workers)) >> 20,
                "Give each worker a ceiling that fits; V8 then collects earlier",
            ),
        ),
    )
