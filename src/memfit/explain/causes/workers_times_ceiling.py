"""workers-times-ceiling: workers that are normal one by one do not fit into the limit together."""

from statistics import median

from memfit.explain.causes.context import Context
from memfit.explain.growth import growth
from memfit.model.finding import Basis, Culprit, Evidence, Finding, Holder, Level, Remedy
from memfit.model.recording import How, Limit, Process, Role
from memfit.units import format_bytes

CAUSE = "workers-times-ceiling"

LARGEST = 0.6
"""Share of the limit that no single worker may have held."""

TOGETHER = 0.6
"""Share of the tree's usage that the workers together must have held."""

ALIKE = 2.0
"""The largest worker held at most this many times the median; more is one worker's own trouble."""

SHORTEST = 0.5
"""Seconds that a climb of a worker must last; stricter than for shapes, to leave others a chance."""

_REMEDIES = (
    Remedy(
        "fewer-workers",
        "Run fewer workers at the same time",
        "jest, vitest 4 and later: --maxWorkers=N; vitest 2, 3: poolOptions.<pool>.maxForks",
    ),
    Remedy(
        "lower-ceiling",
        "Give each worker a heap ceiling that fits: workers times ceiling below the limit; "
        "V8 then collects earlier",
        "NODE_OPTIONS=--max-old-space-size=MB in the environment of the command",
    ),
)


def find(context: Context) -> Finding | None:
    """Return the finding if alike, steady workers filled the limit together."""
    top, limit = context.top, context.limit
    if not context.tree_hit_limit or top is None or limit is None:
        return None
    workers = [
        holder
        for holder in context.holders
        if holder.rss and context.process(holder.process).role is Role.WORKER
    ]
    if not _alike(workers, limit):
        return None
    together = sum(worker.rss or 0 for worker in workers)
    if together < TOGETHER * top.value:
        return None
    if any(_grew(context.process(worker.process), top.at) for worker in workers):
        return None
    return _finding(context, workers, together, limit)


def _alike(workers: list[Holder], limit: Limit) -> bool:
    sizes = [worker.rss or 0 for worker in workers]
    return len(sizes) >= 2 and max(sizes) <= min(LARGEST * limit.bytes, ALIKE * median(sizes))


def _grew(process: Process, until: float) -> bool:
    """Say whether a worker still climbed in the last two thirds of its life until the peak."""
    start = process.started + (until - process.started) / 3
    return growth(process.rss, start, until, shortest=SHORTEST) is not None


def _finding(context: Context, workers: list[Holder], together: int, limit: Limit) -> Finding:
    largest = workers[0].rss or 0
    return Finding(
        CAUSE,
        Level.ERROR,
        Basis.INFERRED,
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
        _REMEDIES,
    )
