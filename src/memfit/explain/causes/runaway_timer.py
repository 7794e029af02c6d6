"""runaway-timer: memory rises while no test runs, because a timer or listener goes on working."""

from memfit.explain.causes import remedies
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import Frame, place, relative, timers_frame
from memfit.explain.causes.statement import blame, sampled, state
from memfit.explain.courses import Course, PartKind
from memfit.explain.naming import name
from memfit.model.finding import Finding
from memfit.model.isolate import Stack
from memfit.units import format_bytes

CAUSE = "runaway-timer"

MOST = 0.5
"""Share of what the isolate held that must have come from the timer."""

_TIMERS = ("node:internal/timers", "node:internal/process/task_queues")
_IDLE = (PartKind.BETWEEN, PartKind.AFTER)


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if most of what an isolate held came while no test ran."""
    for each in context.courses:
        if not each.files:
            continue
        idle = each.gained(*_IDLE)
        if idle < MOST * each.held:
            continue
        found = _finding(context, each, idle)
        return (found,) if found is not None else ()
    return ()


def against(context: Context) -> str | None:
    """Say what came while no test ran, where that is too little."""
    each = next((each for each in context.courses if each.files), None)
    if each is None or each.gained(*_IDLE) >= MOST * each.held:
        return None
    idle = max(each.gained(*_IDLE), 0)
    return f"{format_bytes(idle)} of {format_bytes(each.held)} came while no test ran"


def _finding(context: Context, each: Course, idle: int) -> Finding | None:
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    after = each.gained(PartKind.AFTER)
    stacks = [stack for stack in each.isolate.stacks if _from_timer(stack)]
    frame = timers_frame(stacks)
    where = f"; {place(frame, context.recording)} was running from a timer" if frame else ""
    when = "after its last test file" if after >= idle / 2 else "between its test files"
    last = relative(each.files[-1].file, context.recording)
    return _state(context, each, idle, f"the heap of {who} grew by {format_bytes(idle)} (sampled) "
        f"while no test ran, most of it {when}{where}", last, frame)  # fmt: skip


def _state(
    context: Context,
    each: Course,
    idle: int,
    sentence: str,
    file: str,
    frame: Frame | None,
) -> Finding | None:
    return state(
        context, CAUSE, sentence,
        blame(each, file=file, phase="after the tests", module=relative(frame[1], context.recording) if frame else None),
        (
            sampled("heap that came while no test ran", idle, each),
            sampled("held in all", each.held, each),
        ),
        explains=idle,
        remedies=remedies.release(
            "Stop the timer when its file ends (unref() alone is not enough)",
            "afterAll(() => clearInterval(timer)), or fake timers",
        ),
    )  # fmt: skip


def _from_timer(stack: Stack) -> bool:
    return any(file.startswith(_TIMERS) for _, file, _ in stack.frames)
