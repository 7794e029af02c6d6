"""ipc-backlog: a worker prints faster than the main process reads, and its messages queue up."""

from memfit.explain.causes.climbs import native
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import relative
from memfit.explain.causes.statement import blame, sampled, state
from memfit.explain.courses import Course
from memfit.explain.naming import name
from memfit.explain.series import value_at
from memfit.model.finding import Evidence, Finding, Remedy
from memfit.model.recording import How, Role
from memfit.units import format_bytes

CAUSE = "ipc-backlog"

MOST = 0.5
"""Share of the worker's memory that must be native and have come while it printed."""

LOUD = 4 << 20
"""Bytes that the run must have printed."""


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if a worker grew natively while the run printed a lot."""
    printed = sum(len(chunk.data) + chunk.dropped for chunk in context.recording.output)
    if printed < LOUD:
        return ()
    for each in context.courses:
        if each.process is None or each.process.role is not Role.WORKER or not each.files:
            continue
        gain, rss = _gain(each)
        if gain >= MOST * rss and gain > each.held:
            found = _finding(context, each, gain, printed)
            return (found,) if found is not None else ()
    return ()


def against(context: Context) -> str | None:
    """Say how much was printed, where that is too little to queue up."""
    printed = sum(len(chunk.data) + chunk.dropped for chunk in context.recording.output)
    return f"the run printed {format_bytes(printed)}" if printed < LOUD else None


def _gain(each: Course) -> tuple[int, int]:
    outside = native(each)
    first = value_at(outside, each.files[0].started) or 0
    last = value_at(outside, each.until) or 0
    return last - first, value_at(
        each.process.rss, each.until
    ) or 0 if each.process is not None else 0


def _finding(context: Context, each: Course, gain: int, printed: int) -> Finding | None:
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    file = each.files[-1]
    return state(
        context, CAUSE,
        f"{who} grew by {format_bytes(gain)} outside of V8's heap (sampled) while the run printed "
        f"{format_bytes(printed)}; its heap held {format_bytes(each.held)}: what it prints waits for the main process",
        blame(each, file=relative(file.file, context.recording), test=file.tests[-1].name if file.tests else None, phase="tests"),
        (
            sampled("native memory that came while it printed", gain, each),
            Evidence("bytes printed", printed, How.EXACT, "output.jsonl"),
            sampled("used heap", each.held, each),
        ),
        explains=gain,
        remedies=(
            Remedy("stop-logging", "Stop the loop that logs", "mock the logger in the set-up file"),
            Remedy("console-not-kept", "Let tests print directly instead of through the runner",
                   "vitest: test: { disableConsoleIntercept: true }"),
        ),
    )  # fmt: skip
