"""ipc-backlog: a worker sends faster than the main process takes, and its messages queue up."""

from memfit.explain.causes.climbs import native
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import relative
from memfit.explain.causes.statement import blame, sampled, state
from memfit.explain.courses import Course
from memfit.explain.naming import name
from memfit.explain.program import own_rss
from memfit.explain.series import value_at
from memfit.model.finding import Evidence, Finding, Remedy
from memfit.model.recording import How, Role, Series
from memfit.units import format_bytes

CAUSE = "ipc-backlog"

MOST = 0.5
"""Share of the worker's memory that must have come while its messages waited."""

LOUD = 4 << 20
"""Bytes that the run must have printed, where the worker does not tell what waits."""

HELD_TWICE = 2
"""How often a message that waits is held at most: as it was made, and as it is written."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if what a worker sent and nobody took is most of its memory."""
    printed = _printed(context)
    for each in context.courses:
        if each.process is None or each.process.role is not Role.WORKER or not each.files:
            continue
        told = value_at(each.isolate.queued, each.until)
        gain = _queued(each, told) if told is not None else _unexplained(each, printed)
        if gain and gain >= MOST * (value_at(each.process.rss, each.until) or 0):
            found = _finding(context, each, gain, told, printed)
            return (found,) if found is not None else ()
    return ()


def against(context: Context) -> str | None:
    """Say how much waited, or was printed, where that is too little to queue up."""
    waited = [max(each.isolate.queued.value) for each in context.courses if each.isolate.queued.at]
    if waited:
        return f"at most {format_bytes(max(waited))} waited in the channel to the main process"
    printed = _printed(context)
    return f"the run printed {format_bytes(printed)}" if printed < LOUD else None


def _printed(context: Context) -> int:
    return sum(len(chunk.data) + chunk.dropped for chunk in context.recording.output)


def _queued(each: Course, waiting: int) -> int:
    """Return what came with the messages that wait, by the channel's own count."""
    if each.process is None:
        return 0
    return min(_rise(own_rss(each.process), each), HELD_TWICE * waiting)


def _unexplained(each: Course, printed: int) -> int:
    """Return what came outside of the heap while the run printed a lot, and V8 knows nothing of."""
    gain = _rise(native(each), each)
    # A message that waits belongs to no object; the memory of Buffers and of WebAssembly does.
    known = _rise(each.isolate.external, each)
    return gain if printed >= LOUD and gain > each.held and known < gain / 2 else 0


def _rise(series: Series, each: Course) -> int:
    first = value_at(series, each.files[0].started) or 0
    return (value_at(series, each.until) or 0) - first


def _finding(
    context: Context, each: Course, gain: int, told: int | None, printed: int
) -> Finding | None:
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    file = each.files[-1]
    evidence = [
        sampled("memory that came while its messages waited", gain, each),
        Evidence("bytes printed", printed, How.EXACT, "output.jsonl"),
        sampled("used heap", each.held, each),
    ]
    if told is not None:
        evidence.insert(0, sampled("waits in the channel to the main process", told, each))
        sentence = (
            f"{format_bytes(told)} that {who} had sent waited for the main process to take it "
            f"(sampled), and it grew by {format_bytes(gain)} with that: it prints faster than main reads"
        )
    else:
        sentence = (
            f"{who} grew by {format_bytes(gain)} outside of V8's heap (sampled) while the run printed "
            f"{format_bytes(printed)}; its heap held {format_bytes(each.held)}: what it prints waits for the main process"
        )
    return state(
        context, CAUSE, sentence,
        blame(each, file=relative(file.file, context.recording), test=file.tests[-1].name if file.tests else None, phase="tests"),
        tuple(evidence), explains=gain, remedies=_REMEDIES,
    )  # fmt: skip


_REMEDIES = (
    Remedy("stop-logging", "Stop the loop that logs", "mock the logger in the set-up file"),
    Remedy(
        "console-not-kept", "Let tests print directly instead of through the runner",
        "vitest: test: { disableConsoleIntercept: true }",
    ),
    Remedy(
        "quick-reporters", "Keep the main process free to read: a reporter that waits for the disk holds it up",
        "write asynchronously, or leave the reporter out",
    ),
)  # fmt: skip
