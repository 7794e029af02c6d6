"""runaway-timer: memory rises while no test runs, because a timer or listener goes on working."""

from memfit.explain.causes import remedies
from memfit.explain.causes.climbs import Climb, heap_climbs
from memfit.explain.causes.context import Context
from memfit.explain.causes.frames import Frame, is_own, own_frame, place, relative, timers_frame
from memfit.explain.causes.statement import blame, sampled, state
from memfit.explain.courses import Course
from memfit.explain.naming import name
from memfit.explain.spans import PartKind
from memfit.model.finding import Finding
from memfit.model.isolate import Stack
from memfit.units import format_bytes

CAUSE = "runaway-timer"

MOST = 0.5
"""Share of what the isolate held that must have come from the timer."""

FEWEST_STACKS = 2
MOST_STACKS = 0.6
"""Stacks, and share of them, that a timer must have called for it to be what makes the objects."""

_CALLS_TIMERS = "node:internal/timers"
_TIMERS = ("node:internal/timers", "node:internal/process/task_queues")
_IDLE = (PartKind.BETWEEN, PartKind.AFTER)


def find(context: Context) -> tuple[Finding, ...]:
    """Return the finding if most of what an isolate held came while no test ran."""
    for each in context.courses:
        if not each.files:
            continue
        idle = _idle(each)
        if idle < MOST * each.held:
            continue
        found = _finding(context, each, idle)
        return (found,) if found is not None else ()
    found = next((made for each in heap_climbs(context) if (made := _beside(each, context))), None)
    return (found,) if found is not None else ()


def against(context: Context) -> str | None:
    """Say what came while no test ran, where that is too little."""
    each = next((each for each in context.courses if each.files), None)
    if each is None or _idle(each) >= MOST * each.held:
        return None
    idle = max(_idle(each), 0)
    return f"{format_bytes(idle)} of {format_bytes(each.held)} came while no test ran"


def _idle(each: Course) -> int:
    """Return what came while no test ran, and stayed."""
    return each.gained(*_IDLE) + _tail(each)


def _tail(each: Course) -> int:
    """Return what came after the last test of a file that did not end, unless the runner made it."""
    stacks = _stacks_in(each, (PartKind.IDLE,))
    if stacks and own_frame(stacks) is None:
        return 0
    return each.gained(PartKind.IDLE)


def _stacks_in(each: Course, kinds: tuple[PartKind, ...]) -> list[Stack]:
    """Return the stacks that were read in parts of these kinds."""
    parts = [part for part in each.parts if part.kind in kinds]
    return [
        stack
        for stack in each.isolate.stacks
        if stack.frames and any(part.start <= stack.at <= part.end for part in parts)
    ]


def _finding(context: Context, each: Course, idle: int) -> Finding | None:
    who = name(each.process) if each.process is not None else f"isolate {each.isolate.name}"
    after = each.gained(PartKind.AFTER)
    while_idle = _stacks_in(each, (*_IDLE, PartKind.IDLE))
    by_timer = [stack for stack in each.isolate.stacks if _from_timer(stack)]
    # What goes on after waiting for a promise has no caller that could be read.
    frame = timers_frame(by_timer) or timers_frame(while_idle)
    how = " from a timer" if timers_frame(by_timer) else ""
    where = f"; {place(frame, context.recording)} was running{how}" if frame else ""
    when = "after its last test file" if after >= idle / 2 else "between its test files"
    if _tail(each) >= idle / 2:
        when = "after the last test of its file"
    last = relative(each.files[-1].file, context.recording)
    return _state(context, each, idle, f"the heap of {who} grew by {format_bytes(idle)} (sampled) "
        f"while no test ran, most of it {when}{where}", last, frame)  # fmt: skip


def _beside(climb: Climb, context: Context) -> Finding | None:
    """Return the finding if a heap grew while tests ran or waited, and a timer made it grow."""
    each = climb.course
    read = [at for at in each.isolate.stacks if at.frames and at.at >= each.files[0].started]
    called = [stack for stack in read if _called_by_timer(stack)]
    if len(called) < max(FEWEST_STACKS, MOST_STACKS * len(read)):
        return None
    frame = timers_frame(called)
    who = name(each.process) if each.process is not None else each.isolate.name
    where = place(frame, context.recording) if frame is not None else "code"
    return state(
        context, CAUSE,
        f"the heap of {who} grew by {format_bytes(climb.gain)} over {climb.files} {climb.unit}s "
        f"({climb.how.value}); {where} was running from a timer in {len(called)} of {len(read)} "
        "stacks that were read then, and not from a test",
        blame(each, phase="tests", module=relative(frame[1], context.recording) if frame else None),
        (
            sampled("heap that came and stayed", climb.gain, each),
            sampled("stacks read while the heap climbed", len(read), each),
            sampled("of those, called by a timer", len(called), each),
        ),
        explains=climb.gain, remedies=_REMEDIES,
    )  # fmt: skip


def _called_by_timer(stack: Stack) -> bool:
    """Say whether a timer called the project's code, with nothing of the runner between."""
    own = [index for index, (_, file, _) in enumerate(stack.frames) if is_own(file)]
    caller = stack.frames[own[-1] + 1 : own[-1] + 2] if own else ()
    return any(file == _CALLS_TIMERS for _, file, _ in caller)


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
        remedies=_REMEDIES,
    )  # fmt: skip


_REMEDIES = remedies.release(
    "Stop the timer when its file ends (unref() alone is not enough)",
    "afterAll(() => clearInterval(timer)), or fake timers",
)


def _from_timer(stack: Stack) -> bool:
    return any(file.startswith(_TIMERS) for _, file, _ in stack.frames)
