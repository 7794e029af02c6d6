"""workers-times-ceiling: workers that are normal one by one do not fit into the limit together."""

from memfit.explain.causes import remedies
from memfit.explain.causes.climbs import heap_climbs
from memfit.explain.causes.context import Context
from memfit.explain.causes.statement import state
from memfit.explain.growth import growth
from memfit.explain.median import median
from memfit.model.finding import Basis, Culprit, Evidence, Finding, Holder
from memfit.model.recording import How, Limit, Process, Role
from memfit.units import format_bytes

CAUSE = "workers-times-ceiling"

OLD_SPACE = 0.6
"""Share of the limit that all ceilings together may have: the rest is native memory and main."""

LARGEST = 0.65
"""Share of the limit that no single worker may have held."""

TOGETHER = 0.6
"""Share of the tree's usage that the workers together must have held."""

TOGETHER_THREADS = 0.4
"""The same where workers are threads, of which only the heaps are told."""

ALIKE = 2.0
"""The largest worker held at most this many times the median; more is one worker's own trouble."""

_ONE_BY_ONE = "run one after the other: it must pass"

SHORTEST = 0.5
"""Seconds that a climb of a worker must last; stricter than for shapes, to leave others a chance."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if alike, steady workers filled the limit together."""
    top, limit = context.top, context.limit
    if not context.tree_hit_limit or top is None or limit is None:
        return ()
    sizes, share = _sizes(context)
    if not _alike(sizes, limit) or sum(sizes) < share * top.value:
        return ()
    basis, growing = Basis.INFERRED, "none of them was growing"
    if _any_grew(context, top.at):
        # A worker that is still in its first files climbs whatever it does afterwards.
        if not context.courses or heap_climbs(context):
            return ()
        basis, growing = Basis.CONJECTURE, "none of them keeps more with each file"
    found = _finding(context, sizes, limit, basis, growing)
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


def _sizes(context: Context) -> tuple[list[int], float]:
    """Return what each worker held, largest first, and the share of the tree that they must make.

    Workers that are threads have no resident set of their own: there it is their heaps, beside
    which native memory is not told apart.
    """
    members = _members(context)
    if len(members) >= 2:
        return [each.rss or 0 for each in members], TOGETHER
    threads = [each.held for each in context.courses if each.isolate.thread and each.files]
    return threads, TOGETHER_THREADS


def _members(context: Context) -> list[Holder]:
    """Return the workers, and the main processes where several runners ran beside each other."""
    told = {each.process.key for each in context.courses if each.process is not None}
    mains = [
        each for each in context.holders
        if each.process in told and context.process(each.process).role is Role.MAIN
    ]  # fmt: skip
    several = {each.process for each in mains} if len(mains) >= 2 else set()
    return [
        each for each in context.holders
        if each.rss
        and (context.process(each.process).role is Role.WORKER or each.process in several)
    ]  # fmt: skip


def _alike(sizes: list[int], limit: Limit) -> bool:
    return len(sizes) >= 2 and max(sizes) <= min(LARGEST * limit.bytes, ALIKE * median(sizes))


def _any_grew(context: Context, until: float) -> bool:
    return any(_grew(context.process(each.process), until) for each in _members(context))


def _grew(process: Process, until: float) -> bool:
    """Say whether a worker still climbed in the last two thirds of its life until the peak."""
    start = process.started + (until - process.started) / 3
    return growth(process.rss, start, until, shortest=SHORTEST) is not None


def _finding(
    context: Context, sizes: list[int], limit: Limit, basis: Basis, growing: str
) -> Finding | None:
    largest, together = max(sizes), sum(sizes)
    members = [context.process(each.process) for each in _members(context)]
    workers = [each for each in members if each.role is Role.WORKER]
    first = next(iter(workers or members), None)
    what = "workers" if len(workers) == len(members) else "processes of runners beside each other"
    return state(
        context,
        CAUSE,
        f"{len(sizes)} {what} held {format_bytes(together)} together (estimate) under a limit "
        f"of {format_bytes(limit.bytes)}; the largest held {format_bytes(largest)} (sampled), "
        f"and {growing}",
        Culprit(
            process=first.role if first is not None else Role.MAIN,
            pid=first.pid if first is not None else None,
            phase="tests",
        ),
        (
            Evidence("workers alive at the peak", len(sizes), How.EXACT, "processes.jsonl"),
            Evidence("what the workers held, added up", together, How.ESTIMATE, "samples.jsonl"),
            Evidence("what the largest worker held", largest, How.SAMPLED, "samples.jsonl"),
            Evidence("limit", limit.bytes, How.EXACT, limit.source),
        ),
        explains=together,
        basis=basis,
        experiment=_ONE_BY_ONE if len(workers) < len(members) else None,
        remedies=(
            *(remedies.fewer_runs() if len(workers) < len(members) else ()),
            *(
                remedies.fewer_workers(context.recording, max(len(sizes) // 2, 1))
                if workers or not members
                else ()
            ),
            *remedies.ceiling(
                int(limit.bytes * OLD_SPACE / len(sizes)) >> 20,
                "Give each worker a ceiling that fits; V8 then collects earlier",
                context.recording,
                next((each.isolate for each in context.courses if each.files), None),
            ),
        ),
    )
